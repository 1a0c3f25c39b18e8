"""Globs as ruff reads them, as regular expressions. Deliberately absent: matching against a file system."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"(?P<directories>(?:^|/)\*\*(?:/|$))|(?P<any>\*+)|(?P<one>\?)|(?P<set>\[[!^]?\]?[^\]]*\])|(?P<brace>[{},])|\\?(?P<plain>.)",
    re.DOTALL,
)
_DIRECTORIES = {"/**/": "/(?:.*/)?", "/**": "/.*", "**/": "(?:.*/)?", "**": ".*"}
_BRACES = {"{": "(?:", "}": ")", ",": "|"}


def translate(glob: str) -> str:
    r"""The regular expression that fully matches what the glob matches; it needs `re.DOTALL`.

    `*` and `?` match `/` as well; `**` between slashes stands for any number of directories.
    `[a-z]`, `[!a-z]`, `{a,b}` and `\` before a literal work as usual.

    Raises:
        re.error: a character set is malformed.
    """
    parts: list[str] = []
    open_braces = 0
    for match in _TOKEN.finditer(glob):
        kind, token = match.lastgroup, match.group()
        if kind == "directories":
            parts.append(_DIRECTORIES[token])
        elif kind == "any":
            parts.append(".*")
        elif kind == "one":
            parts.append(".")
        elif kind == "set":
            inverse = token[1] in "!^"
            members = re.escape(token[1 + inverse : -1]).replace(r"\-", "-")
            parts.append(f"[{'^' if inverse else ''}{members}]")
        elif kind == "brace" and (token == "{" or open_braces):
            open_braces += {"{": 1, "}": -1, ",": 0}[token]
            parts.append(_BRACES[token])
        else:
            parts.append(re.escape(match["plain"] or token))
    pattern = "".join(parts) + ")" * open_braces
    re.compile(pattern)
    return pattern
