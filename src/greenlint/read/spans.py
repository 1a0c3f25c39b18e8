"""Where the nodes of a piece stand, for the few that a finding or an edit needs.

Deliberately absent: how they are found (`printing`), which takes libcst.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

Range = tuple[int, int, int, int]


class Span(NamedTuple):
    """Ranges are (start row, start column, end row, end column), from 1, in code points, ends exclusive, relative to the piece.

    `report` is what the node says: without its own parentheses and the blanks and comments around it. `edit` is all text that the node owns.
    """

    report: Range
    edit: Range


def locate(text: str, ordinals: Iterable[int]) -> dict[int, Span]:
    """The spans of nodes of a piece that `read_piece` reads, by ordinal.

    Raises:
        IndexError: the piece has no such ordinal.
        SyntaxProblem, Unreadable: libcst does not parse the piece.
    """
    from greenlint.read.printing import printed_places

    return {ordinal: Span(*places) for ordinal, places in printed_places(text, ordinals).items()}
