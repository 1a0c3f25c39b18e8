"""Answers about bundled stubs, which no text of a project changes: worlds with the same settings and versions have them in common.

Deliberately absent: stubs of the user's own. Where there are any, nothing is shared.
"""

from __future__ import annotations

from typing import Any

from greenlint.base.settings import Settings
from greenlint.world.bundled import PREFIX
from greenlint.world.record import Question
from greenlint.world.versions import Versions

_KINDS = 4
"""How many combinations of settings and versions are kept."""

_OF_FILES = frozenset({"binding", "bound", "definitions", "dotted", "name", "stars", "submodule", "taken", "trace"})
_FROM_FILES = frozenset({"relative", "resolve"})

_shared: dict[tuple[Settings, tuple[str, ...]], dict[Question, Any]] = {}


def shared_answers(settings: Settings, versions: Versions) -> dict[Question, Any] | None:
    """The answers that worlds with these settings and versions share; None where they share none."""
    if settings.stubs:
        return None
    key = (settings, tuple(versions.told()))
    found = _shared.get(key)
    if found is None:
        if len(_shared) == _KINDS:
            del _shared[next(iter(_shared))]
        found = _shared[key] = {}
    return found


def is_about_a_stub(question: Question) -> bool:
    """Whether a question that rests on no other is answered by the text of a bundled stub, or by what that imports."""
    kind = question[0]
    if kind in _OF_FILES:
        return str(question[1]).startswith(PREFIX)
    return kind in _FROM_FILES and str(question[-1]).startswith(PREFIX)
