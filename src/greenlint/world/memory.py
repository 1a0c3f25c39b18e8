"""What is known of an earlier run's answers: which of them still hold after some files have changed.

Deliberately absent: what is kept of a run (`past`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from functools import cache, cached_property
from typing import Any

from greenlint.world.codec import Decoder, Encoder, Unencodable
from greenlint.world.past import CHECKED, INPUTS, NEVER_KEPT, UNTOLD, Node, Past, digest_of, key_of, value_of
from greenlint.world.record import Question, Recorder

_VOLATILE = frozenset({"hosts", "near", "maps_asynchronously", "maps_classes", "marked_words", "takes_derived"})
"""Questions about all files that any change may concern, and hardly one does."""


class Memory:
    """A past that answers for a recorder, as far as it still holds.

    Args:
        past: the earlier run's nodes.
        changed: the files whose text is not what it was, new and removed ones included.
        moved: whether the set of files is another one, so that imports may mean other files.
        words: the identifiers that some file mentions and did not mention before, or the other way round; None where nobody knows.
    """

    def __init__(self, past: Past, changed: Collection[str], moved: bool, words: Callable[[], Collection[str] | None] = frozenset) -> None:
        self.past = past
        self._words = cache(words)
        self._encoder = Encoder()
        self._decoder = Decoder(past.table)
        self._changed = frozenset(changed)
        self._moved = moved
        self._holds: dict[str, bool] = {}
        self._affected: set[str] | None = None
        self._is_narrow = False
        self.used: set[Question] = set()

    def renewed(self, changed: Collection[str], moved: bool, words: Callable[[], Collection[str] | None]) -> Memory:
        """The same past, other changes since."""
        other = Memory(self.past, changed, moved, words)
        other._encoder, other._decoder = self._encoder, self._decoder
        other._circles = self._circles
        return other

    def after(self, changed: Collection[str], words: Collection[str], recorder: Recorder) -> Memory:
        """The same past after more changes; the recorder forgets what it has from here that these may concern."""
        before = self._words
        other = self.renewed({*self._changed, *changed}, self._moved, lambda: None if (known := before()) is None else {*known, *words})
        other.used = self.used
        wrong = [question for question in self.used if not other._known_to_hold(key_of(self._encoder, question))]
        other.used = self.used.difference(wrong)
        recorder.forget(wrong)
        return other

    def answer(self, question: Question, missing: Any) -> Any:
        """The answer to a question if it is kept and known to hold, else `missing`."""
        if question[0] in NEVER_KEPT:
            return missing
        try:
            key = key_of(self._encoder, question)
        except Unencodable:
            return missing
        node = self.past.nodes.get(key)
        if node is None or not self._known_to_hold(key):
            return missing
        answer = json.loads(node.data)[1]
        if answer is None:
            return missing
        self.used.add(question)
        return self._decoder.decode(answer[0])

    def _known_to_hold(self, key: str) -> bool:
        return self._holds.get(key, False) if key in self.affected else True

    @property
    def affected(self) -> set[str]:
        """The nodes that what has changed may concern."""
        if self._affected is None:
            changes = self._changed or self._moved
            self._affected = self._resting_on(key for key, node in self.past.nodes.items() if self._is_suspect(node)) if changes else set()
        return self._affected

    def _resting_on(self, keys: Iterable[str]) -> set[str]:
        """Some nodes, those that rest on them, and those of the same circles."""
        found = set(keys)
        groups = self._circles
        # What an answer rests on was asked after it: backwards, few passes are needed.
        left = list(reversed(self.past.nodes.items()))
        count = -1
        while count < len(found):
            count = len(found)
            others = []
            for key, node in left:
                if key not in found and found.isdisjoint(node.rests):
                    others.append((key, node))
                else:
                    found.add(key)
                    if node.group:
                        found.update(groups[node.group])
            left = others
        return found

    @cached_property
    def _circles(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for key, node in self.past.nodes.items():
            if node.group:
                found.setdefault(node.group, []).append(key)
        return found

    def _narrow(self, recorder: Recorder) -> None:
        """Find out first which of the questions that any change may concern have other answers now: hardly one does, and much rests on each.

        They rest on the texts of files and on stubs, not on one another, so what is affected otherwise is all that matters to them.
        """
        self._is_narrow = True
        volatile = [key for key, node in self.past.nodes.items() if node.kind in _VOLATILE]
        suspects = [key for key, node in self.past.nodes.items() if node.kind not in _VOLATILE and self._is_suspect(node)]
        self._affected = self._resting_on(suspects).union(volatile)
        others = [key for key in volatile if not self._verify(key, recorder)]
        self._affected = self._resting_on([*suspects, *others])

    def _is_suspect(self, node: Node) -> bool:
        kind = node.kind
        if kind == "mentioning":
            words = self._words()
            return self._moved or words is None or json.loads(node.data)[0][2] in words
        if kind in _VOLATILE:
            return bool(self._changed) or self._moved
        if kind in INPUTS and kind != "digest":
            return self._moved or node.home in self._changed
        return node.home in self._changed

    def held(self) -> dict[str, Node]:
        """The nodes that are known to hold."""
        return {key: node for key, node in self.past.nodes.items() if self._known_to_hold(key)}

    def findings(self, path: str) -> Any:
        """The kept answer of what was found in a file, if it holds by what was settled; else None."""
        key = key_of(self._encoder, (CHECKED, path))
        node = self.past.nodes.get(key)
        answer = json.loads(node.data)[1] if node is not None and self._known_to_hold(key) else None
        return None if answer is None else self._decoder.decode(answer[0])

    def settle(self, path: str, recorder: Recorder) -> None:
        """Find out, with a recorder that is answering nothing else, whether what was found in a file holds."""
        if not self._is_narrow:
            self._narrow(recorder)
        key = key_of(self._encoder, (CHECKED, path))
        if key in self.past.nodes:
            self._verify(key, recorder)

    def _verify(self, key: str, recorder: Recorder) -> bool:
        known = self._holds.get(key)
        if known is not None:
            return known
        node = self.past.nodes.get(key)
        if node is None:
            return False
        if key not in self.affected:
            return True
        unit = self._circles[node.group] if node.group else [key]
        inside = set(unit)
        self._holds.update(dict.fromkeys(unit, False))
        nodes = [self.past.nodes[member] for member in unit]
        same = not any(map(self._is_suspect, nodes))
        affected = self.affected
        for other in [other for member in nodes for other in member.rests if other in affected and other not in inside]:
            # What is found out of files that have not changed is there when the question is answered anew; of others it may not even be asked.
            if same or self._is_elsewhere(other):
                same = self._verify(other, recorder) and same
        if same:
            self._holds.update(dict.fromkeys(unit, True))
            return True
        for member in unit:
            self._holds[member] = self._same(self.past.nodes[member], recorder)
        return self._holds[key]

    def _is_elsewhere(self, key: str) -> bool:
        """Whether a node is about a file that has not changed."""
        home = self.past.nodes[key].home
        return bool(home) and home not in self._changed

    def _same(self, node: Node, recorder: Recorder) -> bool:
        """Whether the question has the same answer now."""
        if node.kind == CHECKED:
            return False
        question = self._decoder.decode(json.loads(node.data)[0])
        answer = recorder.ask(*question)
        return digest_of(answer, value_of(self._encoder, answer)) == node.digest != UNTOLD
