"""Kept questions as columns of numbers, which is how they are written: nothing is made of a question until somebody asks for it.

Deliberately absent: which questions are kept (`past`), and which of them still hold (`memory`).
"""

from __future__ import annotations

import json
import re
import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple, overload

from greenlint.world.codec import dump
from greenlint.world.past import Node, Past

_WIDTH = 4
"""Bytes that a number takes in a column."""


class Links(NamedTuple):
    """The numbers that each number leads to: those of `n` are `targets[starts[n]:starts[n + 1]]`."""

    starts: array[int]
    targets: array[int]

    @classmethod
    def of(cls, lists: Iterable[Iterable[int]]) -> Links:
        """Links from a list for each number."""
        starts, targets = array("I", [0]), array("I")
        for numbers in lists:
            targets.extend(numbers)
            starts.append(len(targets))
        return cls(starts, targets)

    def to(self, number: int) -> Sequence[int]:
        """The numbers that a number leads to."""
        return self.targets[self.starts[number] : self.starts[number + 1]]


@dataclass(frozen=True, eq=False)
class Ledger:
    """The nodes of a past by number: `rests` leads from each to those that its answer rests on, `users` back; `groups` has those in circles only."""

    keys: list[str]
    kinds: list[str]
    kind_of: array[int]
    digests: list[str]
    homes: list[str]
    home_of: array[int]
    groups: dict[int, str]
    rests: Links
    users: Links
    data: Sequence[str]
    table: Mapping[str, str]

    @classmethod
    def of(cls, past: Past) -> Ledger:
        """The columns of a past."""
        nodes = past.nodes.values()
        numbers = {key: number for number, key in enumerate(past.nodes)}
        kinds = {kind: number for number, kind in enumerate(dict.fromkeys(node.kind for node in nodes))}
        homes = {home: number for number, home in enumerate(dict.fromkeys(node.home for node in nodes))}
        rests = [[numbers[other] for other in node.rests if other in numbers] for node in nodes]
        users: list[list[int]] = [[] for _ in rests]
        for number, others in enumerate(rests):
            for other in others:
                users[other].append(number)
        return cls(
            list(past.nodes),
            list(kinds),
            array("I", [kinds[node.kind] for node in nodes]),
            [node.digest for node in nodes],
            list(homes),
            array("I", [homes[node.home] for node in nodes]),
            {number: node.group for number, node in enumerate(nodes) if node.group},
            Links.of(rests),
            Links.of(users),
            [node.data for node in nodes],
            past.table,
        )

    def to_bytes(self) -> bytes:
        """What `from_bytes` reads: a line of names, the columns of numbers (each four bytes, the lowest first), then the data of each node, then the
        parts, each on a line."""
        lines = [line.encode("utf-8", "surrogatepass") for line in (*self.data, *self.table.values())]
        ends = array("I", accumulate(len(line) + 1 for line in lines))
        columns = (self.kind_of, self.home_of, *self.rests, *self.users, ends)
        sizes = [len(column) for column in columns]
        head = dump([self.keys, self.digests, list(self.table), self.kinds, self.homes, [*self.groups.items()], sizes])
        numbers = b"".join(_little(column).tobytes() for column in columns)
        return head.encode("utf-8", "surrogatepass") + b"\n" + numbers + b"\n".join([*lines, b""])

    @classmethod
    def from_bytes(cls, text: bytes, start: int = 0) -> Ledger:
        """What `to_bytes` gave. The lines below the first are cut out when they are asked for.

        Args:
            text: it ends with what `to_bytes` gave.
            start: where that begins.

        Raises:
            ValueError: the text is none of these.
        """
        body = text.find(b"\n", start) + 1
        try:
            keys, digests, parts, kinds, homes, groups, sizes = json.loads(text[start : max(body, start)])
            columns: list[array[int]] = []
            for size in sizes:
                columns.append(_read(text, body, size))
                body += size * _WIDTH
            kind_of, home_of, *links, ends = columns
            rests, users = Links(*links[:2]), Links(*links[2:])
            if len(ends) != len(keys) + len(parts) or (ends[-1] if ends else 0) != len(text) - body:
                raise ValueError("no record: lines are missing")
            found = cls(
                keys,
                kinds,
                kind_of,
                digests,
                homes,
                home_of,
                dict(groups),
                rests,
                users,
                _Lines(text, body, ends, 0, len(keys)),
                _Parts(parts, _Lines(text, body, ends, len(keys), len(parts))),
            )
            found._verify()
        except (TypeError, AttributeError, IndexError, OverflowError, RecursionError) as error:
            raise ValueError(f"no record: {error}") from None
        return found

    def _verify(self) -> None:
        count = len(self.keys)
        columns = (self.keys, self.digests, self.kind_of, self.home_of, self.data, self.rests.starts[1:], self.users.starts[1:])
        if any(len(column) != count for column in columns):
            raise ValueError("no record: a column has another length")
        limits = ((self.kind_of, len(self.kinds)), (self.home_of, len(self.homes)), (self.rests.targets, count), (self.users.targets, count))
        if any(_exceeds(column, limit) for column, limit in limits) or (self.groups and max(self.groups) >= count):
            raise ValueError("no record: a column leads nowhere")

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each node by its key."""
        return {key: number for number, key in enumerate(self.keys)}

    @cached_property
    def circles(self) -> dict[str, list[int]]:
        """The nodes of each circle."""
        found: dict[str, list[int]] = {}
        for number, group in self.groups.items():
            found.setdefault(group, []).append(number)
        return found

    def kind(self, number: int) -> str:
        """The kind of a node's question."""
        return self.kinds[self.kind_of[number]]

    def node(self, number: int) -> Node:
        """A node by its number."""
        return Node(
            self.kind(number),
            self.digests[number],
            tuple([self.keys[other] for other in self.rests.to(number)]),
            self.homes[self.home_of[number]],
            self.groups.get(number, ""),
            self.data[number],
        )

    def past(self) -> Past:
        """The past that these are the columns of."""
        return Past({key: self.node(number) for number, key in enumerate(self.keys)}, dict(self.table))


class _Lines(Sequence[str]):
    """Some lines of a text, by where each ends, counted from a place in it: behind its line break."""

    def __init__(self, text: bytes, start: int, ends: array[int], first: int, count: int) -> None:
        self._text = text
        self._start = start
        self._ends = ends
        self._first = first
        self._count = count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> list[str]: ...
    def __getitem__(self, number: int | slice) -> str | list[str]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(self._count))]
        if not 0 <= number < self._count:
            raise IndexError(number)
        place = self._first + number
        start, end = self._ends[place - 1] if place else 0, self._ends[place] - 1
        return self._text[self._start + start : self._start + end].decode("utf-8", "surrogatepass")


class _Parts(Mapping[str, str]):
    """The lines of parts by their keys."""

    def __init__(self, keys: list[str], lines: _Lines) -> None:
        self._keys = keys
        self._lines = lines

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {key: number for number, key in enumerate(self._keys)}

    def __getitem__(self, key: str) -> str:
        return self._lines[self._numbers[key]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def _read(text: bytes, start: int, size: int) -> array[int]:
    column = array("I")
    column.frombytes(text[start : start + size * _WIDTH])
    if len(column) != size:
        raise ValueError("no record: a column ends early")
    return _little(column)


def _exceeds(column: array[int], limit: int) -> bool:
    """Whether a column has a number that is not below a limit. Only those are compared that their highest byte does not tell to be below it."""
    text = _little(column).tobytes()
    place = max(0, (max(limit, 1) - 1).bit_length() - 1) // 8
    highest = (max(limit, 1) - 1) >> 8 * place
    if any(text[byte::_WIDTH].strip(b"\0") for byte in range(place + 1, _WIDTH)):
        return True
    at_least = re.compile(b"[^%b]" % re.escape(bytes(range(highest))) if highest else b"(?s:.)")
    return any(column[match.start()] >= limit for match in at_least.finditer(text[place::_WIDTH]))


def _little(column: array[int]) -> array[int]:
    """The column as it is written, lowest byte first; and back."""
    if sys.byteorder == "little":
        return column
    other = column[:]
    other.byteswap()
    return other
