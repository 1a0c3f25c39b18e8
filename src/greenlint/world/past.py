"""What an earlier run has answered, and which of it still holds.

Of all questions of a run those are kept that one file asks about another, what was found in each file, and what depends on more than texts (which
file an import means, which pieces are hosts). Each has the digest of its answer and the kept questions that the answer rests on. A kept answer holds
when its file has not changed and the answers that it rests on are still the same: then it stands for what would be computed again.

Deliberately absent: the disk, and when to write what.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, NamedTuple

from greenlint.world.codec import Data, Decoder, Encoder, Unencodable, digest
from greenlint.world.definitions import Definition
from greenlint.world.record import Question, Recorder
from greenlint.world.types import DefId

CHECKED = "checked"
"""The kind of question whose answer is what was found in a file."""

INPUTS = frozenset({"resolve", "relative", "submodule", "dotted", "hosts", "digest"})
"""Questions about a file whose answers depend on more than its text; they are asked again when that may have changed."""

GLOBAL = frozenset({"maps_classes", "configured"})
"""Questions about all files; they are asked again when any has changed."""

_UNTOLD = ""
"""In place of the digest of an answer that has none: it is never the same."""


class Node(NamedTuple):
    """A kept question. `answer` is None where it cannot be kept (the digest still can); `rests` names other nodes; `group` ties circles together."""

    question: Data
    digest: str
    answer: list[Data] | None
    rests: tuple[str, ...]
    home: str
    group: str


def _node(question: Data, digest: str, answer: list[Data] | None, rests: list[str], home: str, group: str) -> Node:
    return Node(question, digest, answer, tuple(rests), home, group)


class Past(NamedTuple):
    """The nodes by key, and the table that their data refer to."""

    nodes: dict[str, Node]
    table: dict[str, Data]

    def to_data(self) -> Data:
        """Plain data for `from_data`."""
        return [{key: [*node[:3], list(node.rests), *node[4:]] for key, node in self.nodes.items()}, self.table]

    @classmethod
    def from_data(cls, data: Data) -> Past:
        """What `to_data` gave.

        Raises:
            ValueError: the data have another shape.
        """
        try:
            nodes, table = data
            return cls({key: _node(*item) for key, item in nodes.items()}, dict(table))
        except (TypeError, ValueError, AttributeError) as error:
            raise ValueError(f"no record: {error}") from None


class Memory:
    """A past that answers for a recorder, as far as it still holds.

    Args:
        past: the earlier run's nodes.
        changed: the files whose text is not what it was, new and removed ones included.
        moved: whether the set of files is another one, so that imports may mean other files.
    """

    def __init__(self, past: Past, changed: Collection[str], moved: bool) -> None:
        self.past = past
        self._encoder = Encoder()
        self._decoder = Decoder(past.table)
        self._changed = frozenset(changed)
        self._moved = moved
        self._holds: dict[str, bool] = {}
        self._affected: set[str] | None = None
        self._users: dict[str, list[str]] = {}
        self._groups: dict[str, list[str]] = {}
        self.used: set[Question] = set()

    def renewed(self, changed: Collection[str], moved: bool) -> Memory:
        """The same past, other changes since."""
        other = Memory(self.past, changed, moved)
        other._encoder, other._decoder = self._encoder, self._decoder
        other._users, other._groups = self._users, self._groups
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
        if node is None or node.answer is None or not self._known_to_hold(key):
            return missing
        self.used.add(question)
        return self._decoder.decode(node.answer[0])

    def _known_to_hold(self, key: str) -> bool:
        return self._holds.get(key, False) if key in self.affected else True

    @property
    def affected(self) -> set[str]:
        """The nodes that what has changed may concern."""
        if self._affected is None:
            if not self._users:
                self._link()
            users, groups = self._users, self._groups
            pending = [key for key, node in self.past.nodes.items() if self._is_suspect(node)]
            found = set(pending)
            while pending:
                key = pending.pop()
                group = self.past.nodes[key].group
                for user in (*users.get(key, ()), *(groups[group] if group else ())):
                    if user not in found:
                        found.add(user)
                        pending.append(user)
            self._affected = found
        return self._affected

    def _link(self) -> None:
        for key, node in self.past.nodes.items():
            for other in node.rests:
                self._users.setdefault(other, []).append(key)
            if node.group:
                self._groups.setdefault(node.group, []).append(key)

    def _is_suspect(self, node: Node) -> bool:
        kind = node.question[1]
        if kind == "hosts" or kind in GLOBAL:
            return True
        if kind in INPUTS and kind != "digest":
            return self._moved or node.home in self._changed
        return node.home in self._changed

    def findings(self, path: str) -> Any:
        """The kept answer of what was found in a file, if it holds by what was settled; else None."""
        key = _key(self._encoder, (CHECKED, path))
        node = self.past.nodes.get(key)
        if node is None or node.answer is None or not self._known_to_hold(key):
            return None
        return self._decoder.decode(node.answer[0])

    def settle(self, path: str, recorder: Recorder) -> None:
        """Find out, with a recorder that is answering nothing else, whether what was found in a file holds."""
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
        unit = self._groups[node.group] if node.group else [key]
        inside = set(unit)
        self._holds.update(dict.fromkeys(unit, False))
        nodes = [self.past.nodes[member] for member in unit]
        fresh = any(self._is_suspect(member) for member in nodes) or not all(
            self._verify(other, recorder) for member in nodes for other in member.rests if other not in inside
        )
        if not fresh:
            self._holds.update(dict.fromkeys(unit, True))
            return True
        for member in unit:
            self._holds[member] = self._same(self.past.nodes[member], recorder)
        return self._holds[key]

    def _same(self, node: Node, recorder: Recorder) -> bool:
        """Whether the question has the same answer now."""
        if node.question[1] == CHECKED:
            return False
        question = self._decoder.decode(node.question)
        return _digest(self._encoder, recorder.ask(*question)) == node.digest != _UNTOLD


def kept(recorder: Recorder, home: Callable[[Question], str | None], memory: Memory | None = None) -> Past:
    """The past that a recorder's answers make, together with what still holds of the one that it had itself."""
    encoder = Encoder()
    asked = recorder.asked
    homes = {question: home(question) for question in asked}
    chosen = {question for question in asked if question[0] == CHECKED or (question[0] in INPUTS and homes[question]) or question[0] in GLOBAL}
    for question, others in asked.items():
        own = homes[question]
        chosen.update(other for other in others if (place := homes.get(other)) is not None and place != own)
    old: dict[str, Node] = {}
    if memory is not None:
        held = {key: node for key, node in memory.past.nodes.items() if memory._known_to_hold(key)}
        wanted = {other for node in held.values() for other in node.rests}
        for question in asked:
            if question not in chosen and homes[question] is not None and _key(encoder, question) in wanted:
                chosen.add(question)
        chosen -= memory.used
        old = held
    keys = {question: _key(encoder, question) for question in {*chosen, *(memory.used if memory else ())}}
    nodes = dict(old)
    for question in chosen:
        answer = recorder.known(question)
        rests = tuple(dict.fromkeys(keys[other] for other in _rests(question, asked, keys)))
        try:
            data: list[Data] | None = [encoder.encode(answer)]
        except Unencodable:
            data = None
        group = recorder.group(question)
        nodes[keys[question]] = Node(
            encoder.encode(question),
            _digest(encoder, answer),
            data,
            rests,
            homes[question] or "",
            "" if group is None else _key(encoder, group),
        )
    table = {**(memory.past.table if memory is not None else {}), **encoder.table}
    return pruned(Past(nodes, table))


def pruned(past: Past) -> Past:
    """Only what the findings of files rest on, and what its data refer to."""
    pending = [key for key, node in past.nodes.items() if node.question[1] == CHECKED]
    nodes: dict[str, Node] = {}
    while pending:
        key = pending.pop()
        node = past.nodes.get(key)
        if node is not None and key not in nodes:
            nodes[key] = node
            pending.extend(node.rests)
    table: dict[str, Data] = {}
    parts = [part for node in nodes.values() for part in _references([node.question, node.answer])]
    while parts:
        key = parts.pop()
        if key not in table:
            table[key] = past.table[key]
            parts.extend(_references(table[key]))
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
    table: dict[str, Data] = {}
    for past in pasts:
        for key, node in past.nodes.items():
            known = nodes.get(key)
            nodes[key] = node if known is None or known.group == node.group else node._replace(rests=(*known.rests, *node.rests))
        table.update(past.table)
    return Past(nodes, table)


def _rests(question: Question, asked: dict[Question, tuple[Question, ...]], keys: dict[Question, str]) -> Iterator[Question]:
    """The kept questions that an answer rests on, through those that are not kept, in the order in which they were asked."""
    seen = {question}
    pending = list(reversed(asked[question]))
    while pending:
        other = pending.pop()
        if other in seen:
            continue
        seen.add(other)
        if other in keys:
            yield other
        else:
            pending.extend(reversed(asked.get(other, ())))


def _key(encoder: Encoder, question: Question) -> str:
    return digest(encoder.encode(question))


def _digest(encoder: Encoder, answer: Any) -> str:
    if isinstance(answer, Definition):
        return digest(answer.header)
    try:
        return digest(encoder.encode(answer))
    except Unencodable:
        return _UNTOLD


# Their answers hold traces, or are as cheap to make as to find; or nothing but the text decides.
_NEVER_KEPT = frozenset({"trace", "definitions", "definition", "bound", "binding", "bindings", "stars", CHECKED, *INPUTS})


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
