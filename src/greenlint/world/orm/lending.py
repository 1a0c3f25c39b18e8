"""What the functions that a body calls do to its sessions and instances: their bodies run on what the call lends them.

A lent run is a question of its own: the function, what it is given, and the state of what it can reach, all under names that mean the same for every
caller. Its outcome is what it returns, the state that it leaves, and the reads in it that find nothing loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from greenlint.world.calls import Arguments, bind
from greenlint.world.events import Unready
from greenlint.world.narrow import truth
from greenlint.world.orm.model import Mapping as ClassMapping
from greenlint.world.orm.notes import (
    Built,
    Change,
    Held,
    Kept,
    Key,
    Plan,
    Queried,
    SessionOf,
    Within,
    bare,
    has_notes,
    instances,
    is_constant,
    noted,
    root,
    with_notes,
)
from greenlint.world.orm.operations import session_kind
from greenlint.world.orm.state import EMPTY, Cell, Entity, meet_cells
from greenlint.world.shallow import called
from greenlint.world.types import NEVER, UNKNOWN, ContextManager, Coroutine, DefId, Function, Generator, Instance, Note, Type, is_symbolic

if TYPE_CHECKING:
    from greenlint.world.world import World

OPTIONS = ("", "*", "options")
"""The keywords under which a library's function takes loader options."""

LIMIT = 4
"""How many calls deep bodies are lent to."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a lent run comes to: what it returns (or yields), the state of what was lent, and the reads in it and below that find nothing loaded."""

    result: Type = NEVER
    cell: Cell = EMPTY
    reads: tuple[tuple[DefId, Unready], ...] = ()
    stores: tuple[tuple[str, Type], ...] = ()


class Loan:
    """What a call lends: values and state under canonical names, and the way back.

    Args:
        given: what the callee's parameters are given.
        receiver: what its method runs on.
        cell: the state of the caller.
        own: whether it runs on the caller's own receiver, so that what both reach through that is the same.
    """

    def __init__(self, given: Mapping[str, Type], receiver: Type | None, cell: Cell, own: bool) -> None:
        self._names: dict[Key, Key] = {}
        self._own = own
        for value in (*given.values(), *((receiver,) if receiver is not None else ())):
            for item in instances(value):
                if isinstance(item.note, Held | Queried | SessionOf) and item.note.key is not None:
                    self._name(item.note.key)
        named = set(self._names)
        lent: dict[Key, None] = {}
        pending = [key for key, entity in cell.entities.items() if key in named or entity.session in named or self._is_own(entity.session)]
        while pending:
            key = pending.pop(0)
            if key in lent:
                continue
            lent[key] = None
            pending.extend(link for _, link in cell.entities[key].links if link in cell.entities)
            pending.extend(other for other in cell.entities if other[0] == "d" and other[1] == key)
        entities = {self._name(key): self._renamed(cell.entities[key]) for key in lent}
        idle = frozenset(self._name(key) for key in cell.idle if key in self._names or self._is_own(key))
        self.cell = Cell(entities, idle, cell.lazy)
        self.given = tuple((name, self._value(value)) for name, value in sorted(given.items()))
        self.receiver = self._value(receiver) if receiver is not None else None
        self._back = {name: key for key, name in self._names.items()}

    def _is_own(self, key: Key | None) -> bool:
        """Whether a session is reached through a receiver that caller and callee share."""
        return self._own and key is not None and key[0] == "m"

    def _name(self, key: Key) -> Key:
        if self._is_own(key):
            return key
        known = self._names.get(key)
        if known is None:
            known = ("d", self._name(key[1]), key[2]) if key[0] == "d" else ("l", len(self._names))
            self._names[key] = known
        return known

    def _value(self, value: Type) -> Type:
        def rename(item: Instance) -> Note | None:
            if isinstance(item.note, Held):
                return Held(self._name(item.note.key))
            if isinstance(item.note, Queried):
                return replace(item.note, key=self._name(item.note.key))
            if isinstance(item.note, Change):
                return None
            if isinstance(item.note, SessionOf) and item.note.key is not None:
                return replace(item.note, key=self._name(item.note.key))
            if isinstance(item.note, Built):
                return Built(tuple((name, self._value(held)) for name, held in item.note.fields))
            if isinstance(item.note, Plan):
                return item.note.elsewhere()
            return None if isinstance(item.note, Within) else item.note

        return noted(value, rename) if has_notes(value) else value

    def _renamed(self, entity: Entity) -> Entity:
        links = tuple((name, self._name(key)) for name, key in entity.links)
        ident = entity.ident if is_constant(entity.ident) else ""
        return replace(entity.depending(None), ident=ident, session=self._name(entity.session) if entity.session is not None else None, links=links)

    def returned(self, value: Type) -> Type:
        """What the callee gave, under the caller's names."""

        def rename(item: Instance) -> Note | None:
            if isinstance(item.note, Held):
                own = self._own_key(item.note.key)
                return Held(own) if own is not None else None
            if isinstance(item.note, Queried):
                own = self._own_key(item.note.key)
                return replace(item.note, key=own) if own is not None else None
            if isinstance(item.note, SessionOf) and item.note.key is not None:
                return replace(item.note, key=self._own_key(item.note.key))
            if isinstance(item.note, Kept):
                return Kept(self._returned(item.note.entity), tuple((name, self._returned(inner)) for name, inner in item.note.inner))
            if isinstance(item.note, Built):
                return Built(tuple((name, self.returned(held)) for name, held in item.note.fields))
            return item.note

        return noted(value, rename) if has_notes(value) else value

    def merged(self, cell: Cell, after: Cell, call: int | None = None) -> Cell:
        """The caller's state after the call, which stands at a place of its body where what it gives may be tested."""
        changed = dict(cell.entities)
        for name, entity in after.entities.items():
            key = self._own_key(name)
            if key is not None and (key in changed or key[0] == "d"):
                changed[key] = self._returned(entity).depending(call)
        lent = {key for key in cell.idle if key in self._names or self._is_own(key)}
        idle = (cell.idle - lent) | {key for name in after.idle if (key := self._own_key(name)) is not None}
        return replace(cell, entities=changed, idle=idle)

    def _own_key(self, name: Key) -> Key | None:
        if self._is_own(name):
            return name
        if name[0] == "d" and name not in self._back:
            inner = self._own_key(name[1])
            return ("d", inner, name[2]) if inner is not None else None
        return self._back.get(name)

    def _returned(self, entity: Entity) -> Entity:
        links = tuple((name, own) for name, key in entity.links if (own := self._own_key(key)) is not None)
        return replace(entity, session=self._own_key(entity.session) if entity.session is not None else None, links=links)


def given(world: World, function: Function, arguments: Arguments) -> dict[str, Type]:
    """What a call gives the parameters of a project function, where something is known of it that a declaration cannot tell."""
    definition = world.definition(function.id)
    if definition is None:
        return {}
    bound, _ = bind(definition, arguments, function.bound)
    kinds = {param[1]: param[0] for param in definition.params}
    return {name: value for name, value in bound.items() if kinds.get(name) not in ("*", "**") and value is not UNKNOWN and not is_symbolic(value)}


def defaults(world: World, id: DefId, names: Iterable[str]) -> dict[str, Type]:
    """What the defaults of parameters are."""
    definition = world.definition(id)
    if definition is None:
        return {}
    scope = world.evaluator(id.path, definition.parent, definition.piece)
    wanted = set(names)
    return {param[1]: scope.eval(param[3]) for param in definition.params if param[1] in wanted and param[3] is not None}


def outcome(world: World, id: DefId, receiver: Type | None, values: tuple[tuple[str, Type], ...], cell: Cell, depth: int) -> Outcome:
    """The outcome of a lent run. `receiver` and `values` carry notes whose keys `cell` knows."""
    definition = world.definition(id)
    if definition is None:
        return Outcome(UNKNOWN)
    evaluator = world.evaluator(id.path, definition, definition.piece, receiver)
    return evaluator.run_lent(dict(values), cell, depth)


def holds(world: World, value: Type) -> bool:
    """Whether a type has sessions, their factories, or mapped instances in it, or what a database library may take for options."""
    for item in instances(value):
        if session_kind(world, item.id) or (item.id.is_stub and not item.args and world.is_database_library(item.id)):
            return True
        mapping: ClassMapping | None = None if item.id.is_stub else world.ask("mapping", item.id)
        if mapping is not None:
            return True
    return False


def may_take_options(world: World, id: DefId) -> bool:
    """Whether a body calls something that may take loader options, by its name, and gives it a parameter."""
    definition = world.definition(id)
    if definition is None or definition.kind == "class":
        return False
    names = {param[1] for param in definition.params}
    words = world.ask("marked_words", "loader") | world.ask("marked_words", "loads") if names else frozenset()
    return any(
        keyword in OPTIONS and value[0] == "name" and value[2] in names for node in called(definition.body, words) for keyword, value in node[3]
    )


def known_result(world: World, function: Function, result: Type) -> Type:
    """What a call of a project function gives, with what the function's own body tells of the sessions and instances in it."""
    if not holds(world, result):
        return result
    receiver = bare(function.receiver) if function.receiver is not None else None
    summary = world.ask("summary", function.id, receiver)
    inner = result.result if isinstance(result, Coroutine) else result
    return with_notes(result, summary.yields if isinstance(inner, Generator | ContextManager) else summary.returns)


def ended(world: World, exits: list[Cell], returned: list[Type]) -> Cell:
    """The state where a body ends, by whatever way; what is so only where it returns something true, or only where it does not, says so."""
    after = _meeting(exits)
    truths = [truth(world, value) for value in returned]
    after = replace(after, entities={key: entity.depending(None) for key, entity in after.entities.items()})
    if None in truths or len(set(truths)) < 2:
        return after
    on_true, on_false = (_meeting([exit for exit, one in zip(exits, truths, strict=True) if one is way]).entities for way in (True, False))

    def change(key: Key, entity: Entity) -> Entity:
        found = {}
        for name, status in entity.unready.items():
            ways = [key in side and name in side[key].unready for side in (on_true, on_false)]
            if ways in ([True, False], [False, True]):
                found[name] = status._replace(when=(-1, ways[0]))
        return replace(entity, unready={**entity.unready, **found}) if found else entity

    return after.each(change)


def _meeting(cells: list[Cell]) -> Cell:
    after = EMPTY
    for cell in cells:
        after = meet_cells(after, cell) if after is not EMPTY else cell
    return after


def left_over(cell: Cell, keys: Iterable[Key]) -> Cell:
    """The part of a state that was lent, and what hangs on it."""
    roots = set(keys)
    return replace(cell, entities={key: entity for key, entity in cell.entities.items() if root(key) in roots})
