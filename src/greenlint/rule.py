"""What a rule is, and the questions that it may ask.

A rule is a function that is given one event of one function at a time and yields findings. It never sees a tree or a text.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from greenlint.base.edit import Safety
from greenlint.base.finding import Severity
from greenlint.fix.editor import Editor
from greenlint.world import effects
from greenlint.world.definitions import Definition
from greenlint.world.events import Called, Event, Target
from greenlint.world.types import Coroutine, DefId, Function, Instance, Type, members
from greenlint.world.world import World


@dataclass(frozen=True)
class Place:
    """An ordinal in a piece of a file, to be turned into rows and columns where a finding stands."""

    path: str
    piece: int
    at: int


@dataclass(frozen=True)
class Plan:
    """A fix before it is edits: `edit` is called with an editor of the finding's file, only when somebody wants the fix.

    It returns False when the fix cannot be made after all.
    """

    title: str
    safety: Safety
    edit: Callable[[Editor], bool]


@dataclass(frozen=True)
class Draft:
    """A finding before it has rows and columns: where, what, the places that belong to it, and how it could be repaired, best first."""

    place: Place
    message: str
    severity: Severity | None = None
    related: tuple[tuple[Place, str], ...] = ()
    plans: tuple[Plan, ...] = ()


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


class Context:
    """The questions that a rule may ask about the function whose events it is given."""

    def __init__(self, world: World, path: str, definition: Definition | None, piece: int) -> None:
        self._world = world
        self._path = path
        self._definition = definition
        self._piece = piece

    @property
    def in_async(self) -> bool:
        """Whether the code runs on the event loop's thread: its own function is an `async def`."""
        return self._definition is not None and self._definition.is_async

    @property
    def is_route(self) -> bool:
        """Whether the function is registered as an endpoint."""
        return self._definition is not None and "route" in self._world.ask("decorations", self._definition.id)

    @property
    def function(self) -> str:
        """The dotted name of the function; the module's where there is none."""
        if self._definition is None:
            return self._world.modules.name(self._path)
        return self._world.printed(self._definition.id)

    def draft(
        self,
        at: int,
        message: str,
        severity: Severity | None = None,
        related: tuple[tuple[Place, str], ...] = (),
        plans: tuple[Plan, ...] = (),
    ) -> Draft:
        """A finding at an ordinal of this function."""
        return Draft(Place(self._path, self._piece, at), message, severity, related, plans)

    def _certain(self, event: Event) -> bool:
        """Whether what runs is known on every path; an awaited call of what is no coroutine function tells of a decorator that is not known."""
        awaited = isinstance(event, Called) and event.use == "awaited"
        return event.settled and not (awaited and any(target.function.altered for target in event.targets))

    def blocking(self, event: Event) -> dict[str, list[DefId]]:
        """The library functions that an event runs and that block, by family; empty unless each alternative has one."""
        found: dict[str, list[DefId]] = {}
        if not self._certain(event):
            return found
        for way in event.ways:
            families = [(effects.family(self._world, target.function.id), target.function.id) for target in way]
            blocking = [(family, id) for family, id in families if family is not None]
            if not blocking:
                return {}
            for family, id in blocking[:1]:
                found.setdefault(family, []).append(id)
        return found

    def chain(self, event: Event) -> effects.Chain | None:
        """The shortest chain from a project function that an event runs to a blocking database call; None unless each alternative has one."""
        best: effects.Chain | None = None
        if not self._certain(event):
            return None
        passed = effects.evaluated(self._world, event, {})
        for way in event.ways:
            chains = [
                chain
                for target in (*way, *passed)
                if effects.runs_now(self._world, event, target) and (chain := effects.chain(self._world, target, event.at)) is not None
            ]
            if not chains:
                return None
            best = min([*chains, best] if best is not None else chains, key=len)
        return best

    def name(self, id: DefId) -> str:
        """The public dotted name of a function or class."""
        return self._world.printed(id)

    def marked(self, id: DefId, marker: str) -> bool:
        """Whether a library function has a marker."""
        return marker in effects.marks(self._world, id)

    def cure(self, id: DefId) -> str | None:
        """The call that a library function's stub recommends instead."""
        for name, value in effects.marks(self._world, id).get("blocks", ()):
            if name == "use":
                return str(getattr(value, "value", "")) or None
        return None

    def place(self, id: DefId, at: int) -> Place | None:
        """A place in a function's body."""
        definition = self._world.definition(id)
        return Place(id.path, definition.piece, at) if definition is not None else None

    def home(self, id: DefId) -> Place | None:
        """The place where a function is defined."""
        definition = self._world.definition(id)
        return Place(id.path, definition.piece, definition.at) if definition is not None else None

    def database_coroutines(self, event: Called) -> list[DefId]:
        """The functions whose un-awaited result a call gives, when all that it may give does database work once awaited."""
        if not event.settled or not event.targets:
            return []
        found: list[DefId] = []
        for item in members(event.result):
            if isinstance(item, Coroutine):
                maker: DefId | None = item.origin.id if self._works(item.origin) else None
            else:
                maker = self._awaitable_maker(event, item)
            if maker is None:
                return []
            found.append(maker)
        return found

    def _works(self, origin: Function) -> bool:
        """Whether awaiting what a coroutine function made does database work."""
        if origin.altered:
            return False
        if origin.id.is_stub:
            return "awaits_db" in effects.marks(self._world, origin.id)
        return bool(self._world.ask("leads_to_database", effects.trimmed(self._world, Target(origin))))

    def _awaitable_maker(self, event: Called, item: Type) -> DefId | None:
        """The library function that made an awaitable which is no coroutine; what begins a transaction is left to its own rule."""
        if not isinstance(item, Instance) or not self._world.is_awaitable(item):
            return None
        for target in event.targets:
            marks = effects.marks(self._world, target.function.id)
            if ("awaits_db" in marks or "must_use" in marks) and "begins" not in marks:
                return target.function.id
        return None
