"""Edits and fixes: replacements of text spans in one file, and how sure they are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Safety(Enum):
    """How far a fix may be applied without asking; the values are ruff's words for JSON."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "displayonly"


@dataclass(frozen=True)
class Edit:
    """Replace `start:end` (offsets in code points into the file's text) by `content`.

    A `shared` edit (an import) is made once however many fixes ask for it.
    """

    start: int
    end: int
    content: str
    shared: bool = False


@dataclass(frozen=True)
class Fix:
    """Edits that belong together; they do not overlap and stay within one file.

    `relies_on` are places (start, end) that no other fix may change together with this one: the `async` that a new `await` needs.
    """

    title: str
    safety: Safety
    edits: tuple[Edit, ...]
    relies_on: tuple[tuple[int, int], ...] = ()

    def applies(self, unsafe: bool) -> bool:
        """Whether it may be made without asking; unsafe ones if `unsafe`."""
        return self.safety is Safety.SAFE or (unsafe and self.safety is Safety.UNSAFE)
