"""The function whose events a rule is given: what it is and is called, and how a finding in it is drafted."""

from __future__ import annotations

from collections.abc import Sequence

from greenlint.base.finding import Severity
from greenlint.rule.declaration import Draft, Place, Plan
from greenlint.rule.spines import Spines
from greenlint.world import effects
from greenlint.world.definitions import Definition
from greenlint.world.events import Event
from greenlint.world.types import UNKNOWN, DefId, Type
from greenlint.world.world import World


class Subject:
    """The function, its events, and how functions and places are called."""

    def __init__(
        self, world: World, path: str, definition: Definition | None, piece: int, events: Sequence[Event], spines: Spines
    ) -> None:
        self._events = events
        self._spines = spines
        self._world = world
        self._path = path
        self._definition = definition
        self._piece = piece

    @property
    def in_async(self) -> bool:
        """Whether the code runs on the event loop's thread: its own function is an `async def`."""
        return self._definition is not None and self._definition.is_async

    @property
    def definition_at(self) -> int | None:
        """The ordinal of the function's `def`; None at module level."""
        return self._definition.at if self._definition is not None else None

    @property
    def is_route(self) -> bool:
        """Whether the function is registered as an endpoint."""
        return self._definition is not None and "route" in self._world.ask("decorations", self._definition.id)

    @property
    def is_reached(self) -> bool:
        """Whether the code can reach a database (or anything else that blocks) by names."""
        return self._world.index.is_host(self._path, self._piece)

    @property
    def function(self) -> str:
        """The dotted name of the function; the module's where there is none."""
        if self._definition is None:
            return str(self._world.ask("dotted", self._path))
        return self._world.printed(self._definition.id)

    def declared_result(self) -> Type:
        """What the function is annotated to return; Unknown without an annotation."""
        definition = self._definition
        if definition is None or definition.kind != "def" or definition.node[5] is None:
            return UNKNOWN
        return self._world.ask("returns", definition.id, self._world.own_receiver(definition))  # type: ignore[no-any-return]

    def events_of(self, kind: type[Event]) -> list[Event]:
        """The function's events of one kind, in the order of their places."""
        return [event for event in self._events if isinstance(event, kind)]

    def draft(
        self,
        at: int,
        message: str,
        severity: Severity | None = None,
        related: tuple[tuple[Place, str], ...] = (),
        plans: tuple[Plan, ...] = (),
    ) -> Draft:
        """A finding at an ordinal of this function."""
        scope = self._definition.id.qualname if self._definition is not None else ""
        return Draft(Place(self._path, self._piece, at), message, severity, related, plans, scope)

    def name(self, id: DefId) -> str:
        """The public dotted name of a function or class."""
        return self._world.printed(id)

    def marked(self, id: DefId, marker: str) -> bool:
        """Whether a library function has a marker."""
        return marker in effects.marks(self._world, id)

    def place(self, id: DefId, at: int) -> Place | None:
        """A place in a function's body."""
        definition = self._world.definition(id)
        return Place(id.path, definition.piece, at) if definition is not None else None
