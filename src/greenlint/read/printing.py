"""The places of nodes in a piece: it is parsed and lowered again, remembering nodes, and then printed by libcst with a printer that counts.

This is the one user of libcst's private printing state. Its positions are those of libcst's position providers, which cost several times as much,
corrected where libcst does not print what it parsed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import libcst as cst
from libcst._nodes.internal import CodegenState

from greenlint.base.text import Source
from greenlint.read.lower import lower
from greenlint.read.parse import parse, spacious
from greenlint.read.scan import scan
from greenlint.read.spans import Range

_LINE_END = re.compile(r"\r\n?|\n")
_CODE = re.compile(r"[^\s\\]")


def printed_places(text: str, ordinals: Iterable[int]) -> dict[int, tuple[Range, Range]]:
    """The ranges of nodes of a piece by ordinal: what each says, and all text that it owns (the fields of a `Span`).

    Raises:
        IndexError: the piece has no such ordinal.
        SyntaxProblem, Unreadable: libcst does not parse the piece.
    """
    with spacious():
        module = parse(text)
        nodes: list[cst.CSTNode] = []
        lower(module, nodes)
        wanted = {ordinal: nodes[ordinal] for ordinal in ordinals}
        printer = _Printer(module, wanted.values())
        module._codegen(printer)
    printed = "".join(printer.tokens)
    corrected = _identity if printed == text else _correction(text, printed)
    return {ordinal: (corrected(printer.reports[id(node)]), corrected(printer.edits[id(node)])) for ordinal, node in wanted.items()}


class _Printer(CodegenState):
    """Records the ranges of some nodes while libcst prints a module. Rows and columns count from 1."""

    def __init__(self, module: cst.Module, wanted: Iterable[cst.CSTNode]) -> None:
        super().__init__(default_indent=module.default_indent, default_newline=module.default_newline)
        self.wanted = {id(node) for node in wanted}
        self.open: dict[int, tuple[int, int]] = {}
        self.reports: dict[int, Range] = {}
        self.edits: dict[int, Range] = {}
        self.row = 1
        self.column = 1
        self.line_end = (1, 1)

    def add_indent_tokens(self) -> None:
        for token in self.indent_tokens:
            self.tokens.append(token)
            self.column += len(token)

    def add_token(self, value: str) -> None:
        self.tokens.append(value)
        if "\n" in value or "\r" in value:
            lines = _LINE_END.split(value)
            self.line_end = (self.row, self.column + len(lines[0]))
            self.row += len(lines) - 1
            self.column = len(lines[-1]) + 1
        else:
            self.column += len(value)

    def pop_trailing_newline(self) -> None:
        # libcst prints a line ending after the last line, and takes it back when the text has none.
        if self.tokens:
            self.tokens.pop()
            for places in (self.reports, self.edits):
                for node, place in places.items():
                    if place[2:] == (self.row, self.column):
                        places[node] = (*place[:2], *self.line_end)

    def before_codegen(self, node: cst.CSTNode) -> None:
        if id(node) in self.wanted:
            self.open[id(node)] = (self.row, self.column)

    def after_codegen(self, node: cst.CSTNode) -> None:
        start = self.open.get(id(node))
        if start is not None:
            self.edits[id(node)] = (*start, self.row, self.column)
            # Nodes that own no text besides themselves record no position of their own.
            self.reports.setdefault(id(node), self.edits[id(node)])

    @contextmanager
    def record_syntactic_position(
        self, node: cst.CSTNode, *, start_node: cst.CSTNode | None = None, end_node: cst.CSTNode | None = None
    ) -> Iterator[None]:
        if id(node) not in self.wanted:
            yield
            return
        # The range may be borrowed from parts, whose printing is still to come.
        self.wanted.update(id(part) for part in (start_node, end_node) if part is not None)
        start = (self.row, self.column)
        yield
        end = (self.row, self.column)
        if start_node is not None:
            start = self.reports[id(start_node)][:2]
        if end_node is not None:
            end = self.reports[id(end_node)][2:]
        self.reports[id(node)] = (*start, *end)


def _identity(places: Range) -> Range:
    return places


def _correction(text: str, printed: str) -> Callable[[Range], Range]:
    """Translates ranges in what libcst prints to ranges in the text, where the two differ.

    libcst loses some blanks and comments (form feeds before statements, the blank in `except E :`), never code. So the n-th character of code is
    the same in both, and a range goes from the first to the last of its characters of code.
    """
    codes, printed_codes = _code_offsets(text), _code_offsets(printed)
    source, print_source = Source(text), Source(printed)

    def corrected(places: Range) -> Range:
        first = bisect_left(printed_codes, print_source.offset(*places[:2]))
        last = bisect_left(printed_codes, print_source.offset(*places[2:])) - 1
        if not first <= last < len(codes):
            return places
        return (*source.position(codes[first]), *source.position(codes[last] + 1))

    return corrected


def _code_offsets(text: str) -> list[int]:
    """The offsets of characters that are neither blank nor in a comment, nor join lines."""
    covered = bytearray(len(text))
    for start, end in scan(text).comments:
        covered[start:end] = b"\1" * (end - start)
    return [match.start() for match in _CODE.finditer(text) if not covered[match.start()]]
