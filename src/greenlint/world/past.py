"""What a run has answered, as it is kept for later ones.

Of all questions of a run those are kept that one file asks about another, what was found in each file, and what depends on more than texts (which
file an import means, which pieces are hosts). Each has the digest of its answer and the kept questions that the answer rests on. A kept answer holds
when its file has not changed and the answers that it rests on are still the same: then it stands for what would be computed again.

Deliberately absent: the disk, and when to write what.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from greenlint.world.codec import Data, Encoder, Unencodable, digest, dump
from greenlint.world.definitions import Definition
from greenlint.world.grounds import TEXTUAL, Grounds
from greenlint.world.record import Entry, Question, Recorder
from greenlint.world.types import DefId

if TYPE_CHECKING:
    from greenlint.world.memory import Memory

CHECKED = "checked"
"""The kind of question whose answer is what was found in a file."""

DRAFTS = "drafts"
"""The kind of question whose answer is what was found in a piece."""

INPUTS = frozenset({"resolve", "relative", "submodule", "dotted", "hosts", "near", "digest"})
"""Questions about a file whose answers depend on more than its text; they are asked again when that may have changed."""

GLOBAL = frozenset({"all_packages", "maps_asynchronously", "maps_classes", "marked_words", "mentioning", "takes_derived"})
"""Questions about all files; they are asked again when one has changed that they may concern."""

_BETWEEN = frozenset({"callers", "callers_by", "gives", "mapped_by", "runs", DRAFTS})
"""Questions of a file about itself, or about a name, on which many rest that other files ask, or what was found in it."""

UNTOLD = ""
"""In place of the digest of an answer that has none: it is never the same."""


class Node(NamedTuple):
    """A kept question.

    `data` is the JSON of three things: the question; a list with its answer, or null where that cannot be kept (its digest still can); the bits of
    what the answer rests on in the text of `home`, in hexadecimal (`world.grounds`). `rests` names other nodes, `home` is the file that the question
    is about, `group` ties circles together.
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


def kept(
    recorder: Recorder, home: Callable[[Question], str | None], grounds: Callable[[str], Grounds], memory: Memory | None = None
) -> Past:
    """The past that a recorder's answers make, together with what still holds of the one that it had itself.

    Args:
        recorder: the answers.
        home: the file that a question is about, if it is one of the project.
        grounds: the bits of a file of the project as it is now.
        memory: what answered for the recorder.
    """
    entries = recorder.entries
    questions = [entry.question for entry in entries]
    place_of = {entry: number for number, entry in enumerate(entries)}.get
    links = [[at for other in entry.asked if (at := place_of(other)) is not None] for entry in entries]
    homes = [home(question) for question in questions]
    chosen = _chosen(questions, links, homes)
    old: dict[str, Node] = {}
    keys: dict[int, str] = {}
    encoder = Encoder()
    if memory is not None:
        old = memory.held()
        wanted = {other for node in old.values() for other in node.rests}
        for number, question in enumerate(questions):
            if number not in chosen and homes[number] is not None and key_of(encoder, question) in wanted:
                chosen.add(number)
        used = {number for number, question in enumerate(questions) if question in memory.used}
        keys.update((number, key_of(encoder, questions[number])) for number in used)
        chosen -= used
    texts = {number: encoder.encode(questions[number]) for number in chosen}
    keys.update((number, digest(text)) for number, text in texts.items())
    bits: dict[int, int] = {}
    # The digest of a definition leaves out its body, which those have that ask for it in the same file.
    bodies: dict[int, int] = {}
    for number, (question, place) in enumerate(zip(questions, homes, strict=True)):
        if place and question[0] in TEXTUAL:
            bits[number] = grounds(place).of(question)
        elif place and question[0] in ("definition", "definitions"):
            bodies[number] = _body(grounds(place), entries[number])
    rests = _Rests(links, keys, homes, bits, bodies)
    nodes = dict(old)
    for number in chosen:
        question = questions[number]
        answer = entries[number].answer
        group = entries[number].group
        value = value_of(encoder, answer)
        told = "null" if value is None or (question[0] in NEVER_KEPT and question[0] != CHECKED) else f"[{value}]"
        others, own = rests.of(number)
        nodes[keys[number]] = Node(
            question[0],
            digest_of(answer, value),
            tuple([keys[other] for other in others]),
            homes[number] or "",
            "" if group is None else key_of(encoder, group.question),
            f'[{texts[number]},{told},"{own:x}"]',
        )
    if memory is None:
        return Past(nodes, encoder.table)
    return pruned(Past(nodes, {**memory.ledger.table, **encoder.table}))


def bits_of(data: str) -> int:
    """The bits in a node's data."""
    return int(data[data.rindex(",") + 2 : -2], 16)


def with_bits(data: str, bits: int) -> str:
    """A node's data with other bits."""
    return f'{data[: data.rindex(",")]},"{bits:x}"]'


def _body(grounds: Grounds, entry: Entry) -> int:
    """The bits of the text of the definitions that an answer consists of."""
    kind, *key = entry.question
    if kind == "definitions":
        return grounds.of(("trace", *key))
    return grounds.of(("trace", key[0].path, entry.answer.piece)) if kind == "definition" and entry.answer is not None else 0


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


def value_of(encoder: Encoder, answer: Any) -> str | None:
    """The JSON of an answer; None where it has none."""
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
            nodes[key] = node if known is None or known.group == node.group else _joined(known, node)
        table.update(past.table)
    return Past(nodes, table)


def _joined(first: Node, second: Node) -> Node:
    """A node that rests on what either does."""
    return second._replace(rests=(*first.rests, *second.rests), data=with_bits(second.data, bits_of(first.data) | bits_of(second.data)))


class _Rests:
    """Finds what an answer rests on, through the questions that are not kept: the kept ones, in the order in which they were asked, and the bits of
    the file that it is about. What is not kept is asked about the same file only.

    Args:
        links: the questions that each has asked.
        keys: those that are kept.
        homes: the file that each is about.
        bits: those that the texts of files answer, with the bits for that.
        bodies: those whose answers hold more than is told of them, with the bits of that.
    """

    def __init__(
        self, links: list[list[int]], keys: Collection[int], homes: list[str | None], bits: Mapping[int, int], bodies: Mapping[int, int]
    ) -> None:
        self._links = links
        self._homes = homes
        self._bits = bits
        self._bodies = bodies
        # What is behind those that are not kept, as far as it is known; None for those that are kept.
        self._behind: dict[int, tuple[tuple[int, ...], int] | None] = dict.fromkeys(keys)
        for number, others in enumerate(links):
            if not others and number not in self._behind:
                self._behind[number] = ((), bits.get(number, 0))

    def of(self, number: int) -> tuple[tuple[int, ...], int]:
        """The kept questions that the answer to one rests on, without itself, and the bits of its file."""
        behind = self._behind
        pending = self._unknown(number)
        opened: set[int] = set()
        while pending:
            other = pending[-1]
            if other in behind:
                pending.pop()
                continue
            unknown = self._unknown(other)
            if unknown and other not in opened:
                opened.add(other)
                pending += unknown
                continue
            pending.pop()
            # What is still unknown behind it leads back to it.
            behind[other] = self._walked(other) if unknown else self._joined(other)
        found, bits = self._joined(number)
        return (tuple([other for other in found if other != number]) if number in found else found), bits

    def _unknown(self, number: int) -> list[int]:
        behind = self._behind
        return [other for other in self._links[number] if other not in behind]

    def _joined(self, number: int) -> tuple[tuple[int, ...], int]:
        behind, bodies = self._behind, self._bodies
        found: dict[int, None] = {}
        bits = self._bits.get(number, 0)
        for other in self._links[number]:
            known = behind[other]
            if known is None:
                found[other] = None
                if other in bodies:
                    bits |= self._body(number, other)
                continue
            more, own = known
            bits |= own
            for each in more:
                found[each] = None
        return tuple(found), bits

    def _walked(self, number: int) -> tuple[tuple[int, ...], int]:
        found: dict[int, None] = {}
        bits = self._bits.get(number, 0)
        seen = {number}
        pending = list(reversed(self._links[number]))
        while pending:
            other = pending.pop()
            if other in seen:
                continue
            seen.add(other)
            if self._behind.get(other, ()) is None:
                found[other] = None
                bits |= self._body(number, other)
            else:
                bits |= self._bits.get(other, 0)
                pending.extend(reversed(self._links[other]))
        return tuple(found), bits

    def _body(self, number: int, other: int) -> int:
        return self._bodies[other] if other in self._bodies and self._homes[number] == self._homes[other] else 0


def key_of(encoder: Encoder, question: Question) -> str:
    """The key of a question's node.

    Raises:
        Unencodable: the question has no JSON.
    """
    return digest(encoder.encode(question))


def digest_of(answer: Any, value: str | None) -> str:
    """The digest of an answer, given its JSON."""
    if isinstance(answer, Definition):
        return digest(dump(answer.header))
    if type(answer) is dict and answer and all(isinstance(one, Definition) for one in answer.values()):
        # A definition that is nested in another one is a part of its node.
        return digest(dump([[*one.id, one.node if one.parent is None else one.at] for one in answer.values()]))
    return UNTOLD if value is None else digest(value)


# Their answers hold traces, or are as cheap to make as to find; or nothing but the text decides.
NEVER_KEPT = frozenset(
    {
        "assigned",
        "binding",
        "bindings",
        "bound",
        "brought",
        "declares",
        "defined_at",
        "definition",
        "definitions",
        "is_class",
        "mentions_in",
        "stars",
        "taken",
        "trace",
        CHECKED,
        *INPUTS,
    }
)


def first_path(question: Question, is_project: Callable[[str], bool]) -> str | None:
    """The project's file that a question is about: the first that its key mentions."""
    # Most keys begin with it.
    first = question[1] if len(question) > 1 else None
    path = first if type(first) is str else first.path if type(first) is DefId else ""
    if is_project(path):
        return path
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
