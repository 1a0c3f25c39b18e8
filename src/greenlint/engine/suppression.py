"""Comments that suppress findings: `# noqa` with ruff's grammar, and greenlint's own directives.

A `noqa` or a trailing `# greenlint: ignore[...]` covers its physical row; where rows are joined by a string or a backslash, a comment can stand
only on the last of them and covers them all. An own-line `# greenlint: ignore[...]` covers the logical line of the statement below it, with
its decorators. Own-line `# greenlint: noqa[: codes]` and `# flake8: noqa` cover the file. Codes are exact.

Deliberately absent: directives of other tools, and findings about directives that suppress nothing.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from greenlint.base.finding import Finding
from greenlint.base.text import Source
from greenlint.read.comments import Comment, comments

_MENTION = re.compile(r"noqa|greenlint\s*:", re.IGNORECASE)
_NOQA = re.compile(r"#\s*noqa", re.IGNORECASE)
_FILE_NOQA = re.compile(r"#\s*(?:(greenlint)\s*:|flake8\s*[:=])\s*noqa", re.IGNORECASE)
_OWN = re.compile(r"#\s*greenlint\s*:\s*(?P<verb>[\w-]*)\s*(?:\[(?P<codes>[^\]]*)\])?", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]+[0-9]+")
_GAP = re.compile(r"\A[\s,]+")
_EXACT = re.compile(r"ADB[0-9]{3}")
_OURS = re.compile(r"\bADB(?![0-9]{3}\b)[0-9]*\b|\badb[0-9]+\b|\bA[Dd][Bb][0-9]+\b")
_JOINS_ROWS = re.compile(r"\"\"\"|'''|\\\r?\n|\\\r")
_LINE_END = re.compile(r"\r\n|\r|\n")
_LAYOUT = frozenset({tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING, tokenize.ENDMARKER})


class Suppressed(NamedTuple):
    """Findings that stay, with their `noqa_row` filled in; findings that a comment suppresses; and complaints as (row, message)."""

    kept: list[Finding]
    suppressed: list[Finding]
    malformed: list[tuple[int, str]]


def suppress(findings: Iterable[Finding], source: Source) -> Suppressed:
    """Sort out the findings of one file by the comments in its text. Only ADB codes can be suppressed."""
    rows = _Rows(source.text)
    directives = _Directives(source, rows)
    result = Suppressed([], [], directives.malformed)
    for finding in findings:
        if not _EXACT.fullmatch(finding.code):
            result.kept.append(finding)
            continue
        row = rows.last_joined(finding.noqa_row or finding.start[0])
        finding = replace(finding, noqa_row=row)
        covered = directives.covers(finding.code, row) or directives.covers_statement(finding.code, finding.start[0])
        (result.suppressed if covered else result.kept).append(finding)
    return result


class _Directives:
    """The directives of a file. A set of codes is None where a directive covers every code."""

    def __init__(self, source: Source, rows: _Rows) -> None:
        self.malformed: list[tuple[int, str]] = []
        self._file: list[frozenset[str] | None] = []
        self._rows: dict[int, list[frozenset[str] | None]] = {}
        self._statements: list[tuple[range, frozenset[str]]] = []
        if not _MENTION.search(source.text):
            return
        for comment in comments(source.text):
            if _MENTION.search(comment.text):
                row, column = source.position(comment.offset)
                self._read(comment, row, column - 1, rows)

    def covers(self, code: str, row: int) -> bool:
        """Whether a directive of the file or of the row covers a code."""
        return any(codes is None or code in codes for codes in (*self._file, *self._rows.get(row, ())))

    def covers_statement(self, code: str, row: int) -> bool:
        """Whether a directive above the statement covers a code that is reported on one of its rows."""
        return any(row in extent and code in codes for extent, codes in self._statements)

    def _read(self, comment: Comment, row: int, column: int, rows: _Rows) -> None:
        whole_file = _FILE_NOQA.match(comment.text)
        if whole_file:
            if comment.own_line:
                self._add(self._file, comment.text[whole_file.end() :], row)
            elif whole_file[1]:
                self._complain(row, "`# greenlint: noqa` covers the whole file and must stand on its own line")
            return
        noqa = _NOQA.search(comment.text)
        if noqa:
            self._add(self._rows.setdefault(row, []), comment.text[noqa.end() :], row)
        own = _OWN.search(comment.text)
        if own:
            codes = self._ignored(own, row)
            if codes and comment.own_line:
                self._statements.append((rows.statement_below(row, column), codes))
            elif codes:
                self._rows.setdefault(row, []).append(codes)

    def _add(self, place: list[frozenset[str] | None], text: str, row: int) -> None:
        try:
            codes, rest = _noqa_codes(text)
        except _Malformed:
            if _OURS.search(text) or _EXACT.search(text):
                self._complain(row, "malformed `noqa`: expected codes such as `ADB101`, separated by commas or spaces")
            return
        place.append(codes)
        if codes is None:
            return
        wrong = [code for code in sorted(codes) if code.startswith("ADB") and not _EXACT.fullmatch(code)] or _OURS.findall(rest)
        if wrong:
            self._complain(row, f"`{wrong[0]}` in a `noqa` is not a full code such as `ADB101`")

    def _ignored(self, match: re.Match[str], row: int) -> frozenset[str]:
        if match["verb"].lower() != "ignore":
            self._complain(row, f"unknown directive `greenlint: {match['verb']}`")
            return frozenset()
        codes = frozenset(re.split(r"[\s,]+", match["codes"] or "")) - {""}
        wrong = sorted(code for code in codes if not _EXACT.fullmatch(code))
        if wrong:
            self._complain(row, f"`{wrong[0]}` in `greenlint: ignore` is not a full code such as `ADB101`")
        elif not codes:
            self._complain(row, "`greenlint: ignore` needs codes in brackets, such as `ignore[ADB101]`")
        return codes.difference(wrong)

    def _complain(self, row: int, message: str) -> None:
        self.malformed.append((row, message))


class _Malformed(ValueError):
    """A `noqa` that covers nothing: a colon without a code behind it, or a code that runs into something else."""


def _noqa_codes(text: str) -> tuple[frozenset[str] | None, str]:
    """What a `noqa` covers, None for everything, and the text that was not read. `text` is what follows the word.

    Raises:
        _Malformed: ruff would refuse it.
    """
    body = text.lstrip()
    if not body.startswith(":"):
        if text and text[0] != "#" and not text[0].isspace():
            raise _Malformed
        return None, ""
    rest = body[1:]
    codes: set[str] = set()
    glued = False
    while rest := _GAP.sub("", rest, count=1):
        match = _CODE.match(rest)
        if match is None:
            if glued:
                raise _Malformed
            break
        codes.add(match.group())
        rest = rest[match.end() :]
        glued = bool(rest) and "A" <= rest[0] <= "Z"
        if rest.startswith("#"):
            break
        if rest and not glued and rest[0] != "," and not rest[0].isspace():
            raise _Malformed
    if not codes:
        raise _Malformed
    return frozenset(codes), rest


class _Rows:
    """How the physical rows of a text hang together. The text is tokenized at the first question that needs it.

    Where the running Python's tokenizer gives up, the rows behind that place count as separate.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._joins: dict[int, int] | None = None if _JOINS_ROWS.search(text) else {}
        self._held: list[tokenize.TokenInfo] | None = None

    def last_joined(self, row: int) -> int:
        """The last of the rows that a string or backslashes join to a row: where a comment for it can stand."""
        if self._joins is None:
            self._joins = self._find_joins()
        while row in self._joins:
            row = self._joins[row]
        return row

    def statement_below(self, row: int, column: int) -> range:
        """The rows of the statement below an own-line comment, up to the end of its logical line; within brackets, the next row with code."""
        tokens = self._tokens
        at = next((index for index, token in enumerate(tokens) if token.start >= (row, column)), len(tokens))
        before = next((token.type for token in reversed(tokens[:at]) if token.type not in _LAYOUT), tokenize.NEWLINE)
        rest = [token for token in tokens[at:] if token.type not in _LAYOUT]
        if not rest:
            return range(0)
        first = rest[0].start[0]
        if before != tokenize.NEWLINE:
            return range(first, first + 1)
        starts_line = decorated = True
        for token in rest:
            if starts_line:
                decorated = token.string == "@"
            starts_line = token.type == tokenize.NEWLINE
            if starts_line and not decorated:
                return range(first, token.end[0] + 1)
        return range(first, rest[-1].end[0] + 1)

    def _find_joins(self) -> dict[int, int]:
        joins: dict[int, int] = {}
        opened: list[int] = []
        commented = set()
        for token in self._tokens:
            name = tokenize.tok_name[token.type]
            first, last = token.start[0], token.end[0]
            if name == "COMMENT":
                commented.add(first)
            elif name.endswith("STRING_START"):
                opened.append(first)
            elif name.endswith("STRING_END") and opened:
                first = opened.pop()
            if last > first and "STRING" in name:
                joins.update(dict.fromkeys(range(first, last), last))
        for row, line in enumerate(_LINE_END.split(self._text), 1):
            if line.endswith("\\") and row not in commented:
                joins.setdefault(row, row + 1)
        return joins

    @property
    def _tokens(self) -> list[tokenize.TokenInfo]:
        if self._held is None:
            self._held = []
            text = _LINE_END.sub("\n", self._text)
            try:
                for token in tokenize.generate_tokens(io.StringIO(text).readline):
                    self._held.append(token)
            except (tokenize.TokenError, SyntaxError):
                pass
        return self._held
