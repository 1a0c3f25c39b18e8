"""What a rule is, and the questions that it may ask.

A rule is a function that is given one event of one function at a time and yields findings. It never sees a tree or a text.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from greenlint.base.finding import Severity
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
class Draft:
    """A finding before it has rows and columns: where, what, and the places that belong to it."""

    place: Place
    message: str
    severity: Severity | None = None
    related: tuple[tuple[Place, str], ...] = ()


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

    def draft(self, at: int, message: str, severity: Severity | None = None, related: tuple[tuple[Place, str], ...] = ()) -> Draft:
        """A finding at an ordinal of this function."""
        return Draft(Place(self._path, self._piece, at), message, severity, related)

    def running(self, event: Event) -> Iterator[Target]:
        """The functions whose bodies run with an event, now and on this thread; none where that is not certain."""
        if not event.settled or (isinstance(event, Called) and self._contradicted(event)):
            return
        found = [target for target in event.targets if effects.runs_now(self._world, event, target)]
        if len(found) == len(event.targets):
            yield from found

    def _contradicted(self, event: Called) -> bool:
        """An awaited call of what is no coroutine function: some decorator that is not known made it one."""
        return event.use == "awaited" and any(target.function.altered for target in event.targets)

    def blocking(self, event: Event) -> dict[str, list[DefId]]:
        """The library functions that an event runs, by the family that they block in; empty unless all that it runs block."""
        found: dict[str, list[DefId]] = {}
        targets = list(self.running(event))
        for target in targets:
            family = effects.family(self._world, target.function.id)
            if family is None:
                return {}
            found.setdefault(family, []).append(target.function.id)
        return found

    def chain(self, event: Event) -> effects.Chain | None:
        """The shortest chain from a project function that an event runs to a blocking database call."""
        best: effects.Chain | None = None
        for target in [*self.running(event), *effects.evaluated(self._world, event, {})]:
            if not effects.runs_now(self._world, event, target):
                continue
            found = effects.chain(self._world, target, event.at)
            if found is None:
                if target in event.targets and not self._only_may_block(event):
                    return None
            elif best is None or len(found) < len(best):
                best = found
        return best

    def _only_may_block(self, event: Event) -> bool:
        return len(event.targets) > 1 and isinstance(event, Called) and not isinstance(event.callee, Function)

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
        for target in event.targets:
            if not self._works_when_awaited(target, event.result):
                return []
            found.append(target.function.id)
        return found

    def _works_when_awaited(self, target: Target, result: Type) -> bool:
        world = self._world
        id = target.function.id
        if target.function.altered:
            return False
        if id.is_stub:
            marks = effects.marks(world, id)
            waits = ("awaits_db" in marks or "must_use" in marks) and not ({"begins"} & set(marks))
            return waits and all(isinstance(item, Coroutine) or (isinstance(item, Instance) and world.is_awaitable(item)) for item in members(result))
        definition = world.definition(id)
        if definition is None or not definition.is_async or definition.is_generator:
            return False
        return bool(world.ask("leads_to_database", effects.trimmed(world, target)))
