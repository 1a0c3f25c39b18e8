"""The state of a body on one path: what its names hold, and one cell of a tracker's own. Joined where paths meet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

from greenlint.world.events import Event, Facts
from greenlint.world.orm.notes import Held, Key, instances, root
from greenlint.world.orm.state import EMPTY, Cell, Entity, meet_cells
from greenlint.world.types import NEVER, Type, join


class Tracker(Protocol):
    """Follows something along the paths of a body. Its cell is an immutable value of its own making."""

    def initial(self) -> Any:
        """The cell at the start of the body."""

    def step(self, cell: Any, event: Event) -> Any:
        """The cell after an event."""

    def join(self, first: Any, second: Any) -> Any:
        """The cell where two paths meet."""


class State:
    """Names and the cell on one path. `dead` after return, raise, break and continue; `guards` is what tests have said of parameters; `held` what
    is loaded of instances, `tested` the names in the tests that led here."""

    __slots__ = ("cell", "dead", "guards", "held", "names", "tested")

    def __init__(
        self,
        names: dict[str, Type],
        cell: Any = None,
        dead: bool = False,
        guards: Facts = frozenset(),
        held: Cell = EMPTY,
        tested: frozenset[str] = frozenset(),
    ) -> None:
        self.names = names
        self.cell = cell
        self.dead = dead
        self.guards = guards
        self.held = held
        self.tested = tested

    def copy(self) -> State:
        """An independent state that says the same."""
        return State(dict(self.names), self.cell, self.dead, self.guards, self.held, self.tested)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, State)
            and (self.names, self.cell, self.dead, self.guards) == (other.names, other.cell, other.dead, other.guards)
            and self.held == other.held
        )

    __hash__ = None  # type: ignore[assignment]


def _live(state: State, other: State) -> Cell:
    """What is loaded on a path of what its names hold: of anything else the other path tells, if both know it."""
    if not state.held.entities or not other.held.entities or state.held is other.held:
        return state.held
    held = {root(item.note.key) for value in state.names.values() for item in instances(value) if isinstance(item.note, Held)}
    linked = {root(link) for key, entity in state.held.entities.items() if root(key) in held for _, link in entity.links}
    return state.held.without(
        key
        for key, entity in state.held.entities.items()
        if root(key)[0] != "l" and root(key) not in held and root(key) not in linked and other.held.entities.get(key, entity) != entity
    )


def cure(states: list[State]) -> None:
    """Where what decided before decides again: what was not loaded, or assigned, on some paths before, and is on one of these, may well be on all
    of them."""
    cells = [state.held for state in states if not state.dead]

    def change(key: Key, entity: Entity) -> Entity:
        others = [cell.entities[key] for cell in cells if key in cell.entities]
        again = frozenset(name for name in entity.partly if any(name in other.dirty for other in others))
        cured = replace(entity, dirty=entity.dirty | again, partly=entity.partly - again) if again else entity
        return cured.ready(name for name, status in entity.unready.items() if status.some and any(name not in other.unready for other in others))

    for state in states:
        state.held = state.held.each(change)


def held_before(states: list[State], end: State) -> Cell:
    """What is loaded where a statement of a `try` block raises: what was so before one of them, not behind the last."""
    before = states[:-1] if len(states) > 1 and not end.dead else states
    found = before[0].held
    for state in before[1:]:
        found = meet_cells(found, state.held)
    return found


_OWN = frozenset({"server", "expression", "refresh"})
"""Reasons that concern the row that was written or refreshed, not others."""


def next_item(cell: Cell, start: Cell, keys: set[Key]) -> Cell:
    """What is loaded of the next of several rows that a loop goes over: what became of the last one is not so of it. `start` is before the loop."""
    for key in keys & cell.entities.keys() & start.entities.keys():
        entity, before = cell.entities[key], start.entities[key]
        cell = cell.put(key, entity.ready(name for name, status in entity.unready.items() if status.why in _OWN and name not in before.unready))
    return cell


def recovered(handled: Cell, raised: Cell, end: Cell) -> Cell:
    """What is loaded where a handler ends and the code behind its `try` goes on: what was not loaded when the block raised, and is at the block's
    end, is unknown. The handler may be there for something else than the loading."""

    def change(key: Key, entity: Entity) -> Entity:
        before, after = raised.entities.get(key), end.entities.get(key)
        if before is None or after is None:
            return entity
        return entity.ready(name for name, status in entity.unready.items() if name not in after.unready and before.unready.get(name) == status)

    return handled.each(change)


def meet(states: list[State], tracker: Tracker | None) -> State:
    """The state where paths meet; dead when all of them are."""
    living = [state for state in states if not state.dead]
    if not living:
        return State({}, None, True)
    merged = living[0].copy()
    for state in living[1:]:
        merged.guards &= state.guards
        merged.tested &= state.tested
        merged.held = meet_cells(_live(merged, state), _live(state, merged))
        for name in [name for name in merged.names if "." in name and name not in state.names]:
            del merged.names[name]
        for name, value in state.names.items():
            if "." in name and name not in merged.names:
                continue
            merged.names[name] = join(merged.names.get(name, NEVER), value)
        if tracker is not None:
            merged.cell = tracker.join(merged.cell, state.cell)
    return merged
