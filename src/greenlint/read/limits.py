"""What libcst must not see: its native parser crashes the process on deep trees and takes exponential time on nested patterns.

The checks read the text alone, cost a small fraction of a parse, and overestimate where they are unsure. A refusal is a property of the text,
never of the machine. Deliberately absent: the nesting of traces, which `pieces` checks, as it can be measured there exactly.
"""

from __future__ import annotations

import re

from greenlint.read.scan import COMMENT, STRING, fields, is_formatted, logical_lines

MAX_FILE = 2_000_000
MAX_BRACKETS = 200
MAX_INDENTS = 100
MAX_CHAIN = 1_000
MAX_STRINGS_IN_STRINGS = 10

# The parser tries each bracket of a pattern twice, braces four times, at each level: about 2 microseconds times this, in one pattern.
_MAX_PATTERN_TRIALS = 200_000

# Each level of indentation needs a line that is longer than the one before.
_LEAST_OF_INDENTS = MAX_INDENTS * MAX_INDENTS // 2

_BRACKETS = b"([{"
_SIGNS = b"([{.+-*/%@&|^~<>=!\"'"
_WORDS = ("and", "or", "not", "in", "is", "else", "lambda", "await", "for", "yield")

_TOKEN = re.compile(
    rf"""{STRING}|{COMMENT}|[()\[\]{{}},;]|\*\*=?|//=?|<<=?|>>=?|[-+*/%@&|^<>=!:]=|->|\.\.\.|[-+*/%@&|^~<>=.]|"""
    rf"""\b(?:not\s+in|is\s+not|{"|".join(_WORDS)})\b""",
    re.DOTALL,
)
_DEEP_LINE = re.compile(rf"\n[ \t\f]{{{MAX_INDENTS + 1}}}")
_INDENT = re.compile(r"\n([ \t\f]*)(?=[^\s#])")
_BRANCH = re.compile(r"\n([ \t\f]*)(if|elif)\b")
_CASE = re.compile(r"\n[ \t\f]*case\b")
_HEAD = re.compile(r"(?:[ \t\f]|\\\n)*case\b")
_PATTERN = re.compile(rf"{STRING}|{COMMENT}|[()\[\]{{}}]", re.DOTALL)


class _Refused(Exception):
    pass


def refusal(text: str) -> str | None:
    """Why a piece must not be parsed, in a few words, or None."""
    if len(text) > MAX_FILE:
        return f"more than {MAX_FILE:,} characters"
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        if len(text) > _LEAST_OF_INDENTS and _DEEP_LINE.search(text):
            _check_indents(text)
        if text.count("elif") > MAX_CHAIN:
            _check_branches(text)
        if _CASE.search(text) or _may_nest(text):
            for start, end in logical_lines(text):
                _check_line(text[start:end])
    except _Refused as refused:
        return str(refused)
    return None


def _check_line(line: str) -> None:
    head = _HEAD.match(line)
    if head:
        _check_pattern(line, head.end())
    if _may_nest(line):
        _depth(line, 0)


def _may_nest(text: str) -> bool:
    if len(text) <= MAX_BRACKETS:
        return False
    raw = text.encode("utf-8", "surrogatepass")
    if len(raw) - len(raw.translate(None, _BRACKETS)) > MAX_BRACKETS:
        return True
    if len(raw) <= MAX_CHAIN:
        return False
    signs = len(raw) - len(raw.translate(None, _SIGNS))
    return signs > MAX_CHAIN or signs + sum(text.count(word) for word in _WORDS) > MAX_CHAIN


def _check_indents(text: str) -> None:
    indents = [0]
    for match in _INDENT.finditer(text):
        width = len(match[1])
        while indents and indents[-1] >= width:
            indents.pop()
        indents.append(width)
        if len(indents) - 1 > MAX_INDENTS:
            raise _Refused(f"indentation depth over {MAX_INDENTS}")


def _check_branches(text: str) -> None:
    """The chains that enclose a branch add up; `chains` holds the indentation and length of each."""
    chains: list[tuple[int, int]] = []
    total = 0
    for match in _BRANCH.finditer(text):
        width = len(match[1])
        while chains and chains[-1][0] > width:
            total -= chains.pop()[1]
        length = 0
        if chains and chains[-1][0] == width:
            length = chains.pop()[1]
            total -= length
        length = length + 1 if match[2] == "elif" else 0
        chains.append((width, length))
        total += length
        if total > MAX_CHAIN:
            raise _Refused(f"chain of elif over {MAX_CHAIN:,}")


def _check_pattern(line: str, start: int) -> None:
    trials = 0
    levels = [0]
    for match in _PATTERN.finditer(line, start):
        token = match.group()
        if token in "([{":
            levels.append(levels[-1] + (2 if token == "{" else 1))
            trials += 1 << levels[-1]
            if trials > _MAX_PATTERN_TRIALS:
                raise _Refused("patterns nested too deeply")
        elif token in ")]}" and len(levels) > 1:
            levels.pop()
        elif token in "\"'":
            raise _Refused("string without end")


def _depth(text: str, strings: int) -> int:
    """An upper bound of the depth of a logical line's syntax trees, in links of chains; `strings` counts the formatted strings around it.

    Each bracket's content has a count of links in the current element, the greatest depth of brackets in that element, the greatest depth of its
    elements so far, and a count of lambdas, whose parameters hold commas that end no element.
    """
    outer: list[tuple[int, int, int, int]] = []
    links = inner = deepest = lambdas = 0
    position: int | None = 0
    while position is not None:
        resume = None
        for match in _TOKEN.finditer(text, position):
            token = match.group()
            kind = token[0]
            if kind in "([{":
                outer.append((links, inner, deepest, lambdas))
                if len(outer) > MAX_BRACKETS:
                    raise _Refused(f"bracket depth over {MAX_BRACKETS}")
                links = inner = deepest = lambdas = 0
            elif kind in ")]}" or kind in ",;":
                depth = links + inner + lambdas
                if depth > MAX_CHAIN:
                    raise _Refused(f"chain over {MAX_CHAIN:,}")
                deepest = max(deepest, depth)
                links = inner = 0
                if kind == ";":
                    lambdas = 0
                elif kind != "," and outer:
                    enclosed = deepest
                    links, inner, deepest, lambdas = outer.pop()
                    links, inner = links + 1, max(inner, enclosed)
            elif kind in "\"'":
                links += 1
                if is_formatted(text, match.start()):
                    end, found = fields(text, match.start())
                    if end is None:
                        raise _Refused("string without end")
                    for start, stop in found:
                        if strings == MAX_STRINGS_IN_STRINGS:
                            raise _Refused(f"formatted strings nested more than {MAX_STRINGS_IN_STRINGS} deep")
                        inner = max(inner, _depth(text[start:stop], strings + 1))
                    if end != match.end():
                        resume = end
                        break
                elif len(token) == 1:
                    raise _Refused("string without end")
            elif token == "lambda":
                lambdas += 1
            elif kind != "#":
                links += 1
        position = resume
    while outer:
        enclosed = max(deepest, links + inner + lambdas)
        links, inner, deepest, lambdas = outer.pop()
        links, inner = links + 1, max(inner, enclosed)
    depth = max(deepest, links + inner + lambdas)
    if depth > MAX_CHAIN:
        raise _Refused(f"chain over {MAX_CHAIN:,}")
    return depth
