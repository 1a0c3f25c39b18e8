"""What an earlier run has answered, and which of it still holds.

Of all questions of a run those are kept that one file asks about another, what was found in each file, and what depends on more than texts (which
file an import means, which pieces are hosts). Each has the digest of its answer and the kept questions that the answer rests on. A kept answer holds
when its file has not changed and the answers that it rests on are still the same: then it stands for what would be computed again.

Deliberately absent: the disk, and when to write what.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache, cached_property
from typing import Any, NamedTuple

from greenlint.world.codec import Data, Decoder, Encoder, Unencodable, digest, dump
from greenlint.world.definitions import Definition
from greenlint.world.record import Question, Recorder
from greenlint.world.types import DefId

CHECKED = "checked"
"""The kind of question whose answer is what was found in a file."""

INPUTS = frozenset({"resolve", "relative", "submodule", "dotted", "hosts", "near", "digest"})
"""Questions about a file whose answers depend on more than its text; they are asked again when that may have changed."""

GLOBAL = frozenset({"maps_asynchronously", "maps_classes", "marked_words", "mentioning", "takes_derived"})
"""Questions about all files; they are asked again when one has changed that they may concern."""

_BETWEEN = frozenset({"gives", "runs"})
"""Questions of a file about itself on which many rest that other files ask."""

_VOLATILE = frozenset({"hosts", "near", "maps_asynchronously", "maps_classes", "marked_words", "takes_derived"})
"""Questions about all files that any change may concern, and hardly one does."""

_UNTOLD = ""
"""In place of the digest of an answer that has none: it is never the same."""


class Node(NamedTuple):
    """A kept question. `data` is the JSON of the question and of a list with its answer, or null where that cannot be kept (its digest still can).

    `rests` names other nodes, `home` is the file that the question is about, `group` ties circles together.
    """

    kind: str
    digest: str
    rests: tuple[str, ...]
    home: str
    group: str
    data: str


class Past(NamedTuple):
    """The nodes by key, and the table that their data refer to."""

    nodes: dict[str, Node]
    table: dict[str, str]

    def to_text(self) -> str:
        """Lines for `from_text`: what ties the nodes together, then the data of each, then the parts."""
        numbers = {key: number for number, key in enumerate(self.nodes)}
        homes = {home: number for number, home in enumerate(dict.fromkeys(node.home for node in self.nodes.values()))}
        kinds = {kind: number for number, kind in enumerate(dict.fromkeys(node.kind for node in self.nodes.values()))}
        rows = [
            [kinds[node.kind], node.digest, [numbers[other] for other in node.rests if other in numbers], homes[node.home], node.group]
            for node in self.nodes.values()
        ]
        head = dump([list(self.nodes), rows, list(homes), list(kinds), list(self.table)])
        return "\n".join([head, *(node.data for node in self.nodes.values()), *self.table.values()])

    @classmethod
    def from_text(cls, text: str) -> Past:
        """What `to_text` gave.

        Raises:
            ValueError: the text is none of these.
        """
        head, *lines = text.split("\n")
        try:
            keys, rows, homes, kinds, parts = json.loads(head)
            if len(lines) != len(keys) + len(parts):
                raise ValueError("no record: lines are missing")
            nodes = {
                key: Node(kinds[kind], value, tuple([keys[other] for other in rests]), homes[home], group, data)
                for key, (kind, value, rests, home, group), data in zip(keys, rows, lines, strict=False)
            }
            return cls(nodes, dict(zip(parts, lines[len(keys) :], strict=True)))
        except (TypeError, AttributeError, IndexError, RecursionError) as error:
            raise ValueError(f"no record: {error}") from None


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
        wrong = [question for question in self.used if not other._known_to_hold(_key(self._encoder, question))]
        other.used = self.used.difference(wrong)
        recorder.forget(wrong)
        return other

    def answer(self, question: Question, missing: Any) -> Any:
        """The answer to a question if it is kept and known to hold, else `missing`."""
        if question[0] in _NEVER_KEPT:
            return missing
        try:
            key = _key(self._encoder, question)
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
        key = _key(self._encoder, (CHECKED, path))
        node = self.past.nodes.get(key)
        answer = json.loads(node.data)[1] if node is not None and self._known_to_hold(key) else None
        return None if answer is None else self._decoder.decode(answer[0])

    def settle(self, path: str, recorder: Recorder) -> None:
        """Find out, with a recorder that is answering nothing else, whether what was found in a file holds."""
        if not self._is_narrow:
            self._narrow(recorder)
        key = _key(self._encoder, (CHECKED, path))
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
        return _digest(answer, _value(self._encoder, answer)) == node.digest != _UNTOLD


def kept(recorder: Recorder, home: Callable[[Question], str | None], memory: Memory | None = None) -> Past:
    """The past that a recorder's answers make, together with what still holds of the one that it had itself."""
    entries = recorder.entries
    questions = [entry.question for entry in entries]
    places = {entry: number for number, entry in enumerate(entries)}
    links = [[places[other] for other in entry.asked if other in places] for entry in entries]
    homes = [home(question) for question in questions]
    chosen = _chosen(questions, links, homes)
    old: dict[str, Node] = {}
    keys: dict[int, str] = {}
    encoder = Encoder()
    if memory is not None:
        old = memory.held()
        wanted = {other for node in old.values() for other in node.rests}
        for number, question in enumerate(questions):
            if number not in chosen and homes[number] is not None and _key(encoder, question) in wanted:
                chosen.add(number)
        used = {number for number, question in enumerate(questions) if question in memory.used}
        keys.update((number, _key(encoder, questions[number])) for number in used)
        chosen -= used
    texts = {number: encoder.encode(questions[number]) for number in chosen}
    keys.update((number, digest(text)) for number, text in texts.items())
    fertile = _fertile(links, keys)
    nodes = dict(old)
    for number in chosen:
        question = questions[number]
        answer = entries[number].answer
        group = entries[number].group
        value = _value(encoder, answer)
        told = "null" if value is None or (question[0] in _NEVER_KEPT and question[0] != CHECKED) else f"[{value}]"
        nodes[keys[number]] = Node(
            question[0],
            _digest(answer, value),
            tuple([keys[other] for other in _rests(number, links, keys, fertile)]),
            homes[number] or "",
            "" if group is None else _key(encoder, group.question),
            f"[{texts[number]},{told}]",
        )
    if memory is None:
        return Past(nodes, encoder.table)
    return pruned(Past(nodes, {**memory.past.table, **encoder.table}))


def _chosen(questions: list[Question], links: list[list[int]], homes: list[str | None]) -> set[int]:
    """The questions that are kept: inputs, what was found, and what is asked about one file for another."""
    chosen = {
        number
        for number, (question, own) in enumerate(zip(questions, homes, strict=True))
        if question[0] == CHECKED or question[0] in GLOBAL or question[0] in _BETWEEN or (question[0] in INPUTS and own)
    }
    for number, others in enumerate(links):
        own = homes[number]
        for other in others:
            place = homes[other]
            if place is not None and place != own:
                chosen.add(other)
    return chosen


def _fertile(links: list[list[int]], keys: Collection[int]) -> set[int]:
    """The questions that are not kept and rest on some that are."""
    users: list[list[int]] = [[] for _ in links]
    for number, others in enumerate(links):
        for other in others:
            users[other].append(number)
    found: set[int] = set()
    pending = list(keys)
    while pending:
        for user in users[pending.pop()]:
            if user not in found and user not in keys:
                found.add(user)
                pending.append(user)
    return found


def _value(encoder: Encoder, answer: Any) -> str | None:
    try:
        return encoder.encode(answer)
    except Unencodable:
        return None


def pruned(past: Past) -> Past:
    """Only what the findings of files rest on, and what its data refer to."""
    pending = [key for key, node in past.nodes.items() if node.kind == CHECKED]
    nodes: dict[str, Node] = {}
    while pending:
        key = pending.pop()
        node = past.nodes.get(key)
        if node is not None and key not in nodes:
            nodes[key] = node
            pending.extend(node.rests)
    table: dict[str, str] = {}
    parts = [part for node in nodes.values() for part in _references(json.loads(node.data))]
    while parts:
        key = parts.pop()
        if key not in table:
            table[key] = past.table[key]
            parts.extend(_references(json.loads(table[key])))
    return Past(nodes, table)


def _references(data: Data) -> Iterator[str]:
    pending = [data]
    while pending:
        item = pending.pop()
        if type(item) is dict:
            yield item[""]
        elif type(item) is list:
            pending.extend(item)


def merged(pasts: Iterable[Past]) -> Past:
    """Several pasts of one run as one."""
    nodes: dict[str, Node] = {}
    table: dict[str, str] = {}
    for past in pasts:
        for key, node in past.nodes.items():
            known = nodes.get(key)
            nodes[key] = node if known is None or known.group == node.group else node._replace(rests=(*known.rests, *node.rests))
        table.update(past.table)
    return Past(nodes, table)


def _rests(number: int, links: list[list[int]], keys: Collection[int], fertile: Collection[int]) -> Iterator[int]:
    """The kept questions that an answer rests on, through those that are not kept, in the order in which they were asked."""
    seen = {number}
    pending = list(reversed(links[number]))
    while pending:
        other = pending.pop()
        if other in seen:
            continue
        seen.add(other)
        if other in keys:
            yield other
        elif other in fertile:
            pending.extend(reversed(links[other]))


def _key(encoder: Encoder, question: Question) -> str:
    return digest(encoder.encode(question))


def _digest(answer: Any, value: str | None) -> str:
    if isinstance(answer, Definition):
        return digest(dump(answer.header))
    if type(answer) is dict and answer and all(isinstance(one, Definition) for one in answer.values()):
        # A definition that is nested in another one is a part of its node.
        return digest(dump([[*one.id, one.node if one.parent is None else one.at] for one in answer.values()]))
    return _UNTOLD if value is None else digest(value)


# Their answers hold traces, or are as cheap to make as to find; or nothing but the text decides.
_NEVER_KEPT = frozenset(
    {"trace", "definitions", "defined_at", "definition", "bound", "binding", "bindings", "stars", "taken", "brought", CHECKED, *INPUTS}
)


def first_path(question: Question, is_project: Callable[[str], bool]) -> str | None:
    """The project's file that a question is about: the first that its key mentions."""
    pending: list[Any] = list(reversed(question[1:]))
    while pending:
        item = pending.pop()
        if isinstance(item, DefId):
            if is_project(item.path):
                return item.path
        elif isinstance(item, str):
            if is_project(item):
                return item
        elif isinstance(item, tuple | frozenset):
            pending.extend(reversed(list(item)))
        else:
            names = getattr(type(item), "__slots__", ())
            pending.extend(getattr(item, name) for name in reversed(names))
    return None
