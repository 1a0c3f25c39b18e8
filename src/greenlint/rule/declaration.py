"""What a rule is, what it yields, and how a function becomes one. Deliberately absent: what a rule may ask."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from greenlint.base.edit import Safety
from greenlint.base.finding import Severity
from greenlint.fix.editor import Editor
from greenlint.world.events import Event

if TYPE_CHECKING:
    from greenlint.rule.context import Context


@dataclass(frozen=True)
class Place:
    """An ordinal in a piece of a file, to be turned into rows and columns where a finding stands."""

    path: str
    piece: int
    at: int


@dataclass(frozen=True)
class Plan:
    """A fix before it is edits: `edit` is called with an editor of the finding's file, only when somebody wants the fix.

    It returns False when the fix cannot be made after all. `piece` is the piece that it edits where that is not the finding's own.
    """

    title: str
    safety: Safety
    edit: Callable[[Editor], bool]
    piece: int | None = None


@dataclass(frozen=True)
class Draft:
    """A finding before it has rows and columns: where, what, the places that belong to it, and how it could be repaired, best first.

    `{row N}` in the message stands for the row of the N-th of the places, from 0.
    """

    place: Place
    message: str
    severity: Severity | None = None
    related: tuple[tuple[Place, str], ...] = ()
    plans: tuple[Plan, ...] = ()
    scope: str = ""


@dataclass(frozen=True)
class Rule:
    """A rule: `events` are the kinds of event that it is given."""

    code: str
    name: str
    events: tuple[type[Event], ...]
    severity: Severity
    default: bool
    check: Callable[[Event, Context], Iterator[Draft]] = field(compare=False)
    doc: str = field(default="", repr=False, compare=False)

    @property
    def summary(self) -> str:
        """The first line of its documentation."""
        return self.doc.strip().split("\n", 1)[0]


def rule(
    *events: type[Event], code: str, name: str, severity: Severity = Severity.WARNING, default: bool = True
) -> Callable[[Callable[[Event, Context], Iterator[Draft]]], Rule]:
    """Make a rule of a function; its documentation is the docstring of its module."""

    def made(check: Callable[[Event, Context], Iterator[Draft]]) -> Rule:
        return Rule(code, name, events, severity, default, check, sys.modules[check.__module__].__doc__ or "")

    return made
