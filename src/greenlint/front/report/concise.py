"""One line a finding: `path:row:column: CODE [*] message`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from greenlint.front.report import Item, Style, visible


def render(items: Iterable[Item], directory: Path, style: Style) -> str:
    """The lines, each with its line ending."""
    lines = []
    for item in items:
        finding = item.finding
        row, column = finding.start
        place = f"{style.bold(item.shown(finding.path, directory))}{style.cyan(':')}{row}{style.cyan(':')}{column}{style.cyan(':')}"
        lines.append(f"{place} {headline(item, style)}\n")
    return "".join(lines)


def headline(item: Item, style: Style) -> str:
    """Code, `[*]` if it is fixable, and message. What is no rule's code is set off by a colon, as in ruff."""
    finding = item.finding
    rule = finding.code.isupper()
    mark = f"[{style.cyan('*')}] " if item.fixable else ""
    return f"{style.red(finding.code if rule else finding.code + ':')} {mark}{visible(finding.message)}"
