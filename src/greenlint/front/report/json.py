"""ruff's JSON: its 11 keys for each finding, sorted, and one more: `related`.

The text is ASCII, so that it stays JSON on any stream.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from greenlint.base.edit import Fix
from greenlint.base.finding import Position
from greenlint.base.text import Source
from greenlint.front.report import Item

RULE_URL = "https://greenlint.readthedocs.io/rules/"


def render(items: Iterable[Item]) -> str:
    """The findings as one array, without a line ending behind it."""
    return dump([_record(item) for item in items])


def dump(value: object) -> str:
    """A value in the layout that ruff uses."""
    return json.dumps(value, indent=2)


def _record(item: Item) -> dict[str, Any]:
    finding = item.finding
    return {
        "cell": None,
        "code": finding.code,
        "end_location": _location(finding.end),
        "filename": item.filename(finding.path),
        "fix": _fix(finding.fix, item.source) if finding.fix and item.source else None,
        "location": _location(finding.start),
        "message": finding.message,
        "name": finding.name,
        "noqa_row": finding.noqa_row,
        "related": [
            {
                "end_location": _location(step.end),
                "filename": item.filename(step.path),
                "location": _location(step.start),
                "message": step.message,
            }
            for step in finding.related
        ],
        "severity": finding.severity.value,
        "url": RULE_URL + finding.name if finding.code.startswith("ADB") else None,
    }


def _location(position: Position) -> dict[str, int]:
    return {"column": position[1], "row": position[0]}


def _fix(fix: Fix, source: Source) -> dict[str, Any]:
    return {
        "applicability": fix.safety.value,
        "edits": [
            {
                "content": edit.content,
                "end_location": _location(source.position(edit.end)),
                "location": _location(source.position(edit.start)),
            }
            for edit in fix.edits
        ],
        "message": fix.title,
    }
