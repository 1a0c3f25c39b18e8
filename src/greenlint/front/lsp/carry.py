"""Findings of a text that parsed, carried over to a later text that does not: kept outside of the edited rows, dropped within them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from greenlint.base.finding import Finding, Position
from greenlint.base.text import Source


def carry(findings: Iterable[Finding], old: Source, new: Source) -> list[Finding]:
    """The findings of `old` with their rows in `new`, in order. They lose their fixes, for those belong to the old text."""
    rows = _Rows(old, new)
    return [carried for finding in findings if (carried := _carried(finding, rows)) is not None]


def _carried(finding: Finding, rows: _Rows) -> Finding | None:
    start, end = rows.move(finding.start), rows.move(finding.end)
    if start is None or end is None or end[0] - start[0] != finding.end[0] - finding.start[0]:
        return None
    related = []
    for step in finding.related:
        if step.path != finding.path:
            related.append(step)
        elif (first := rows.move(step.start)) and (last := rows.move(step.end)):
            related.append(replace(step, start=first, end=last))
    noqa = rows.move((finding.noqa_row, 1)) if finding.noqa_row else None
    return replace(
        finding, start=start, end=end, related=tuple(related), noqa_row=noqa[0] if noqa else None, fix=None, alternatives=()
    )


class _Rows:
    """Where the rows of an old text are in a new one, judged by the rows that both begin and end with."""

    def __init__(self, old: Source, new: Source) -> None:
        before = [old.line(row) for row in range(1, len(old.line_starts) + 1)]
        after = [new.line(row) for row in range(1, len(new.line_starts) + 1)]
        most = min(len(before), len(after))
        self._same_above = next((row for row in range(most) if before[row] != after[row]), most)
        most -= self._same_above
        same_below = next((row for row in range(most) if before[-1 - row] != after[-1 - row]), most)
        self._changed_until = len(before) - same_below
        self._shift = len(after) - len(before)

    def move(self, place: Position) -> Position | None:
        """The place in the new text, or None within the edited rows."""
        row, column = place
        if row <= self._same_above:
            return place
        return (row + self._shift, column) if row > self._changed_until else None
