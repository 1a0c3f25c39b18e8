"""Edits of an expression in its place: put text around it, replace or rename it."""

from __future__ import annotations

from greenlint.fix.canvas import Canvas, is_word
from greenlint.fix.tree import HEAD, OPERAND
from greenlint.read.pieces import read_expression

_BINDS_LESS = frozenset({"bin", "unary", "bool", "cmp", "ifexp", "lambda", "walrus", "yield", "yieldfrom", "await", "tuple"})


class Expressions(Canvas):
    """Operations on single expressions."""

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
        while is_word(self._text[start - 1]):
            start -= 1
        self._replace(start, stop, name)
        return start < stop

    def append_call(self, at: int) -> bool:
        """Call an expression: `X` becomes `X()`."""
        return self._put_around(self._tree.nodes[at], "", "()")

    def source(self, at: int) -> str:
        """The text of an expression as it stands, without parentheses around it."""
        place = self._place(self._tree.nodes[at])
        return self._text[place.inner : place.stop]
