"""What a run reports. Plain data: rows and columns from 1, columns in code points, ends exclusive."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from greenlint.base.edit import Fix

Position = tuple[int, int]


class Severity(Enum):
    """What users accept: certain failures are errors, a blocked loop is a warning, cost and advice are information."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True)
class Related:
    """A place that belongs to a finding: a step of a chain, the definition of a factory. `path` is relative to the root, or a stub's."""

    path: str
    start: Position
    end: Position
    message: str


@dataclass(frozen=True)
class Finding:
    """One diagnostic. `path` is relative to the analysis root, with `/`; `code` is an ADB code, `E902` or `invalid-syntax`.

    `fix` is the best repair, `alternatives` are others that an editor may offer; `scope` is the qualname of the definition around the place.
    """

    path: str
    code: str
    name: str
    message: str
    start: Position
    end: Position
    severity: Severity = Severity.WARNING
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    alternatives: tuple[Fix, ...] = ()
    noqa_row: int | None = None
    scope: str = ""

    @property
    def sort_key(self) -> tuple[str, Position, Position, str, str]:
        """Findings are shown by path, place, code and message."""
        return (self.path, self.start, self.end, self.code, self.message)
