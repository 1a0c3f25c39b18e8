"""Cuts a file into pieces: top-level statements, each readable on its own.

Pieces tile the file. Deliberately absent: any parser. A wrong cut cannot parse, so readers fall back to the whole file.
"""

from __future__ import annotations

from typing import NamedTuple

from greenlint.read.scan import scan


class Piece(NamedTuple):
    """`text[start:end]` of a file, offsets in code points; `row` is the file's row of its first line, from 1."""

    start: int
    end: int
    row: int


def split(text: str) -> list[Piece]:
    """The pieces of a file, in order and without gaps; a text has at least one piece.

    A piece starts on the first line of a statement at column 0 (its first decorator, if decorated) and holds the comments and blank lines that
    follow. What precedes the first statement belongs to the first piece. From a construct that does not end, the rest is one piece.
    """
    starts = scan(text).starts
    carriages = "\r" in text
    pieces: list[Piece] = []
    row = 1
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        pieces.append(Piece(start, end, row))
        row += text.count("\n", start, end)
        if carriages:
            row += text.count("\r", start, end) - text.count("\r\n", start, end)
    return pieces
