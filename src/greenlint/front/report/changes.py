"""What fixes change, on paper: the rows that one fix changes, unified diffs of files, and lists and counts of what was fixed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher, unified_diff

from greenlint.base.edit import Edit, Fix
from greenlint.base.text import Source
from greenlint.fix.apply import applied
from greenlint.front.report import Style, counted, visible

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_TAB = "    "
_WIDTH = 80


def display(line: str) -> str:
    """A row as a terminal shows it."""
    return visible(line.replace("\t", _TAB).replace("\f", ""))


def hunks(fix: Fix, source: Source, style: Style) -> Iterator[str]:
    """The rows that a fix changes, with their new numbers, and one row around them."""
    groups = [rows for first, last, edits in _spans(fix, source) for rows in _changed(first, last, edits, source, fix)]
    width = max((len(str(number)) for rows in groups for number, _, _ in rows), default=1)
    bar = " " * width + " " + style.blue("|")
    yield bar
    for index, rows in enumerate(groups):
        if index:
            yield style.cyan("-" * _WIDTH)
        for number, sign, line in rows:
            text = display(line.rstrip("\r\n"))
            label = style.blue(f"{number if sign != '-' else '':>{width}}")
            mark = style.blue("|") if sign == " " else style.green("+") if sign == "+" else style.red("-")
            yield f"{label} {mark} {text}".rstrip()
    yield bar


def _spans(fix: Fix, source: Source) -> list[tuple[int, int, list[Edit]]]:
    """The edits of a fix by the rows (first, last) that they stand in; neighbours are one span."""
    found: list[tuple[int, int, list[Edit]]] = []
    for edit in sorted(fix.edits, key=lambda edit: (edit.start, edit.end)):
        first, last = source.position(edit.start)[0], source.position(edit.end)[0]
        if found and first <= found[-1][1] + 2:
            start, _, edits = found.pop()
            found.append((start, last, [*edits, edit]))
        else:
            found.append((first, last, [edit]))
    return found


def _changed(first: int, last: int, edits: list[Edit], source: Source, fix: Fix) -> Iterator[list[tuple[int, str, str]]]:
    """The rows of each group of changes within a span: new number, sign (` `, `-`, `+`) and text."""
    first, last = max(1, first - 1), min(len(source.line_starts), last + 1)
    start = source.line_starts[first - 1]
    end = source.line_starts[last] if last < len(source.line_starts) else len(source.text)
    old = source.text[start:end]
    new = applied(old, [Edit(edit.start - start, edit.end - start, edit.content) for edit in edits])
    before = [edit for edit in fix.edits if edit.end <= start and edit not in edits]
    shift = first + sum(edit.content.count("\n") - source.text.count("\n", edit.start, edit.end) for edit in before)
    old_lines, new_lines = _LINE.findall(old), _LINE.findall(new)
    for group in SequenceMatcher(None, old_lines, new_lines, autojunk=False).get_grouped_opcodes(1):
        rows: list[tuple[int, str, str]] = []
        for _, old_from, old_to, new_from, new_to in group:
            if old_lines[old_from:old_to] == new_lines[new_from:new_to]:
                rows += [(shift + index, " ", new_lines[index]) for index in range(new_from, new_to)]
                continue
            rows += [(shift + new_from, "-", line) for line in old_lines[old_from:old_to]]
            rows += [(shift + index, "+", new_lines[index]) for index in range(new_from, new_to)]
        yield rows


def diff(changes: Iterable[tuple[str, Source, Source]]) -> str:
    """The unified diffs of files (name, text before, text after), each followed by an empty line."""
    parts: list[str] = []
    for name, before, after in sorted(changes, key=lambda change: change[0]):
        shown = visible(name)
        for line in unified_diff(_LINE.findall(before.text), _LINE.findall(after.text), shown, shown):
            parts.append(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
        parts.append("\n")
    return "".join(parts)


def listing(made: Mapping[str, Mapping[tuple[str, str], int]]) -> str:
    """What was fixed: by name of file, the number of fixes of each code and name."""
    total = sum(count for counts in made.values() for count in counts.values())
    if not total:
        return ""
    lines = [f"\nFixed {counted(total, 'error')}:\n"]
    for name, counts in sorted(made.items()):
        lines.append(f"- {visible(name)}:\n")
        width = max(len(str(count)) for count in counts.values())
        for (code, rule), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            lines.append(f"    {count:>{width}} × {code} ({rule})\n")
    return "".join([*lines, "\n"])


def verdict(made: int, hidden: int, *, would: bool) -> str:
    """The last line where findings are not shown: what was fixed, or (`would`) what would be."""
    more = f" ({counted(hidden, 'additional fix' if made else 'fix')} available with `--unsafe-fixes`)" if hidden else ""
    if not made:
        return f"No errors {'would be ' if would else ''}fixed{more}.\n" if hidden else ""
    return f"{'Would fix' if would else 'Fixed'} {counted(made, 'error')}{more}.\n"
