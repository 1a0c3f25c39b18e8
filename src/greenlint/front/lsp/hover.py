"""Hover: the documentation of the rule behind a finding or behind a code in a suppression comment."""

from __future__ import annotations

import re
from collections.abc import Iterable

from greenlint import registry
from greenlint.base.finding import Finding, Position
from greenlint.base.text import Source
from greenlint.read.comments import comments

_DIRECTIVE = re.compile(r"#\s*noqa|#\s*greenlint\s*:", re.IGNORECASE)
_CODE = re.compile(r"\bADB[0-9]{3}\b")


def hover(place: Position, source: Source, findings: Iterable[Finding]) -> tuple[str, Position, Position] | None:
    """Documentation in Markdown for a place in a text, and the range that it belongs to; a comment goes before a finding."""
    rules = registry.rules()
    codes = [(finding.code, finding.start, finding.end) for finding in findings if finding.start <= place < max(finding.end, _next(finding))]
    for code, start, end in [*_named(place, source), *codes]:
        rule = rules.get(code)
        if rule:
            return f"# {rule.name} ({rule.code})\n\n{rule.doc.strip()}", start, end
    return None


def _next(finding: Finding) -> Position:
    return finding.start[0], finding.start[1] + 1


def _named(place: Position, source: Source) -> list[tuple[str, Position, Position]]:
    """The code in a suppression comment at a place."""
    row, column = place
    if not _DIRECTIVE.search(source.line(row)):
        return []
    offset = source.offset(row, column)
    for comment in comments(source.text):
        if comment.offset <= offset <= comment.offset + len(comment.text) and _DIRECTIVE.search(comment.text):
            for match in _CODE.finditer(comment.text):
                first = comment.offset + match.start()
                if first <= offset < first + len(match.group()):
                    return [(match.group(), source.position(first), source.position(first + len(match.group())))]
    return []
