"""Texts as LSP sees them: rows ended by `\\n`, `\\r\\n` or `\\r` only, columns in the units that the client chose.

Rows and columns of findings count from 1 and in code points, without a byte order mark; this is where they are converted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lsprotocol import types
from pygls.workspace import PositionCodec, ServerTextPosition, TextDocument

from greenlint.base.edit import Edit
from greenlint.base.finding import Position
from greenlint.base.text import Source

_ROW = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_BOM = "\ufeff"


class Document(TextDocument):
    """An open document. pygls would also start a new row at form feeds and other separators, and edit the wrong one."""

    @property
    def lines(self) -> Sequence[str]:
        """The rows with their ends; none is empty."""
        return tuple(_ROW.findall(self.source))


@dataclass(frozen=True)
class Page:
    """A text that does not change any more, and the client's units."""

    uri: str
    path: Path
    text: str
    codec: PositionCodec
    version: int | None = None

    @cached_property
    def source(self) -> Source:
        """The text as the engine sees it."""
        return Source(self.text.removeprefix(_BOM), bom=self.text.startswith(_BOM))

    def range(self, start: Position, end: Position) -> types.Range:
        """The client's range of two positions of a finding."""
        return types.Range(self._outwards(start), self._outwards(end))

    def span(self, edit: Edit) -> types.Range:
        """The client's range of what an edit replaces."""
        return self.range(self.source.position(edit.start), self.source.position(edit.end))

    def position(self, place: types.Position) -> Position:
        """A client's position in rows and columns from 1."""
        inner = self.codec.position_from_client_units(self._lines, place)
        return inner.line + 1, max(1, inner.character + 1 - self._shift(inner.line))

    @cached_property
    def _lines(self) -> Sequence[str]:
        return tuple(_ROW.findall(self.text))

    def _outwards(self, place: Position) -> types.Position:
        line = place[0] - 1
        if line >= len(self._lines):
            return types.Position(line, 0)
        return self.codec.position_to_client_units(self._lines, ServerTextPosition(line, place[1] - 1 + self._shift(line)))

    def _shift(self, line: int) -> int:
        return 1 if line == 0 and self.source.bom else 0
