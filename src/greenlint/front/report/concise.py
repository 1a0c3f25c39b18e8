"""One line a finding: `path:row:column: CODE message`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from greenlint.base.finding import Finding
from greenlint.front.report import Item, Style, visible


def render(items: Iterable[Item], directory: Path, style: Style) -> str:
    """The lines, each with its line ending."""
    lines = []
    for item in items:
        finding = item.finding
        row, column = finding.start
        place = f"{style.bold(item.shown(finding.path, directory))}{style.cyan(':')}{row}{style.cyan(':')}{column}{style.cyan(':')}"
        lines.append(f"{place} {headline(finding, style)}\n")
    return "".join(lines)


def headline(finding: Finding, style: Style) -> str:
    """Code and message. What is no rule's code is set off by a colon, as in ruff."""
    rule = finding.code.isupper()
    return f"{style.red(finding.code if rule else finding.code + ':')} {visible(finding.message)}"
