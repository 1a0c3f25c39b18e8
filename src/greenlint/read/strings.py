"""The values of string literals. Deliberately absent: bytes, whose values no rule asks for, and formatted strings, which have no value here.

Not `ast.literal_eval`: that is ten times slower and warns about escapes that the project's authors already know.
"""

from __future__ import annotations

import re
import unicodedata

KEPT = 4096
_LONGEST_ESCAPE = 10

_ESCAPE = re.compile(
    r"\\(?:(?P<newline>\n)|(?P<single>[\\'\"abfnrtv])|(?P<octal>[0-7]{1,3})|x(?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})|"
    r"U(?P<U>[0-9a-fA-F]{8})|N\{(?P<name>[^}\n]*)\})"
)
_SINGLES = {"\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def is_bytes(literal: str) -> bool:
    """Whether a string literal (prefix and quotes included) is one of bytes."""
    return literal[0] in "bB" or (literal[0] in "rR" and literal[1] in "bB")


def value(literals: list[str]) -> str | None:
    """The value of adjacent string literals (prefixes and quotes included), none of them bytes or formatted.

    None when it is longer than `KEPT` characters, has an escape without meaning, or cannot be encoded (lone surrogates).
    """
    parts: list[str] = []
    room = KEPT
    for literal in literals:
        part = _single(literal, room)
        if part is None:
            return None
        parts.append(part)
        room -= len(part)
        if room < 0:
            return None
    text = "".join(parts)
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            return None
    return text


def _single(literal: str, room: int) -> str | None:
    start = 0
    while literal[start] not in "\"'":
        start += 1
    quotes = 3 if literal.startswith(literal[start] * 3, start) and len(literal) >= start + 6 else 1
    text = literal[start + quotes : -quotes]
    if len(text) > room * _LONGEST_ESCAPE:
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\\" not in text or "r" in literal[:start].lower():
        return text
    try:
        return _ESCAPE.sub(_unescaped, text)
    except (KeyError, ValueError, OverflowError):
        return None


def _unescaped(match: re.Match[str]) -> str:
    kind, digits = match.lastgroup, match[match.lastgroup or 0]
    if kind == "single":
        return _SINGLES[digits]
    if kind == "newline":
        return ""
    if kind == "name":
        return unicodedata.lookup(digits)
    return chr(int(digits, 8 if kind == "octal" else 16))
