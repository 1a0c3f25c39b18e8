"""The edit that suppresses one finding: a `# noqa: CODE` at the end of its row, merged into one that is there."""

from __future__ import annotations

import re

from greenlint.base.edit import Edit
from greenlint.base.finding import Finding
from greenlint.base.text import Source
from greenlint.engine.suppression import suppress
from greenlint.fix.apply import applied
from greenlint.read.comments import comments

_CODES = re.compile(r"#\s*(?i:noqa)\s*:\s*([A-Z]+[0-9]+(?:[\s,]+[A-Z]+[0-9]+)*)(?![A-Za-z0-9])")


def suppression(finding: Finding, source: Source) -> Edit | None:
    """The edit after which a comment covers the finding; None if no comment at the end of its row can."""
    row = finding.noqa_row or finding.start[0]
    start = source.offset(row, 1)
    line = source.line(row)
    edit = _merged(finding.code, source, start, start + len(line)) or Edit(
        start + len(line.rstrip()), start + len(line), f"  # noqa: {finding.code}"
    )
    after = Source(applied(source.text, [edit]))
    return edit if suppress([finding], after).suppressed else None


def _merged(code: str, source: Source, start: int, end: int) -> Edit | None:
    """The edit of the codes of a `noqa` that stands between two offsets."""
    for comment in comments(source.text):
        match = _CODES.search(comment.text) if start <= comment.offset < end else None
        if match:
            codes = sorted({*re.split(r"[\s,]+", match[1]), code})
            return Edit(comment.offset + match.start(1), comment.offset + match.end(1), ", ".join(codes))
    return None
