"""The comments of a file, for suppression. Deliberately absent: what a comment means, and comments inside replacement fields of strings."""

from __future__ import annotations

from typing import NamedTuple

from greenlint.read.scan import scan


class Comment(NamedTuple):
    """A comment: the offset of its `#` in code points, its text up to the end of the line, and whether it stands alone on its line."""

    offset: int
    text: str
    own_line: bool


def comments(text: str) -> list[Comment]:
    """The comments of a text, in order; none after a string that does not end."""
    return [Comment(start, text[start:end], _alone(text, start)) for start, end in scan(text).comments]


def _alone(text: str, start: int) -> bool:
    while start and text[start - 1] in " \t\f":
        start -= 1
    return not start or text[start - 1] in "\r\n"
