"""Edits of whole statements, with the lines that they stand on."""

from __future__ import annotations

from greenlint.fix.canvas import Canvas
from greenlint.fix.layout import indent, line_end, line_start, newline, next_line
from greenlint.fix.tree import SIMPLE
from greenlint.model.trace import Node


class Statements(Canvas):
    """Operations on statements."""

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

    def _start(self, statement: Node) -> int:
        """Where a statement begins, with its decorators."""
        start = self._place(statement).inner
        decorators = statement[6] if statement[0] == "def" else statement[4] if statement[0] == "class" else []
        return self._code.rindex("@", 0, self._place(decorators[0]).start) if decorators else start
