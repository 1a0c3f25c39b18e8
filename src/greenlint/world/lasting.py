"""Answers about bundled stubs, which no text of a project changes: worlds with the same settings and versions have them in common.

Deliberately absent: stubs of the user's own. Where there are any, nothing is shared.
"""

from __future__ import annotations

from typing import Any

from greenlint.base.settings import Settings
from greenlint.world.bundled import PREFIX
from greenlint.world.past import GLOBAL, first_path
from greenlint.world.record import Question
from greenlint.world.versions import Versions

_KINDS = 4
"""How many combinations of settings and versions are kept."""

_OF_FILES = frozenset({"binding", "bound", "declares", "definitions", "dotted", "name", "stars", "submodule", "taken", "trace"})
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


def is_of_stubs(question: Question, rests: bool) -> bool:
    """Whether an answer is the same in all projects.

    Args:
        question: what was asked.
        rests: whether it rests on other answers, which are all the same; if on none, it must be answered by the text of a stub or what that imports.
    """
    kind = question[0]
    if rests:
        return kind not in GLOBAL and first_path(question, _is_of_project) is None
    if kind in _OF_FILES:
        return str(question[1]).startswith(PREFIX)
    return kind in _FROM_FILES and str(question[-1]).startswith(PREFIX)


def _is_of_project(text: str) -> bool:
    return text.endswith((".py", ".pyi")) and not text.startswith(PREFIX)
