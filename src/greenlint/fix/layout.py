"""Text edits of lists that are separated by commas (arguments, imported names), in the layout that they have.

Offsets are into the file's text. `code` is that text with comments and line joinings blanked (`blanked`), so that what it shows is code.
Deliberately absent: what the items are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from greenlint.base.edit import Edit
from greenlint.read.scan import scan

Extent = tuple[int, int]

_JOIN = re.compile(r"\\(?:\r\n|\r|\n)")
_LINE_END = re.compile(r"\r\n|\r|\n")
_INDENTED = re.compile(r"^([ \t])[ \t]*[^\s#]", re.MULTILINE)
_INDENT = re.compile(r"[ \t\f]*")


def blanked(text: str) -> str:
    """The text with blanks in place of comments and of backslashes that join lines; every offset stays."""
    parts: list[str] = []
    position = 0
    for start, end in scan(text).comments:
        parts += [text[position:start], " " * (end - start)]
        position = end
    parts.append(text[position:])
    return _JOIN.sub(lambda match: " " + match.group()[1:], "".join(parts))


def line_start(text: str, offset: int) -> int:
    """Where the line of an offset begins."""
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def line_end(text: str, offset: int) -> int:
    """Where the line of an offset ends, before its line ending."""
    match = _LINE_END.search(text, offset)
    return match.start() if match else len(text)


def next_line(text: str, offset: int) -> int:
    """Where the line after the one of an offset begins; the end of the text if there is none."""
    match = _LINE_END.search(text, offset)
    return match.end() if match else len(text)


def indent(text: str, offset: int) -> str:
    """The blanks that the line of an offset begins with."""
    match = _INDENT.match(text, line_start(text, offset))
    return match.group() if match else ""


def indentation(text: str) -> str:
    """What the file indents by: a tab if its first indented line has one, else four blanks."""
    match = _INDENTED.search(text)
    return "\t" if match and match.group(1) == "\t" else "    "


def newline(text: str) -> str:
    """The line ending of the file: that of its first line."""
    match = _LINE_END.search(text)
    return match.group() if match else "\n"


class Listing(NamedTuple):
    """A list in a text: its items in order, without commas, and where it begins and ends (within the brackets if it has any)."""

    text: str
    code: str
    items: Sequence[Extent]
    start: int
    end: int

    def insert(self, index: int, new: Sequence[str]) -> list[Edit]:
        """The edits that put items before the item `index`, or behind the last one."""
        if not self.items:
            return [Edit(self.end, self.end, ", ".join(new))]
        first, last = self.items[max(index - 1, 0)]
        following = self.items[index][0] if index < len(self.items) else self.end
        if not self._stands_alone(first):
            if index:
                return [Edit(last, last, "".join(f", {item}" for item in new))]
            return [Edit(first, first, "".join(f"{item}, " for item in new))]
        line = newline(self.text) + indent(self.text, first)
        if not index:
            return [Edit(first, first, "".join(f"{item},{line}" for item in new))]
        comma = self.code.find(",", last, following)
        place = self._line_end(last if comma < 0 else comma + 1, following)
        added = "".join(f"{line}{item}," for item in new)
        if comma >= 0:
            return [Edit(place, place, added)]
        if place == last:
            return [Edit(last, last, "," + added[:-1])]
        return [Edit(last, last, ","), Edit(place, place, added[:-1])]

    def remove(self, index: int) -> list[Edit]:
        """The edits that take an item out, with its comma; comments around it stay."""
        first, last = self.items[index]
        if len(self.items) == 1:
            comma = self.code.find(",", last, self.end)
            stop = last if comma < 0 else comma + 1
            untouched = self.text[self.start : first] + self.text[stop : self.end]
            return [Edit(first, stop, "")] if untouched.strip() else [Edit(self.start, self.end, "")]
        if index + 1 < len(self.items):
            comma = self.code.index(",", last) + 1
            following = self.items[index + 1][0]
            return [Edit(first, self._behind(comma) if self.text[comma:following].strip() else following, "")]
        before = self.items[index - 1][1]
        if not self._commented(before, first) and not self._commented(last, min(line_end(self.text, last), self.end)):
            return [Edit(before, last, "")]
        comma = self.code.find(",", last, self.end)
        stop = last if comma < 0 else comma + 1
        if self._stands_alone(first) and not self.text[stop : line_end(self.text, stop)].strip() and comma >= 0:
            return [Edit(line_start(self.text, first), next_line(self.text, stop), "")]
        return [Edit(first, self._behind(stop), "")]

    def _behind(self, offset: int) -> int:
        """The offset behind the blanks at an offset: a comment there moves up to where an item was."""
        blanks = _INDENT.match(self.text, offset)
        return blanks.end() if blanks and self.text.startswith("#", blanks.end()) else offset

    def _stands_alone(self, offset: int) -> bool:
        """Whether nothing but blanks precedes an item on its line, which is not the line of the opening bracket."""
        start = line_start(self.text, offset)
        return start > self.start and not self.code[start:offset].strip()

    def _line_end(self, offset: int, limit: int) -> int:
        """The end of an offset's line with its comment; the offset itself where more code stands on the line."""
        end = line_end(self.text, offset)
        return offset if end > limit or self.code[offset:end].strip() else end

    def _commented(self, start: int, end: int) -> bool:
        return self.text[start:end] != self.code[start:end]
