"""Source text as greenlint holds it: decoded once, with its line starts. Reading from disk is elsewhere."""

from __future__ import annotations

import codecs
import io
import tokenize
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property


class UndecodableError(ValueError):
    """The bytes are not text in the encoding that they declare (PEP 263) or, without a declaration, not UTF-8."""


@dataclass(frozen=True)
class Source:
    """One file's text. Line endings are as in the file; a byte order mark is not part of the text."""

    text: str
    encoding: str = "utf-8"
    bom: bool = False

    @cached_property
    def line_starts(self) -> list[int]:
        """Offsets of the first character of each physical line, as Python's tokenizer counts lines."""
        starts = [0]
        text = self.text
        at = 0
        while True:
            newline = text.find("\n", at)
            carriage = text.find("\r", at, None if newline < 0 else newline)
            if carriage >= 0 and carriage + 1 != newline:
                at = carriage + 1
            elif newline >= 0:
                at = newline + 1
            elif carriage >= 0:
                at = carriage + 1
            else:
                return starts
            starts.append(at)

    def position(self, offset: int) -> tuple[int, int]:
        """Row and column of an offset, both counted from 1; columns count code points."""
        row = bisect_right(self.line_starts, offset)
        return row, offset - self.line_starts[row - 1] + 1

    def offset(self, row: int, column: int) -> int:
        """The offset of a row and column, both counted from 1."""
        return self.line_starts[row - 1] + column - 1

    def line(self, row: int) -> str:
        """The text of a row (from 1) without its line ending; an empty text past the end."""
        if not 1 <= row <= len(self.line_starts):
            return ""
        end = self.line_starts[row] if row < len(self.line_starts) else len(self.text)
        return self.text[self.line_starts[row - 1] : end].rstrip("\r\n")


def decode(data: bytes) -> Source:
    """Decode a Python file by its byte order mark, its coding line (PEP 263) or as UTF-8.

    Raises:
        UndecodableError: the encoding is unknown or does not fit the bytes, or the text holds a null character.
    """
    bom = data.startswith(codecs.BOM_UTF8)
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        text = data[len(codecs.BOM_UTF8) :].decode("utf-8") if bom else data.decode(encoding)
    except (SyntaxError, LookupError, UnicodeDecodeError, ValueError) as error:
        raise UndecodableError(str(error)) from None
    if "\0" in text:
        raise UndecodableError("source code cannot contain null bytes")
    return Source(text, "utf-8" if bom else encoding, bom)
