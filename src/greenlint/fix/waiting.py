"""Edits of what waits: `await`, and `async` before `with`, `for`, comprehensions and `def`."""

from __future__ import annotations

import re

from greenlint.fix.canvas import Canvas, is_word
from greenlint.fix.places import Place
from greenlint.fix.tree import HEAD
from greenlint.model.trace import Node
from greenlint.world.world import World

_ASYNC = re.compile(r"async\b\s*")
_AWAIT = re.compile(r"await\b\s*")
_CLAUSE = re.compile(r"\b(async\s+)?for\b")


class Waiting(Canvas):
    """Operations on `await` and `async`."""

    def __init__(self, world: World, path: str, piece: int) -> None:
        super().__init__(world, path, piece)
        self._unwaited: set[int] = set()

    # await

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

    def make_sync(self, at: int) -> bool:
        """Make an `async def` a `def`; whatever in it needs `async` must have been edited away before."""
        node = self._tree.nodes[at]
        if node[0] != "def" or not node[2] or any(waiting[1] not in self._unwaited for waiting in self._tree.waits(node)):
            return False
        return self._drop_async(node)

    # Places

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

    def _is_tight(self, node: Node, place: Place) -> bool:
        """Whether the parentheses around an `await` may go with it."""
        text = self._text[place.start : place.end]
        return place.inner - place.start == 1 and "\n" not in text and "\r" not in text and not is_word(self._text[place.start - 1 : place.start])

    def _drop_async(self, node: Node) -> bool:
        start = self._place(node).inner
        return self._drop(_ASYNC, start, None)
