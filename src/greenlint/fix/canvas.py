"""What an editor draws on: the text and the nodes of one piece, and the replacements that were collected for one fix.

Deliberately absent: what a single operation means; each kind of operation has a module of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from greenlint.base.edit import Edit
from greenlint.fix.imports import Imports
from greenlint.fix.layout import Listing
from greenlint.fix.places import Page, Place
from greenlint.fix.tree import HEAD, PRIMARY, Tree
from greenlint.model.trace import Node
from greenlint.world.world import World


class _Mark(NamedTuple):
    """An edit, and its rank among others at the same offset: what closes, inner before outer; other insertions; what opens, outer before inner;
    and what replaces text.
    """

    start: int
    rank: tuple[int, int, int]
    edit: Edit


class Canvas:
    """One piece of a file, and the edits so far. `at` is always an ordinal of the piece `piece` of the file `path`."""

    def __init__(self, world: World, path: str, piece: int) -> None:
        self._world = world
        self._page = Page(world, path)
        self._piece = piece
        self._marks: list[_Mark] = []
        self._relies_on: dict[tuple[int, int], None] = {}
        self._imports = Imports(world, self._page, piece)

    # Texts and places

    @property
    def _text(self) -> str:
        return self._page.text

    @property
    def _code(self) -> str:
        return self._page.code

    @cached_property
    def _tree(self) -> Tree:
        return Tree(self._world.ask("trace", self._page.path, self._piece))

    @cached_property
    def _places(self) -> Mapping[int, Place]:
        return self._page.places(self._piece, self._tree.nodes)

    def _place(self, node: Node) -> Place:
        return self._places[node[1]]

    def _arguments(self, call: Node) -> Listing:
        start = self._code.index("(", self._place(call[2]).end) + 1
        items: list[tuple[int, int]] = []
        position = start
        for _, value in call[3]:
            while self._code[position].isspace() or self._code[position] == ",":
                position += 1
            items.append((position, self._place(value).end))
            position = items[-1][1]
        return Listing(self._text, self._code, items, start, self._place(call).stop - 1)

    def _may_await(self, node: Node) -> bool:
        """Whether `await` may stand in a node's place; the fix then relies on the `async` of the function around."""
        function = self._tree.awaiter(node)
        if function is None:
            return False
        start = self._place(function).inner
        self._relies_on[start, start + len("async")] = None
        return True

    def _is_closed(self, node: Node) -> bool:
        """Whether an expression goes over no line but within brackets of its own."""
        place = self._place(node)
        end = self._place(node[2]).end if node[0] in ("call", "sub") else place.stop if node[0] in ("name", "attr") else place.inner
        return place.wrapped or not any(sign in self._text[place.inner : end] for sign in "\r\n")

    def _in_string(self, node: Node, text: str) -> bool:
        """Whether text would stand in a formatted string that cannot hold it in all versions of Python."""
        around = node
        while self._tree.block(around) is None and around[0] != "except":
            around = self._tree.above(around)[0]
            if around[0] in ("fstring", "tstring"):
                return any(sign in text for sign in "\"'\\\n{}")
        return False

    # Edits

    def _put_around(self, node: Node, before: str, after: str) -> bool:
        """Put text before and after an expression, with the parentheses that the text or the place asks for."""
        if self._tree.block(node) is not None or self._tree.is_assigned(node) or self._in_string(node, before + after):
            return False
        place = self._place(node)
        start, end = place.start, place.end
        unordered = node[0] == "tuple" or (node[0] == "comp" and node[2] == "gen")
        encloses = before.endswith(("(", "[")) and bool(after)
        if encloses and place.wrapped and not unordered and (before[-1], after) == ("(", ")"):
            before, after = before[:-1], ""
        elif not encloses and node[0] in PRIMARY and not unordered:
            start, end = place.inner, place.stop
        elif not place.wrapped and (unordered or not encloses):
            before, after = before + "(", ")" + after
        enclosed = place.wrapped and start == place.inner
        above, role = self._tree.above(node)
        if before.startswith("await ") and not enclosed and (role == HEAD or above[0] == "await"):
            before, after = "(" + before, after + ")"
        self._around(start, end, before, after)
        return True

    def _around(self, start: int, end: int, before: str, after: str) -> None:
        size, order = end - start, len(self._marks)
        if before:
            joined = is_word(before[0]) and is_word(self._text[start - 1 : start])
            self._marks.append(_Mark(start, (2, -size, -order), Edit(start, start, (" " if joined else "") + before)))
        if after:
            self._marks.append(_Mark(end, (0, size, order), Edit(end, end, after)))

    def _replace(self, start: int, end: int, content: str) -> None:
        self._edit(Edit(start, end, content))

    def _edit(self, edit: Edit) -> None:
        self._marks.append(_Mark(edit.start, (1 if edit.start == edit.end else 3, 0, len(self._marks)), edit))

    def _marked(self, edits: list[Edit]) -> None:
        for edit in edits:
            self._edit(edit)

    def _drop(self, keyword: re.Pattern[str], start: int, end: int | None) -> bool:
        """Take a keyword away with the blanks behind it, but no comment."""
        found = keyword.match(self._code, start, len(self._code) if end is None else end)
        if found is None:
            return False
        stop = found.end()
        if self._text[start:stop] != self._code[start:stop] and self._page.has_comment(start, stop):
            stop = start + len(found.group().split()[0])
        self._replace(start, stop, "")
        return True

    def _edits(self) -> list[Edit] | None:
        """The edits in their order, adjoining ones as one; None when some overlap."""
        self._marks.sort(key=lambda mark: (mark.start, mark.rank))
        edits: list[Edit] = []
        for mark in self._marks:
            edit = mark.edit
            if edits and edit.start < edits[-1].end:
                return None
            if edits and edit.start == edits[-1].end and not edit.shared and not edits[-1].shared:
                last = edits.pop()
                edit = Edit(last.start, edit.end, last.content + edit.content)
            edits.append(edit)
        return edits


def is_word(character: str) -> bool:
    """Whether a character (or none) would run into a keyword beside it."""
    return character.isalnum() or character == "_"
