"""Kept questions as columns of numbers, which is how they are written: nothing is made of a question until somebody asks for it.

Deliberately absent: which questions are kept (`past`), and which of them still hold (`memory`).
"""

from __future__ import annotations

import json
import sys
from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from greenlint.world.codec import dump
from greenlint.world.past import Node, Past


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
    data: list[str]
    table: dict[str, str]

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

    def to_text(self) -> str:
        """Lines for `from_text`: the columns, then the data of each node, then the parts."""
        numbers = [_written(column) for column in (self.kind_of, self.home_of, *self.rests, *self.users)]
        head = dump([self.keys, self.digests, list(self.table), self.kinds, self.homes, [*self.groups.items()], numbers])
        return "\n".join([head, *self.data, *self.table.values()])

    @classmethod
    def from_text(cls, text: str) -> Ledger:
        """What `to_text` gave.

        Raises:
            ValueError: the text is none of these.
        """
        head, *lines = text.split("\n")
        try:
            keys, digests, parts, kinds, homes, groups, numbers = json.loads(head)
            kind_of, home_of, *links = map(_read, numbers)
            rests, users = Links(*links[:2]), Links(*links[2:])
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
                lines[: len(keys)],
                dict(zip(parts, lines[len(keys) :], strict=True)),
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
        numbers = (self.groups, self.rests.targets, self.users.targets)
        limits = ((self.kind_of, len(self.kinds)), (self.home_of, len(self.homes)), *((column, count) for column in numbers))
        if any(column and max(column) >= limit for column, limit in limits):
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
        return Past({key: self.node(number) for number, key in enumerate(self.keys)}, self.table)


def _written(column: array[int]) -> str:
    return b64encode(_little(column).tobytes()).decode("ascii")


def _read(text: str) -> array[int]:
    column = array("I")
    column.frombytes(b64decode(text, validate=True))
    return _little(column)


def _little(column: array[int]) -> array[int]:
    """The column as it is written, lowest byte first; and back."""
    if sys.byteorder == "little":
        return column
    other = column[:]
    other.byteswap()
    return other
