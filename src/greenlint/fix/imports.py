"""Imports that a fix needs: as text, from the traces of the file's own imports, in isort's order.

An import under `if TYPE_CHECKING` does not count at run time and nothing is added to it. Deliberately absent: imports within functions, and
imports that are no longer needed.
"""

from __future__ import annotations

import builtins
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from greenlint.base.edit import Edit
from greenlint.fix.layout import Extent, Listing, indentation, line_end, line_start, newline, next_line
from greenlint.fix.places import Page
from greenlint.model.trace import Node
from greenlint.world.definitions import bindings
from greenlint.world.types import UNKNOWN, Class
from greenlint.world.world import World

LONGEST_LINE = 88
"""isort's and ruff's limit; a `from` import that would be longer gets parentheses and a line for each name."""

_FUTURE, _STANDARD, _THIRD, _FIRST, _LOCAL = range(5)
_ITEM = re.compile(r"\w+(?:\s+as\s+\w+)?")
_LIST = re.compile(r"\bimport\b\s*(\()?\s*")
_DIGITS = re.compile(r"(\d+)")

Key = tuple[int, int, tuple[tuple[int, str], ...]]


class Import(NamedTuple):
    """An import that is wanted: `from module import name [as alias]`, or `import module [as alias]` without a name."""

    module: str
    name: str | None
    alias: str | None

    @property
    def bound(self) -> str:
        """The name that it binds."""
        return self.alias or self.name or self.module.partition(".")[0]

    @property
    def item(self) -> str:
        """What stands behind `import`."""
        return (self.name or self.module) + (f" as {self.alias}" if self.alias else "")

    @property
    def line(self) -> str:
        """The whole statement."""
        return f"from {self.module} import {self.item}" if self.name else f"import {self.item}"


class _Statement(NamedTuple):
    """An import statement at the top of the file, by its place in the text."""

    node: Node
    start: int
    stop: int


class _Slot(NamedTuple):
    """Where new lines go: an offset at the start of a line, whether an empty line must precede, and the line endings that follow."""

    offset: int
    spaced: bool
    after: str


class Imports:
    """The imports of a file that one fix adds; `piece` is where the fix uses them."""

    def __init__(self, world: World, page: Page, piece: int) -> None:
        self._world = world
        self._page = page
        self._piece = piece
        self._wanted: dict[Import, None] = {}

    def ensure(self, module: str, name: str | None, alias: str | None) -> bool:
        """Have an import at run time; False when its name means something else in the module or in the functions of the piece."""
        wanted = Import(module, name, alias)
        bound = wanted.bound
        if self._is_local(bound) or self._world.ask("resolve", module, self._path) == self._path:
            return False
        available = False
        for piece in self._world.ask("binding", self._path, bound):
            trace = self._world.ask("trace", self._path, piece)
            found = list(_statements(trace[1:], False)) if trace[0] == "piece" else []
            same = [typing for node, typing in found if self._gives(node, wanted)]
            if not same or len(same) != sum(1 for other, _ in bindings(trace[1:]) if other == bound):
                binding = [(node, typing) for node, typing in found if bound in _bound(node)]
                if wanted.name is None and alias is None and binding and all(_is_package(node, bound) for node, _ in binding):
                    continue
                if not self._is_same(wanted) or any(typing for _, typing in binding):
                    return False
                same = [False]
            available = available or False in same
        if not available:
            if hasattr(builtins, bound) or any(bound in self._world.index.exports(star) for star in self._world.ask("stars", self._path)):
                return False
            self._wanted[wanted] = None
        return True

    def named(self, value: Class, beside: str) -> str | None:
        """The name of a class at run time: one that the module has, or can import from where it imports another name from."""
        name = value.id.qualname
        if self._is_local(name) or self._is_typing(name):
            return None
        if self._world.ask("name", self._path, name) == value:
            return name
        for node in [statement.node for statement in self._imports if statement.node[0] == "from"]:
            module = self._module(node)
            if module is None or beside not in _bound(node) or self._world.imported(self._path, node[2], node[3], name) != value:
                continue
            dotted = self._world.ask("dotted", module)
            if self._target(dotted) == module and self.ensure(dotted, name, None):
                return name
        return None

    def edits(self) -> list[Edit]:
        """The edits that add what is missing."""
        found: list[Edit] = []
        lines: list[Import] = []
        merged: dict[int, list[Import]] = {}
        for wanted in self._wanted:
            home = next((index for index, item in enumerate(self._imports) if wanted.name and self._may_join(item, wanted)), None)
            if home is None:
                lines.append(wanted)
            else:
                merged.setdefault(home, []).append(wanted)
        for index, several in merged.items():
            found += self._joined(self._imports[index], several)
        return [Edit(edit.start, edit.end, edit.content, True) for edit in (*found, *self._added(lines))]

    # What there is

    @property
    def _path(self) -> str:
        return self._page.path

    @property
    def _text(self) -> str:
        return self._page.text

    @property
    def _code(self) -> str:
        return self._page.code

    @cached_property
    def _pieces(self) -> list[int]:
        """The pieces of the first block of imports; those from the future alone make one only where there is no other."""
        facts = self._world.index.facts(self._path).pieces
        blocks = [[*block] for is_import, block in groupby(facts, lambda piece: facts[piece].kind == "import") if is_import]
        present = [block for block in blocks if any(fact.module != "__future__" for piece in block for fact in facts[piece].imports)]
        return (present or blocks or [[]])[0]

    @cached_property
    def _imports(self) -> list[_Statement]:
        """The import statements of all pieces that are nothing but imports, in order."""
        pieces = self._world.index.facts(self._path).pieces
        return [found for piece, facts in pieces.items() if facts.kind == "import" for found in self._located(piece)]

    @cached_property
    def _block(self) -> list[_Statement]:
        return [found for piece in self._pieces for found in self._located(piece)]

    def _located(self, piece: int) -> list[_Statement]:
        trace = self._world.ask("trace", self._path, piece)
        nodes = [node for node in trace[1:] if node[0] in ("import", "from")] if trace[0] == "piece" else []
        places = self._page.places(piece, [node[1] for node in nodes])
        return [_Statement(node, places[node[1]].inner, places[node[1]].stop) for node in nodes]

    def _is_local(self, bound: str) -> bool:
        """Whether a function or a comprehension of the piece has a variable of that name."""
        definitions = self._world.ask("definitions", self._path, self._piece).values()
        if any(bound in definition.bound_names for definition in definitions if definition.kind != "class"):
            return True
        pending: list[Node] = [self._world.ask("trace", self._path, self._piece)]
        while pending:
            node = pending.pop()
            if node and node[0] == "comp" and any(_mentions(clause[1], bound) for clause in node[4]):
                return True
            pending += [part for part in node if type(part) is list]
        return False

    def _is_typing(self, name: str) -> bool:
        """Whether an import binds a name that only type checkers see."""
        traces = [self._world.ask("trace", self._path, piece) for piece in self._world.ask("binding", self._path, name)]
        found = [item for trace in traces if trace[0] == "piece" for item in _statements(trace[1:], False)]
        return any(typing and name in _bound(node) for node, typing in found)

    def _gives(self, node: Node, wanted: Import) -> bool:
        """Whether an import statement binds what is wanted."""
        if node[0] == "import":
            return wanted.name is None and [wanted.module, wanted.alias] in node[2]
        if wanted.name is None or self._module(node) != self._target(wanted.module):
            return False
        return any(name == wanted.name and (alias or name) == wanted.bound for name, alias in node[4])

    def _is_same(self, wanted: Import) -> bool:
        """Whether the name already means, by whatever way, what the import would give."""
        if wanted.name is None:
            return False
        value = self._world.imported(self._path, 0, wanted.module, wanted.name)
        return value is not UNKNOWN and bool(self._world.ask("name", self._path, wanted.bound) == value)

    def _module(self, node: Node) -> str | None:
        """The module of a `from` import: its path where it is known, else its name."""
        if node[2]:
            found: str | None = self._world.ask("relative", node[2], node[3], self._path)
            return found
        return self._target(node[3])

    def _target(self, module: str) -> str:
        return self._world.ask("resolve", module, self._path) or module

    def _may_join(self, statement: _Statement, wanted: Import) -> bool:
        node = statement.node
        return node[0] == "from" and node[4][0][0] != "*" and self._module(node) == self._target(wanted.module)

    # What is added

    def _joined(self, statement: _Statement, several: list[Import]) -> list[Edit]:
        """The edits that add names to a `from` import, in order if the names that it has are in order."""
        head = _LIST.search(self._code, statement.start, statement.stop)
        assert head is not None
        end = self._code.rindex(")", head.end(), statement.stop) if head[1] else statement.stop
        extents: list[Extent] = [match.span() for match in _ITEM.finditer(self._code, head.end(), end)]
        keys = [_name_key(self._code[start:stop]) for start, stop in extents]
        placed: dict[int, list[str]] = {}
        for wanted in sorted(several, key=lambda item: _name_key(item.item)):
            key = _name_key(wanted.item)
            index = next((index for index, other in enumerate(keys) if other > key), len(keys)) if keys == sorted(keys) else len(keys)
            placed.setdefault(index, []).append(wanted.item)
        listing = Listing(self._text, self._code, extents, head.end() if not head[1] else head.start(1) + 1, end)
        length = len(self._code[line_start(self._code, statement.start) : line_end(self._code, statement.stop)].rstrip())
        if not head[1] and length + sum(len(item) + 2 for items in placed.values() for item in items) > LONGEST_LINE:
            return self._spread(listing, placed)
        return [edit for index, items in placed.items() for edit in listing.insert(index, items)]

    def _spread(self, listing: Listing, placed: dict[int, list[str]]) -> list[Edit]:
        names = [[self._text[start:stop]] for start, stop in listing.items] + [[]]
        for index, items in placed.items():
            names[index] = items + names[index]
        line, blanks = newline(self._text), indentation(self._text)
        content = "(" + "".join(f"{line}{blanks}{name}," for group in names for name in group) + line + ")"
        return [Edit(listing.items[0][0], listing.items[-1][1], content)]

    def _added(self, lines: list[Import]) -> Iterator[Edit]:
        """The edits that add lines; lines for the same place are one edit."""
        slots: dict[int, list[tuple[Key, Import, _Slot]]] = {}
        joined: dict[str, list[Import]] = {}
        for wanted in lines:
            joined.setdefault(wanted.module if wanted.name else wanted.line, []).append(wanted)
        for several in joined.values():
            slot, key = self._slot(several[0])
            slots.setdefault(slot.offset, []).append((key, several[0], slot))
        ending = newline(self._text)
        for offset, planned in slots.items():
            planned.sort(key=lambda item: item[0])
            missing_end = offset == len(self._text) and self._text and self._text[-1] not in "\r\n"
            text = ending if missing_end else ""
            for index, (key, wanted, slot) in enumerate(planned):
                if slot.spaced if not index else key[0] != planned[index - 1][0][0]:
                    text += ending
                several = joined[wanted.module if wanted.name else wanted.line]
                items = ", ".join(sorted((other.item for other in several), key=_name_key))
                text += (f"from {wanted.module} import {items}" if wanted.name else wanted.line) + ending
            yield Edit(offset, offset, text + planned[-1][2].after)

    def _slot(self, wanted: Import) -> tuple[_Slot, Key]:
        """Where the line of an import goes, and its key in the order there."""
        ending = newline(self._text)
        plain = 1 if wanted.name else 0
        section = self._section(0, wanted.module)
        own = [(self._key(item.node), item) for item in self._block if self._key(item.node)[0] == section]
        key: Key = (section, plain, _natural(wanted.module))
        order = [item_key for item_key, _ in own]
        if order != sorted(order) and [item[2] for item in order] == sorted(item[2] for item in order):
            # `force_sort_within_sections`: by module alone.
            own, key = [((section, 0, item_key[2]), item) for item_key, item in own], (section, 0, key[2])
        before = [item for item_key, item in own if item_key <= key]
        if before:
            return _Slot(next_line(self._text, before[-1].stop), False, ""), key
        if own:
            return _Slot(self._above(own[0][1].start), False, ""), key
        lower = [item for item in self._block if self._key(item.node)[0] < section]
        if lower:
            offset = next_line(self._text, lower[-1].stop)
            return _Slot(offset, True, self._gap(offset)), key
        if self._block:
            return _Slot(self._above(self._block[0].start), False, ending), key
        return self._first_slot(ending), key

    def _first_slot(self, ending: str) -> _Slot:
        """Where imports go in a file that has none: behind the docstring, or before the first statement."""
        pieces = self._world.index.facts(self._path).pieces
        top = next(iter(pieces), 0)
        trace = self._world.ask("trace", self._path, top)
        if trace[0] == "piece" and len(trace) > 1 and trace[1][0] == "expr" and trace[1][2][0] == "const" and trace[1][2][2] == "str":
            at = trace[1][1]
            offset = next_line(self._text, self._page.places(top, [at])[at].stop)
            return _Slot(offset, True, self._gap(offset))
        first = next((index for index, character in enumerate(self._code) if not character.isspace()), len(self._code))
        definition = bool(pieces) and pieces[top].kind in ("def", "class")
        return _Slot(self._above(line_start(self._text, first)), False, ending * (2 if definition else 1))

    def _gap(self, offset: int) -> str:
        """The line ending that separates new lines from the line that begins at an offset, unless that line is empty."""
        return newline(self._text) if self._text[offset : line_end(self._text, offset)].strip() else ""

    def _above(self, start: int) -> int:
        """The start of the line of a statement, or of the comments right above it unless the file begins with them."""
        start = top = line_start(self._text, start)
        while top:
            previous = line_start(self._text, top - (2 if self._text[:top].endswith("\r\n") else 1))
            if not self._text.startswith("#", previous):
                return top
            top = previous
        return start

    def _section(self, level: int, module: str | None) -> int:
        if level or not module:
            return _LOCAL
        top = module.partition(".")[0]
        if top == "__future__":
            return _FUTURE
        if top in sys.stdlib_module_names:
            return _STANDARD
        found = self._world.ask("resolve", module, self._path) or self._world.ask("resolve", top, self._path)
        return _THIRD if found is None or self._world.sources.is_stub(found) else _FIRST

    def _key(self, node: Node) -> Key:
        if node[0] == "import":
            return self._section(0, node[2][0][0]), 0, _natural(node[2][0][0])
        return self._section(node[2], node[3]), 1, _natural(node[3] or "")


def _statements(block: Iterable[Node], typing: bool) -> Iterator[tuple[Node, bool]]:
    """The imports among statements that run with the module, and whether only type checkers see them."""
    for node in block:
        if node[0] in ("import", "from"):
            yield node, typing
        elif node[0] == "if":
            test = node[2]
            yield from _statements(node[3], typing or (test[0] in ("name", "attr") and test[-1] == "TYPE_CHECKING"))
            yield from _statements(node[4], typing)
        elif node[0] == "try":
            for part in (node[2], *(handler[4] for handler in node[3]), node[4], node[5]):
                yield from _statements(part, typing)


def _bound(node: Node) -> set[str]:
    """The names that an import statement binds."""
    names = node[2] if node[0] == "import" else node[4]
    return {alias or (name.partition(".")[0] if node[0] == "import" else name) for name, alias in names}


def _is_package(node: Node, name: str) -> bool:
    """Whether an import statement binds a name to the package of that name, as `import a.b` does."""
    return bool(node[0] == "import") and all(alias is None for dotted, alias in node[2] if (alias or dotted.partition(".")[0]) == name)


def _mentions(target: Node, name: str) -> bool:
    return (target[0] == "name" and target[2] == name) or any(_mentions(part, name) for part in target if type(part) is list and part)


def _name_key(item: str) -> tuple[int, str]:
    """isort's order of names: constants, classes, the rest."""
    name = item.split()[0]
    return 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2, name


def _natural(text: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts numbers in texts by their value, and letters without regard to case."""
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in _DIGITS.split(text.lower()))

