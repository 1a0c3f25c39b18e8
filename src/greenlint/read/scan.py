"""The lexical scan that everything textual shares: where top-level statements start, comments, and strings that are prose.

One pass of one regular expression, linear in the text whatever it holds. It knows strings of every prefix (with the nested quotes of PEP 701),
brackets, comments and line joining, and nothing else of Python's grammar. Deliberately absent: any judgement of validity. Where the text
is not Python, the scan prefers a missing cut to a wrong one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

Extent = tuple[int, int]

TRIPLE = r'"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"""|' r"'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''"
SINGLE = (
    r'"(?!"")[^"\\\r\n]*(?:\\(?:\r\n|.)[^"\\\r\n]*)*"|'
    r"'(?!'')[^'\\\r\n]*(?:\\(?:\r\n|.)[^'\\\r\n]*)*'"
)
STRING = rf"""{TRIPLE}|{SINGLE}|["']"""
COMMENT = r"#[^\r\n]*"
_STATEMENT = r"\f*(?=[^\s#)\]}\\])(?!(?:else|elif|except|finally|case)\b)"

# A bracket pair without anything of interest inside is one token; it only saves time.
_CODE = (
    r"""\([^()\[\]{}"'#\\\r\n]*\)|\[[^()\[\]{}"'#\\\r\n]*\]|[()\[\]{}]|"""
    rf"""{STRING}|{COMMENT}|\\(?:\r\n|[\r\n])|"""
)
_BY_STATEMENT = re.compile(rf"{_CODE}[\r\n]{_STATEMENT}", re.DOTALL)
_BY_LINE = re.compile(rf"{_CODE}[\r\n]", re.DOTALL)
_FIRST = re.compile(_STATEMENT)
_FORMATTED = re.compile(r"(?<!\w)(?:[ftFT][rR]?|[rR][ftFT])\Z")


def _flat(quote: str, other: str) -> str:
    text = rf"[^{quote}\\{{}}\r\n]*"
    code = r"""[^{}"'#\\\r\n]*"""
    field = rf"\{{{code}(?:{other}[^{other}\\\r\n{{}}]*{other}{code})*\}}"
    return rf"{quote}(?!{quote}{quote}){text}(?:(?:\\(?:\r\n|[^{{}}])|\{{\{{|\}}\}}|{field}){text})*{quote}"


# A formatted string on one line whose fields hold no quote of its own and no nested field ends where a plain string would end.
_FLAT = re.compile(_flat('"', "'") + "|" + _flat("'", '"'), re.DOTALL)
_FIELD = re.compile(rf"{STRING}|{COMMENT}|[()\[\]{{}}:]", re.DOTALL)
_LITERAL = {
    quote: re.compile(rf"\\(?:\r\n|[^{{}}])|\{{\{{|\}}\}}|[{{}}]|{quote}" + (r"|[\r\n]" if len(quote) == 1 else ""), re.DOTALL)
    for quote in ('"', "'", '"""', "'''")
}
_IN_TEXT, _IN_SPECIFICATION = -2, -1


class Scan(NamedTuple):
    """What one scan of a text yields; offsets count code points.

    `starts` holds the first offset of each piece (the first is 0, also of an empty text); `comments` the extents of comments, from `#` to the
    end of the line; `prose` the extents of triple-quoted strings that are not formatted, from quote to quote.
    """

    starts: list[int]
    comments: list[Extent]
    prose: list[Extent]


def scan(text: str) -> Scan:
    """Scan a text for the starts of its top-level statements, its comments and its triple-quoted strings."""
    comments: list[Extent] = []
    prose: list[Extent] = []
    breaks = _walk(text, _BY_STATEMENT, comments, prose)
    first = _FIRST.match(text)
    seen = first is not None
    decorated = first is not None and text.startswith("@", first.end())
    starts = [0]
    for start, end in breaks:
        if seen and not decorated:
            starts.append(start + 1)
        seen = True
        decorated = text[end] == "@"
    return Scan(starts, comments, prose)


def logical_lines(text: str) -> list[Extent]:
    """The extents of a text's logical lines, which tile it; from a construct that does not end, the rest is one line."""
    ends = [end for _, end in _walk(text, _BY_LINE, [], [])]
    return list(zip([0, *ends], [*ends, len(text)], strict=True))


def _walk(text: str, tokens: re.Pattern[str], comments: list[Extent], prose: list[Extent]) -> list[Extent]:
    """The extents of the tokens that begin with a line ending and stand outside brackets; comments and prose go to the lists given."""
    breaks: list[Extent] = []
    depth = 0
    position: int | None = 0
    while position is not None:
        resume = None
        for match in tokens.finditer(text, position):
            start, end = match.span()
            kind = text[start]
            if kind in "([{":
                if end == start + 1:
                    depth += 1
            elif kind in ")]}":
                if depth:
                    depth -= 1
            elif kind in "\"'":
                if is_formatted(text, start):
                    true_end = _formatted_end(text, start, end)
                    if true_end is None:
                        return breaks
                    if true_end != end:
                        resume = true_end
                        break
                elif end == start + 1:
                    return breaks
                elif text.startswith(kind * 3, start):
                    prose.append((start, end))
            elif kind == "#":
                comments.append((start, end))
            elif kind != "\\" and not depth:
                breaks.append((start, end))
        position = resume
    return breaks


def _formatted_end(text: str, start: int, plain_end: int) -> int | None:
    """Where the formatted string ends whose opening quote stands at `start`; None when it does not end.

    `plain_end` is where it would end were it not formatted.
    """
    if plain_end > start + 1 and text.find("{", start, plain_end) < 0:
        return plain_end
    flat = _FLAT.match(text, start)
    if flat:
        return flat.end()
    return fields(text, start)[0]


def fields(text: str, start: int) -> tuple[int | None, list[Extent]]:
    """Where the formatted string ends whose opening quote stands at `start`, and the extents of its replacement fields without their braces.

    Nested fields and strings belong to the outermost field. The end is None when the string does not end. One pass, with a stack of (quote of the
    string, where in it): the string's text, a format specification, or a field with its depth of brackets (from 0).
    """
    quote = _quote(text, start)
    stack = [(quote, _IN_TEXT)]
    position = start + len(quote)
    found: list[Extent] = []
    opened = 0
    while stack:
        quote, place = stack[-1]
        match = (_FIELD if place >= 0 else _LITERAL[quote]).search(text, position)
        if match is None:
            return None, found
        token, position = match.group(), match.end()
        if place >= 0:
            if token[0] in "\"'":
                opening = match.start()
                if is_formatted(text, opening):
                    inner = _quote(text, opening)
                    stack.append((inner, _IN_TEXT))
                    position = opening + len(inner)
                elif len(token) == 1:
                    return None, found
            elif token in "([{":
                stack[-1] = (quote, place + 1)
            elif token in ")]}" and place:
                stack[-1] = (quote, place - 1)
            elif token == "}":
                stack.pop()
            elif token == ":" and not place:
                stack[-1] = (quote, _IN_SPECIFICATION)
        else:
            if place == _IN_SPECIFICATION and token in ("{{", "}}"):
                token, position = token[0], position - 1
            if token == "{":
                stack.append((quote, 0))
                if len(stack) == 2:
                    opened = position
            elif (token == "}" and place == _IN_SPECIFICATION) or (token == quote and place == _IN_TEXT):
                stack.pop()
            elif token == quote or token in "\r\n":
                return None, found
        if len(stack) == 1 and opened:
            found.append((opened, position - 1))
            opened = 0
    return position, found


def is_formatted(text: str, start: int) -> bool:
    """Whether the string whose opening quote stands at `start` is formatted (or a template)."""
    return start > 0 and text[start - 1] in "fFtTrR" and _FORMATTED.search(text, max(0, start - 3), start) is not None


def _quote(text: str, start: int) -> str:
    mark = text[start]
    return mark * 3 if text.startswith(mark * 3, start) else mark
