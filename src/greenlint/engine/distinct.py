"""One finding at a place. Deliberately absent: anything that reads code."""

from __future__ import annotations

from collections.abc import Iterable

from greenlint.base.finding import Finding, Position
from greenlint.engine.precedence import rank

UNREAD_CODE = "ADB902"
UNREAD_NAME = "unread-code"


def distinct(findings: Iterable[Finding]) -> list[Finding]:
    """One finding at a place, by precedence; of a chain of calls that start at one place, the innermost, which runs first."""
    kept: dict[tuple[str, Position], Finding] = {}
    for item in sorted(findings, key=lambda item: (item.start, rank(item.code), item.end)):
        kept.setdefault((item.path, item.start), item)
    return sorted(kept.values(), key=lambda item: item.sort_key)
