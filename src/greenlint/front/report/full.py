"""The default format, in the shape of ruff's: headline, place, the source with the span marked, the steps of the chain as notes.

Neighbours in a file that blame one helper are shown once; the others are named by their place. A fix is shown as the rows that it changes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from greenlint.base.edit import Safety
from greenlint.base.finding import Finding
from greenlint.base.text import Source
from greenlint.front.report import Item, Style, visible
from greenlint.front.report.changes import display, hunks
from greenlint.front.report.concise import headline

CONTEXT = 2
LONGEST = 12
NAMED = 10
_NOTES = {
    Safety.UNSAFE: "This fix is unsafe: it may change what the program does",
    Safety.DISPLAY: "This fix is only shown, never applied",
}
_SUBJECT = re.compile(r"`[^`]*`")


def render(items: Iterable[Item], directory: Path, style: Style) -> str:
    """The findings, each followed by an empty line; a group of them counts as one."""
    groups = [list(group) for _, group in groupby(items, _helper)]
    return "".join("\n".join([*_lines(group[0], directory, style), *_also(group[1:], directory)]) + "\n\n" for group in groups)


def _helper(item: Item) -> Hashable:
    """Equal for findings of one file and rule whose chains start with the same helper; a finding without a chain is equal to itself only."""
    finding = item.finding
    subject = _SUBJECT.match(finding.message)
    if not finding.related or subject is None:
        return object()
    return item.root, finding.path, finding.code, subject.group(), finding.related[0]


def _also(items: Sequence[Item], directory: Path) -> Iterator[str]:
    """A line for each of the items, up to a number of lines; the last one tells how many are left."""
    for item in items[:NAMED]:
        row, column = item.finding.start
        last = len(items) > NAMED and item is items[NAMED - 1]
        yield f"also at {item.shown(item.finding.path, directory)}:{row}:{column}{f' ({len(items) - NAMED} more)' if last else ''}"


def _lines(item: Item, directory: Path, style: Style) -> Iterator[str]:
    finding = item.finding
    rows = _rows(item.source, finding) if item.source else range(0)
    width = len(str(rows[-1])) if rows else 0
    bar = " " * width + " " + style.blue("|")
    row, column = finding.start
    yield headline(item, style)
    yield f"{' ' * width}{style.blue('-->')} {item.shown(finding.path, directory)}:{row}:{column}"
    followed = bool(finding.related or finding.fix)
    if item.source and rows:
        yield bar
        yield from _snippet(item.source, finding, rows, width, style)
        if followed or rows[-1] > finding.end[0]:
            yield bar
    for step in finding.related:
        place = f"{item.shown(step.path, directory)}:{step.start[0]}:{step.start[1]}"
        yield f"{' ' * width} {style.blue('=')} {style.bold('note')}: {place}: {visible(step.message)}"
    if finding.fix:
        yield f"{style.cyan('help')}: {visible(finding.fix.title)}"
        if item.source:
            yield from hunks(finding.fix, item.source, style)
        if finding.fix.safety in _NOTES:
            yield f"{style.bold('note')}: {_NOTES[finding.fix.safety]}"


def _rows(source: Source, finding: Finding) -> range:
    """The rows to show: the span's with its context, without blank rows at the edges; none where the span lies outside the text."""
    first, last = finding.start[0], finding.end[0]
    if not 1 <= first <= last <= len(source.line_starts):
        return range(0)
    start, stop = max(1, first - CONTEXT), min(len(source.line_starts), last + CONTEXT)
    while start < first and not source.line(start).strip():
        start += 1
    while stop > last and not source.line(stop).strip():
        stop -= 1
    return range(start, stop + 1)


def _snippet(source: Source, finding: Finding, rows: range, width: int, style: Style) -> Iterator[str]:
    (first, left), (last, right) = finding.start, finding.end
    bar = style.blue("|")
    several = last > first
    opens_line = several and not source.line(first)[: left - 1].strip()
    hidden = range(first + LONGEST // 2, last - LONGEST // 2) if last - first > LONGEST else range(0)
    for row in rows:
        if row in hidden:
            if row == hidden[0]:
                yield f"{style.blue('...')}{' ' * max(width - 2, 0)} {style.red('|')}"
            continue
        text = display(source.line(row))
        gutter = ""
        if several:
            inside = first < row <= last
            gutter = style.red("|") + " " if inside else style.red("/") + " " if row == first and opens_line else "  "
        yield f"{style.blue(f'{row:>{width}}')} {bar} {gutter}{text}".rstrip()
        mark = ""
        if not several and row == first:
            before = _columns(source.line(row)[: left - 1])
            mark = " " * (before + 1) + style.red("^" * max(1, _columns(source.line(row)[: right - 1]) - before))
        elif several and row == first and not opens_line:
            mark = "  " + style.red("_" * (_columns(source.line(row)[: left - 1]) + 1) + "^")
        elif several and row == last:
            mark = " " + style.red("|" + "_" * max(1, _columns(source.line(row)[: right - 1])) + "^")
        if mark:
            yield f"{' ' * width} {bar}{mark}"


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    shown = display(text)
    if shown.isascii():
        return len(shown)
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in shown
    )
