"""Edits of one file, by ordinals of one piece: the operations that rules plan their fixes with.

Nothing is edited in place: an editor collects replacements, `fix` makes a `Fix` of them. An operation that cannot be carried out without
changing what the code around means, or without losing a comment, returns False. Deliberately absent: applying edits, and edits of other files.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from greenlint.base.edit import Edit, Fix, Safety
from greenlint.fix.imports import Imports
from greenlint.fix.layout import Listing, indent, line_end, line_start, newline, next_line
from greenlint.fix.places import Page, Place
from greenlint.fix.tree import HEAD, OPERAND, PRIMARY, SIMPLE, Tree
from greenlint.model.trace import Node
from greenlint.read.pieces import read_expression
from greenlint.world.world import World

_ASYNC = re.compile(r"async\b\s*")
_AWAIT = re.compile(r"await\b\s*")
_CLAUSE = re.compile(r"\b(async\s+)?for\b")
_BINDS_LESS = frozenset({"bin", "unary", "bool", "cmp", "ifexp", "lambda", "walrus", "yield", "yieldfrom", "await", "tuple"})


class _Mark(NamedTuple):
    """An edit, and its rank among others at the same offset: what closes, inner before outer; other insertions; what opens, outer before inner;
    and what replaces text.
    """

    start: int
    rank: tuple[int, int, int]
    edit: Edit


class Editor:
    """Collects the edits of one fix. `at` is always an ordinal of the piece `piece` of the file `path`."""

    def __init__(self, world: World, path: str, piece: int) -> None:
        self._world = world
        self._page = Page(world, path)
        self._piece = piece
        self._marks: list[_Mark] = []
        self._unwaited: set[int] = set()
        self._relies_on: dict[tuple[int, int], None] = {}
        self._imports = Imports(world, self._page, piece)

    def fix(self, title: str, safety: Safety, operate: Callable[[Editor], bool]) -> Fix | None:
        """The fix that an operation makes with this (fresh) editor; None when it cannot be made, or changes nothing."""
        if not operate(self):
            return None
        for edit in self._imports.edits():
            self._edit(edit)
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
        return Fix(title, safety, tuple(edits), tuple(self._relies_on)) if edits else None

    # What is awaited

    def insert_await(self, at: int) -> bool:
        """Await an expression: `X` becomes `await X`, in parentheses where an attribute, a call or a subscript of it follows."""
        node = self._tree.nodes[at]
        if node[0] == "comp" or not self._may_await(node):
            return False
        return self._put_around(node, "await ", "")

    def remove_await(self, at: int) -> bool:
        """Take the keyword of an `await` away."""
        node = self._tree.nodes[at]
        place = self._place(node)
        if not self._drop(_AWAIT, place.inner, self._place(node[2]).start):
            return False
        self._unwaited.add(at)
        if place.wrapped and self._tree.role(node) == HEAD and self._is_tight(node, place):
            self._replace(place.start, place.inner, "")
            self._replace(place.stop, place.end, "")
        return True

    def move_await(self, at_await: int, at_call: int) -> bool:
        """`await a.b(q).scalars()` becomes `(await a.b(q)).scalars()`; `at_call` is the call to be awaited."""
        node, call = self._tree.nodes[at_await], self._tree.nodes[at_call]
        around = call
        while around is not node[2]:
            if self._tree.role(around) != HEAD:
                return False
            around = self._tree.above(around)[0]
        if call is node[2]:
            return False
        keyword, operand, inner = self._place(node).inner, self._place(node[2]), self._place(call)
        if operand.start == inner.start:
            self._around(keyword, inner.end, "(", ")")
            return True
        if not self._drop(_AWAIT, keyword, operand.start):
            return False
        self._around(inner.start, inner.end, "(await ", ")")
        return True

    # async

    def add_async(self, at: int | tuple[int, int]) -> bool:
        """Make a `with` or `for` asynchronous, or (ordinal of a comprehension, index) the clause of a comprehension."""
        node = self._tree.nodes[at if isinstance(at, int) else at[0]]
        if not isinstance(at, int):
            clause = self._clause(node, at[1])
            if clause is None or clause[1] or not self._may_await(node[3]):
                return False
            self._around(clause[2], clause[2], "async ", "")
            return True
        if node[0] not in ("with", "for") or node[2] or not self._may_await(node):
            return False
        start = self._place(node).inner
        self._around(start, start, "async ", "")
        return True

    def remove_async(self, at: int | tuple[int, int]) -> bool:
        """The reverse of `add_async`."""
        node = self._tree.nodes[at if isinstance(at, int) else at[0]]
        if isinstance(at, int):
            self._unwaited.add(at)
            return node[0] in ("with", "for") and self._drop_async(node)
        clause = self._clause(node, at[1])
        if clause is None or not clause[1] or node[2] == "gen":
            return False
        if sum(other[0] for other in node[4]) == 1:
            self._unwaited.add(at[0])
        self._replace(clause[0], clause[2], "")
        return True

    def make_async(self, at: int) -> bool:
        """Make a `def` an `async def`."""
        node = self._tree.nodes[at]
        if node[0] != "def" or node[2]:
            return False
        start = self._place(node).inner
        self._around(start, start, "async ", "")
        return True

    def make_sync(self, at: int) -> bool:
        """Make an `async def` a `def`; whatever in it needs `async` must have been edited away before."""
        node = self._tree.nodes[at]
        if node[0] != "def" or not node[2] or any(waiting[1] not in self._unwaited for waiting in self._tree.waits(node)):
            return False
        return self._drop_async(node)

    # Expressions

    def append_call(self, at: int) -> bool:
        """Call an expression: `X` becomes `X()`."""
        return self._put_around(self._tree.nodes[at], "", "()")

    def offload(self, at_call: int) -> bool:
        """Run a call in a thread: `f(a)` becomes `await asyncio.to_thread(f, a)`. The import is the caller's to ensure."""
        node = self._tree.nodes[at_call]
        if node[0] != "call" or not self._may_await(node):
            return False
        start, stop = self._place(node[2]).end, self._arguments(node).start
        if self._page.has_comment(start, stop) or not self._put_around(node, "await asyncio.to_thread(", ""):
            return False
        separator = "" if not node[3] else "," if self._text[stop : stop + 1].isspace() else ", "
        self._replace(start, stop, separator)
        return True

    def wrap(self, at: int, before: str, after: str) -> bool:
        """Put text around an expression, such as `text(` and `)`."""
        node = self._tree.nodes[at]
        if before.lstrip("(").startswith("await ") and not self._may_await(node):
            return False
        return self._put_around(node, before, after)

    def replace(self, at: int, text: str) -> bool:
        """Replace an expression, between its own parentheses, by another one."""
        node, place, new = self._tree.nodes[at], self._place(self._tree.nodes[at]), read_expression(text)
        if new is None or self._page.has_comment(place.inner, place.stop) or self._in_string(node, text):
            return False
        if self._tree.is_assigned(node) and new[0] not in ("name", "attr", "sub"):
            return False
        if new[0] == "await" and not self._may_await(node):
            return False
        bare = new[0] in _BINDS_LESS and self._tree.role(node) in (HEAD, OPERAND) and not place.wrapped
        bare = bare or (new[0] == "tuple" and not text.startswith("("))
        self._replace(place.inner, place.stop, f"({text})" if bare else text)
        return True

    def rename_attribute(self, at: int, name: str) -> bool:
        """Give an attribute another name: `a.b` becomes `a.name`."""
        node = self._tree.nodes[at]
        if node[0] != "attr":
            return False
        start = stop = self._place(node).stop
        while _is_word(self._text[start - 1]):
            start -= 1
        self._replace(start, stop, name)
        return start < stop

    def drop_call(self, at_call: int) -> bool:
        """Take the call of a method away: `X.m(a)` becomes `X`."""
        node = self._tree.nodes[at_call]
        if node[0] != "call" or node[2][0] != "attr":
            return False
        start, stop = self._place(node[2][2]).end, self._place(node).stop
        if self._page.has_comment(start, stop):
            return False
        self._replace(start, stop, "")
        return True

    def source(self, at: int) -> str:
        """The text of an expression as it stands, without parentheses around it."""
        place = self._place(self._tree.nodes[at])
        return self._text[place.inner : place.stop]

    # Arguments

    def set_keyword(self, at_call: int, name: str, value_text: str) -> bool:
        """Give a call a keyword argument, or the one that it has another value."""
        node = self._tree.nodes[at_call]
        if node[0] != "call":
            return False
        for keyword, value in node[3]:
            if keyword == name:
                return self.replace(value[1], value_text)
        if self._in_string(node, value_text):
            return False
        for _, value in node[3]:
            if value[0] == "comp" and value[2] == "gen" and not self._place(value).wrapped:
                self._around(*self._place(value)[:2], "(", ")")
        listing = self._arguments(node)
        self._marked(listing.insert(len(listing.items), [f"{name}={value_text}"]))
        return True

    def remove_argument(self, at_call: int, index_or_name: int | str) -> bool:
        """Take an argument of a call away, by its index or its keyword."""
        node = self._tree.nodes[at_call]
        if node[0] != "call":
            return False
        keywords = [keyword for keyword, _ in node[3]]
        if isinstance(index_or_name, str):
            index = keywords.index(index_or_name) if index_or_name in keywords else -1
        else:
            index = index_or_name
        if not 0 <= index < len(keywords):
            return False
        listing = self._arguments(node)
        if self._page.has_comment(*listing.items[index]):
            return False
        self._marked(listing.remove(index))
        return True

    # Calls of calls

    def rename_method(self, at_call: int, name: str) -> bool:
        """Call another method: `a.b(c)` becomes `a.name(c)`."""
        node = self._tree.nodes[at_call]
        return node[0] == "call" and self.rename_attribute(node[2][1], name)

    def replace_call(self, at_call: int, at_argument: int, before: str, after: str) -> bool:
        """Put text around an argument in place of the call that has it: `f(X)` becomes `before X after`."""
        node, argument = self._tree.nodes[at_call], self._tree.nodes[at_argument]
        outer, inner = self._place(node), self._place(argument)
        if argument[0] not in PRIMARY or (argument[0] == "comp" and argument[2] == "gen") or not self._is_closed(argument):
            return False
        if self._page.has_comment(outer.inner, inner.start) or self._page.has_comment(inner.end, outer.stop) or self._in_string(node, before + after):
            return False
        if "await " in before or "async " in before:
            if not self._may_await(node):
                return False
            if before == "await " and not outer.wrapped and (self._tree.role(node) == HEAD or self._tree.above(node)[0][0] == "await"):
                before, after = "(await ", ")"
        self._replace(outer.inner, inner.start, before)
        self._replace(inner.end, outer.stop, after)
        return True

    def pass_call(self, at_call: int, opener: str = "") -> bool:
        """Pass a function on instead of its result: the argument `f(a)` becomes `f, a`, or `opener f, a)` with an opener that ends in `(`."""
        node = self._tree.nodes[at_call]
        place, start = self._place(node), self._place(node[2]).end
        if node[0] != "call" or place.wrapped or any(value[0] == "comp" and not self._place(value).wrapped for _, value in node[3]):
            return False
        listing = self._arguments(node)
        behind = listing.items[-1][1] if listing.items else start
        if self._page.has_comment(start, listing.items[0][0] if listing.items else place.stop) or self._page.has_comment(behind, place.stop):
            return False
        if not listing.items:
            self._replace(start, place.stop, "")
            return True
        if opener:
            self._around(place.inner, place.inner, opener, "")
        self._replace(start, listing.items[0][0], ", ")
        self._replace(behind, place.stop, ")" if opener else "")
        return True

    def call_result(self, at_call: int, at_argument: int) -> bool:
        """Call what a call gives: `g(f(a))` and `g(f(a))()` become `g(f)(a)`."""
        node, argument = self._tree.nodes[at_call], self._tree.nodes[at_argument]
        above, role = self._tree.above(node)
        place, inner, start = self._place(node), self._place(argument), self._place(argument[2]).end
        stop = place.end
        if role == HEAD and above[0] == "call":
            if above[3]:
                return False
            stop = self._place(above).stop
        if inner.wrapped or self._page.has_comment(start, inner.stop) or self._page.has_comment(place.end, stop):
            return False
        self._replace(start, inner.stop, "")
        self._replace(place.end, stop, self._text[start : inner.stop])
        return True

    def call_argument(self, at_call: int, index: int) -> bool:
        """Call an argument with those behind it: `g(x, f, a)` becomes `f(a)` for the index of `f`; the ones before it must only be read."""
        node = self._tree.nodes[at_call]
        values = [value for _, value in node[3]]
        listing, place = self._arguments(node), self._place(node)
        start, end = listing.items[index]
        following = listing.items[index + 1][0] if index + 1 < len(values) else listing.end
        if values[index][0] not in ("name", "attr") or any(value[0] not in ("name", "attr", "const") for value in values[:index]):
            return False
        if not self._is_closed(values[index]) or self._page.has_comment(place.inner, start) or self._page.has_comment(end, following):
            return False
        self._replace(place.inner, start, "")
        self._replace(end, following, "(")
        return True

    # Statements

    def insert_statement_before(self, at: int, text: str) -> bool:
        """Put statements (lines without indentation) before a statement."""
        node = self._tree.nodes[at]
        start = self._start(node)
        if self._tree.block(node) is None or self._text.startswith("elif", start):
            return False
        lines = text.splitlines()
        if self._code[line_start(self._code, start) : start].strip():
            if len(lines) != 1 or node[0] not in SIMPLE:
                return False
            self._replace(start, start, f"{text}; ")
            return True
        blanks, ending = indent(self._text, start), newline(self._text)
        self._replace(start, start, "".join(f"{line}{ending}{blanks}" for line in lines))
        return True

    def delete_statement(self, at: int) -> bool:
        """Take a simple statement away; the only one of a block becomes `pass`. A comment behind it stays."""
        node = self._tree.nodes[at]
        block = self._tree.block(node)
        place = self._place(node)
        if block is None or node[0] not in SIMPLE or self._page.has_comment(place.inner, place.stop):
            return False
        start, end = place.inner, place.stop
        if len(block) == 1 and not self._tree.in_module(node):
            self._replace(start, end, "pass")
            return True
        first, last = line_start(self._code, start), line_end(self._code, end)
        before, behind = self._code[first:start], self._code[end:last]
        if not before.strip() and not behind.strip(" \t\f;"):
            if self._page.has_comment(end, last):
                self._replace(start, self._text.index("#", end), "")
            else:
                self._replace(first, next_line(self._text, end), "")
        elif behind.lstrip().startswith(";") and behind.strip(" \t\f;"):
            self._replace(start, end + len(behind) - len(behind.lstrip(" \t\f;")), "")
        elif before.rstrip().endswith(";"):
            self._replace(first + len(before.rstrip(" \t\f;")), end, "")
        else:
            return False
        return True

    # Imports

    def ensure_import(self, module: str, name: str | None = None, alias: str | None = None) -> bool:
        """Have the module import `name` from `module` (or `module` itself) at run time; False when its name means something else here."""
        return self._imports.ensure(module, name, alias)

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
    def _places(self) -> dict[int, Place]:
        return self._page.places(self._piece, self._tree.nodes)

    def _place(self, node: Node) -> Place:
        return self._places[node[1]]

    def _start(self, statement: Node) -> int:
        """Where a statement begins, with its decorators."""
        start = self._place(statement).inner
        decorators = statement[6] if statement[0] == "def" else statement[4] if statement[0] == "class" else []
        return self._code.rindex("@", 0, self._place(decorators[0]).start) if decorators else start

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

    def _clause(self, node: Node, index: int) -> tuple[int, bool, int] | None:
        """Where a comprehension's clause begins, whether it is asynchronous, and where its `for` stands."""
        if node[0] != "comp" or not 0 <= index < len(node[4]):
            return None
        if index:
            _, _, iterable, conditions = node[4][index - 1]
            before = conditions[-1] if conditions else iterable
        else:
            before = node[3] if node[3][0] != "pair" else node[3][2]
        end = self._place(before).end
        found = _CLAUSE.search(self._code, end, self._place(node[4][index][1]).start)
        return (found.start(), bool(found[1]), found.end() - len("for")) if found else None

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

    def _is_tight(self, node: Node, place: Place) -> bool:
        """Whether the parentheses around an `await` may go with it."""
        text = self._text[place.start : place.end]
        return place.inner - place.start == 1 and "\n" not in text and "\r" not in text and not _is_word(self._text[place.start - 1 : place.start])

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
            joined = _is_word(before[0]) and _is_word(self._text[start - 1 : start])
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

    def _drop_async(self, node: Node) -> bool:
        start = self._place(node).inner
        return self._drop(_ASYNC, start, None)

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


def _is_word(character: str) -> bool:
    """Whether a character (or none) would run into a keyword beside it."""
    return character.isalnum() or character == "_"
