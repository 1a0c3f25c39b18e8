"""What is known of an earlier run's answers: which of them still hold after some files have changed.

Deliberately absent: what is kept of a run (`past`).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any

from greenlint.world.codec import Decoder, Encoder, Unencodable
from greenlint.world.grounds import Changes
from greenlint.world.ledger import Ledger
from greenlint.world.past import CHECKED, DRAFTS, INPUTS, NEVER_KEPT, UNTOLD, Node, bits_of, digest_of, key_of, value_of, with_bits
from greenlint.world.record import Question, Recorder

_VOLATILE = frozenset({"all_packages", "hosts", "near", "maps_asynchronously", "maps_classes", "takes_derived"})
"""Questions about all files that any change may concern, and hardly one does."""


class Memory:
    """A past that answers for a recorder, as far as it still holds.

    Args:
        ledger: the earlier run's nodes.
        changes: how the texts differ from what they were then.
    """

    def __init__(self, ledger: Ledger, changes: Changes) -> None:
        self.ledger = ledger
        self._changes = changes
        self._encoder = Encoder()
        self._decoder = Decoder(ledger.table)
        self._changed_homes = frozenset(number for number, home in enumerate(ledger.homes) if home in changes.paths)
        self._holds: dict[int, bool] = {}
        self._affected: set[int] | None = None
        self._is_narrow = False
        self.used: set[Question] = set()

    @property
    def changed(self) -> Collection[str]:
        """The files whose texts are others now."""
        return self._changes.paths

    def renewed(self, changes: Changes) -> Memory:
        """The same past, other changes since."""
        other = Memory(self.ledger, changes)
        other._encoder, other._decoder = self._encoder, self._decoder
        return other

    def after(self, changed: Collection[str], recorder: Recorder) -> Memory:
        """The same past after more changes; the recorder forgets what it has from here that these may concern."""
        other = self.renewed(self._changes.and_of(changed))
        other.used = self.used
        wrong = [question for question in self.used if not other._known_to_hold(self.ledger.numbers[key_of(self._encoder, question)])]
        other.used = self.used.difference(wrong)
        recorder.forget(wrong)
        return other

    def answer(self, question: Question, missing: Any) -> Any:
        """The answer to a question if it is kept and known to hold, else `missing`."""
        if question[0] in NEVER_KEPT:
            return missing
        try:
            number = self.ledger.numbers.get(key_of(self._encoder, question))
        except Unencodable:
            return missing
        if number is None or not self._known_to_hold(number):
            return missing
        answer = json.loads(self.ledger.data[number])[1]
        if answer is None:
            return missing
        self.used.add(question)
        return self._decoder.decode(answer[0])

    def _known_to_hold(self, number: int) -> bool:
        return self._holds.get(number, False) if number in self.affected else True

    @property
    def affected(self) -> set[int]:
        """The nodes that what has changed may concern."""
        if self._affected is None:
            changes = self._changes.paths or self._changes.moved
            self._affected = self._resting_on(self._suspects()) if changes else set()
        return self._affected

    def _resting_on(self, numbers: Iterable[int]) -> set[int]:
        """Some nodes, those that rest on them, and those of the same circles."""
        users, groups, circles = self.ledger.users, self.ledger.groups, self.ledger.circles
        found = set(numbers)
        pending = list(found)
        closed: set[str] = set()
        while pending:
            number = pending.pop()
            more = users.to(number)
            group = groups.get(number)
            if group is not None and group not in closed:
                closed.add(group)
                more = [*more, *circles[group]]
            new = set(more).difference(found)
            found |= new
            pending += new
        return found

    def _narrow(self, recorder: Recorder) -> None:
        """Find out first which of the questions that any change may concern have other answers now: hardly one does, and much rests on each.

        They rest on the texts of files and on stubs, not on one another, so what is affected otherwise is all that matters to them.
        """
        self._is_narrow = True
        suspects = self._suspects()
        volatile = [number for number in suspects if self.ledger.kind(number) in _VOLATILE]
        suspects = [number for number in suspects if self.ledger.kind(number) not in _VOLATILE]
        self._affected = self._resting_on(suspects).union(volatile)
        others = [number for number in volatile if not self._verify(number, recorder)]
        self._affected = self._resting_on([*suspects, *others])

    def _suspects(self) -> list[int]:
        """The nodes that the changes may concern at first hand."""
        ledger, homes, changes = self.ledger, self._changed_homes, self._changes
        words = None if changes.moved else changes.words
        everywhere = _VOLATILE.union(INPUTS if changes.moved else (), ("mentioning",) if words is None else ())
        doubtful = {number for number, kind in enumerate(ledger.kinds) if kind in everywhere}
        places = enumerate(zip(ledger.kind_of, ledger.home_of, strict=True))
        found = [number for number, (kind, home) in places if (home in homes or kind in doubtful) and self._is_suspect(number)]
        asked = (ledger.numbers.get(key_of(self._encoder, ("mentioning", word))) for word in sorted(words or ()))
        return [*found, *(number for number in asked if number is not None)]

    def _is_suspect(self, number: int) -> bool:
        kind, changes = self.ledger.kind(number), self._changes
        if kind == "mentioning":
            words = changes.words
            return changes.moved or words is None or json.loads(self.ledger.data[number])[0][2] in words
        if kind in _VOLATILE:
            return bool(changes.paths) or changes.moved
        if kind in INPUTS and kind != "digest" and changes.moved:
            return True
        home = self.ledger.home_of[number]
        return home in self._changed_homes and bool(bits_of(self.ledger.data[number]) & changes.bits(self.ledger.homes[home]))

    def held(self) -> dict[str, Node]:
        """The nodes that are known to hold, with the bits of the texts as they are now."""
        return {key: self._as_now(number) for key, number in self.ledger.numbers.items() if self._known_to_hold(number)}

    def _as_now(self, number: int) -> Node:
        node = self.ledger.node(number)
        if node.home not in self._changes.paths:
            return node
        return node._replace(data=with_bits(node.data, self._changes.as_now(node.home, bits_of(node.data))))

    def findings(self, path: str) -> Any:
        """The kept answer of what was found in a file, if it holds by what was settled; else None."""
        number = self._of(path)
        answer = json.loads(self.ledger.data[number])[1] if number is not None and self._known_to_hold(number) else None
        return None if answer is None else self._decoder.decode(answer[0])

    def settle(self, path: str, recorder: Recorder) -> None:
        """Find out, with a recorder that is answering nothing else, whether what was found in a file holds."""
        if not self._is_narrow:
            self._narrow(recorder)
        number = self._of(path)
        if number is not None:
            self._verify(number, recorder)

    def _of(self, path: str) -> int | None:
        return self.ledger.numbers.get(key_of(self._encoder, (CHECKED, path)))

    def _verify(self, number: int, recorder: Recorder) -> bool:
        known = self._holds.get(number)
        if known is not None:
            return known
        affected = self.affected
        if number not in affected:
            return True
        ledger = self.ledger
        unit = ledger.circles[ledger.groups[number]] if number in ledger.groups else [number]
        inside = set(unit)
        self._holds.update(dict.fromkeys(unit, False))
        same = not any(map(self._is_suspect, unit))
        for other in [other for member in unit for other in ledger.rests.to(member) if other in affected and other not in inside]:
            # What is found out of files that have not changed is there when the question is answered anew, as is what was found in pieces; of others
            # it may not even be asked.
            if same or self._is_elsewhere(other) or ledger.kind(other) == DRAFTS:
                same = self._verify(other, recorder) and same
        if same:
            self._holds.update(dict.fromkeys(unit, True))
            return True
        for member in unit:
            self._holds[member] = self._same(member, recorder)
        return self._holds[number]

    def _is_elsewhere(self, number: int) -> bool:
        """Whether a node is about a file that has not changed, or about no single one."""
        return self.ledger.home_of[number] not in self._changed_homes

    def _same(self, number: int, recorder: Recorder) -> bool:
        """Whether the question has the same answer now."""
        if self.ledger.kind(number) == CHECKED:
            return False
        question = self._decoder.decode(json.loads(self.ledger.data[number])[0])
        if question[0] == "near" and recorder.fresh("stays_near", *question[1:]):
            return True
        answer = recorder.fresh(*question) if question[0] == "hosts" else recorder.ask(*question)
        return digest_of(answer, value_of(self._encoder, answer)) == self.ledger.digests[number] != UNTOLD
