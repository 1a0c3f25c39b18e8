"""Edits put into a text, and which fixes can be made together. Deliberately absent: files, and whether the result is still Python."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable

from greenlint.base.edit import Edit, Fix


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made; they do not overlap, and insertions at one offset are made in the order given."""
    parts: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts += [text[position : edit.start], edit.content]
        position = edit.end
    return "".join([*parts, text[position:]])


class Batch:
    """Fixes of one file that are made together: no edit of one touches an edit of another, but for the shared ones that they have in common,
    or changes what another relies on.
    """

    def __init__(self) -> None:
        self._edits: list[tuple[int, int, Edit]] = []
        self._relied_on: set[tuple[int, int]] = set()

    @property
    def edits(self) -> list[Edit]:
        """The edits of all fixes, in order."""
        return [edit for _, _, edit in self._edits]

    def add(self, fix: Fix) -> bool:
        """Add a fix unless it cannot be made together with what the batch holds; then nothing changes."""
        held = {edit for _, _, edit in self._edits if edit.shared}
        new = [edit for edit in fix.edits if edit not in held]
        if any(self._touches(edit) for edit in new) or _changes(new, self._relied_on) or _changes(self.edits, fix.relies_on):
            return False
        self._relied_on.update(fix.relies_on)
        for edit in new:
            insort(self._edits, (edit.start, edit.end, edit), key=lambda item: item[:2])
        return True

    def _touches(self, edit: Edit) -> bool:
        index = bisect_left(self._edits, edit.start, key=lambda item: item[1])
        return index < len(self._edits) and self._edits[index][0] <= edit.end


def _changes(edits: Iterable[Edit], places: Collection[tuple[int, int]]) -> bool:
    """Whether an edit replaces a part of one of the places."""
    return any(edit.start < end and start < edit.end for start, end in places for edit in edits)
