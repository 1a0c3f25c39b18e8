"""What is loaded of the instances that a body follows, at one point of a path. Immutable; joined where paths meet.

An attribute that is not listed as unready is loaded, or nobody knows: both are silent. Deliberately absent: how a mapping and a statement's options
decide what a query leaves unready (`plans`), and which calls do what (`sessions`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from greenlint.world.orm.notes import Key, Option, Spot
from greenlint.world.types import DefId


class Status(NamedTuple):
    """Why an attribute is not there: `why` is a word of `REASONS`, `spot` what made it so; `some` where that holds on some paths only; `said` where
    the session's settings are given, if they are to blame; of a refresh, `beside` are the attributes that were not there before it. `when` is a
    call, by its place in the body, and whether what that gave is true where this holds."""

    why: str
    spot: Spot | None = None
    some: bool = False
    said: Spot | None = None
    beside: tuple[str, ...] = ()
    when: tuple[int, bool] | None = None

    def depending(self, call: int | None) -> Status:
        """The reason where what depended on how a body ended depends on the call that ran that; where there is none, on nothing."""
        return self._replace(when=(call, self.when[1]) if call is not None else None) if self.when is not None else self


RELATION = frozenset({"lazy", "raise", "new", "refresh", "shallow"})
"""The reasons that concern relationships: never asked for, forbidden to load, new and never assigned, unloaded by a refresh, one level only."""

COLUMN = frozenset({"deferred", "only", "expression", "subclass"})
"""Columns that the query left out: deferred, not in `load_only`, an SQL expression, a subclass's own."""

EXPIRED = frozenset({"commit", "rollback", "expire", "server"})
"""What is loaded anew when it is read: after a commit, a rollback, an expiry, or a value that the server made."""

ANY_COLUMN = "*"
"""What stands among the assigned attributes for one that is not known by name."""

WHOLE = frozenset({"commit", "rollback", "expire"})
"""What expires all attributes of a row, which the first read of one loads again."""

QUERIED = frozenset({"dynamic", "write_only"})
"""Collections that are never loaded: each use queries them, or only statements read them."""

STRONGER = frozenset({"rollback", "expire", "server"})
"""What is named where it meets another reason: a factory's setting would not help."""

REASONS = RELATION | COLUMN | EXPIRED | QUERIED | {"side"}
"""`side` is a call, not a read: of what reaches the database through an asynchronous driver."""


@dataclass(frozen=True, slots=True)
class Entity:
    """An instance, or all those that one place makes.

    `stage` is `transient`, `pending`, `flushed`, `persistent`, `deleted`, or empty where it is not known. Of `vague` ones nobody knows what else is
    unloaded.
    `eager` are the relationships that stay loaded through a refresh, `links` what attributes hold; `dirty` the attributes written since the last
    flush, `partly` those of a new one that were written on some paths only, `computed` those that were given SQL, `blank` None; `ident` says by
    what identity it was fetched; `options` go on below it.
    `made` is the statement that loads it (the call where there is none), `above` are the relationships, with their classes, that lead from what
    that selects to it. `changed` whether it was written since the innermost savepoint (or the transaction) began; None where that is not known.
    `keys` are the foreign keys that a new one was given as constants, as those are written.
    `unsure` are the attributes that count as loaded, for another query may have loaded them after something else than a commit expired them.
    `near` are the many-to-one relationships that were not loaded, and need no query as long as there is a session: what they refer to may be in it.
    """

    id: DefId
    session: Key | None = None
    stage: str = "persistent"
    many: bool = False
    vague: bool = False
    unready: Mapping[str, Status] = field(default_factory=dict)
    eager: frozenset[str] = frozenset()
    options: tuple[Option, ...] = ()
    born: Spot | None = None
    dirty: frozenset[str] = frozenset()
    partly: frozenset[str] = frozenset()
    computed: frozenset[str] = frozenset()
    blank: frozenset[str] = frozenset()
    ident: str = ""
    links: tuple[tuple[str, Key], ...] = ()
    detached: bool = False
    made: Spot | None = None
    above: tuple[tuple[DefId, str], ...] = ()
    changed: bool | None = False
    keys: tuple[tuple[str, str], ...] = ()
    near: Mapping[str, Status] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()

    def __hash__(self) -> int:
        return hash((self.id, self.session, self.stage, frozenset(self.unready.items()), self.options, self.born))

    def ready(self, names: Iterable[str]) -> Entity:
        """The entity with attributes loaded."""
        gone = set(names) & (self.unready.keys() | self.near.keys())
        return replace(self, unready=_left(self.unready, gone), near=_left(self.near, gone)) if gone else self

    def nearby(self, names: Iterable[str]) -> Entity:
        """The entity with attributes that need no query while it has a session."""
        found = {name: self.unready[name] for name in names if name in self.unready}
        return replace(self, unready=_left(self.unready, found.keys()), near={**self.near, **found}) if found else self

    def without(self, names: Mapping[str, Status]) -> Entity:
        """The entity with attributes that are not there, or no longer."""
        return replace(self, unready={**self.unready, **names}, near=_left(self.near, names.keys())) if names else self

    def depending(self, call: int | None) -> Entity:
        """The entity with reasons that depend on a call of this body, or on none."""
        if not any(status.when for held in (self.unready, self.near) for status in held.values()):
            return self
        unready, near = ({name: status.depending(call) for name, status in held.items()} for held in (self.unready, self.near))
        return replace(self, unready=unready, near=near)

    def unblamed(self) -> Entity:
        """The entity where no settings are to blame for what is not there."""
        return replace(self, unready={name: status._replace(said=None) for name, status in self.unready.items()})

    def unknown(self) -> Entity:
        """The entity where nothing is known to be missing any more."""
        return replace(self, unready={}, near={}, vague=True)

    def alone(self) -> Entity:
        """The entity without its session, as it is."""
        return replace(self, session=None, detached=True, unready={**self.unready, **self.near}, near={})


def _left(names: Mapping[str, Status], gone: Collection[str]) -> dict[str, Status]:
    return {name: status for name, status in names.items() if name not in gone}


def _belonging(first: Entity, second: Entity) -> tuple[Key | None, str]:
    """The session and the stage where two paths meet. What is deleted on one path was a row of that session before, on the other one, too."""
    for one, other in ((first, second), (second, first)):
        if one.stage == "deleted" and other.stage in ("", "persistent") and other.session in (None, one.session) and not other.detached:
            return one.session, "deleted"
    return (first.session if first.session == second.session else None), (first.stage if first.stage == second.stage else "")


def joined(first: Entity, second: Entity) -> Entity:
    """The entity where two paths meet: what is unready on both or on one is unready; what is vague on the other is not known any more."""
    if first == second:
        return first
    unready: dict[str, Status] = {}
    for name in [*first.unready, *(name for name in second.unready if name not in first.unready)]:
        one, other = first.unready.get(name), second.unready.get(name)
        if one is not None and other is not None:
            unready[name] = _met(one, other)
        elif one is not None and not second.vague:
            unready[name] = one._replace(some=True)
        elif other is not None and not first.vague:
            unready[name] = other._replace(some=True)
    is_new = "transient" in (first.stage, second.stage)
    dirty = first.dirty & second.dirty if is_new else first.dirty | second.dirty
    return Entity(
        first.id,
        *_belonging(first, second),
        first.many or second.many,
        first.vague or second.vague,
        unready,
        first.eager & second.eager,
        first.options if first.options == second.options else (),
        first.born,
        dirty,
        (first.dirty | second.dirty | first.partly | second.partly) - dirty,
        first.computed | second.computed,
        first.blank | second.blank,
        first.ident if first.ident == second.ident else "",
        tuple(link for link in first.links if link in second.links),
        first.detached and second.detached,
        first.made if _made_alike(first, second) else None,
        first.above if first.above == second.above else (),
        first.changed if first.changed == second.changed else None,
        first.keys if first.keys == second.keys else (),
        {name: status for name in (*first.near, *second.near) if (status := _perhaps_near(name, first, second)) is not None},
        first.unsure | second.unsure,
    )


def _perhaps_near(name: str, first: Entity, second: Entity) -> Status | None:
    """Why an attribute is not there without a session, where two paths meet; what was read on one of them may be there."""
    one, other = (entity.near.get(name) or entity.unready.get(name) for entity in (first, second))
    return _met(one, other) if one is not None and other is not None else None


def _made_alike(first: Entity, second: Entity) -> bool:
    """Whether what one statement does not load is missing on both paths because of that."""
    if (first.made, first.above, first.born) != (second.made, second.above, second.born):
        return False
    return all(first.unready[name].why == second.unready[name].why for name in first.unready.keys() & second.unready.keys())


def _met(one: Status, other: Status) -> Status:
    """Why an attribute is not there where two paths meet and it is there on neither."""
    told = other if other.why in STRONGER and one.why not in STRONGER else one
    when = one.when if one.when == other.when else None
    return told._replace(some=one.some or other.some, beside=tuple(dict.fromkeys((*one.beside, *other.beside))), when=when)


@dataclass(frozen=True, slots=True)
class Cell:
    """All entities of a body by key. `idle` are the sessions that have begun nothing since a commit or rollback; `lazy` where the body runs in a
    greenlet, so that a read loads what is not there."""

    entities: Mapping[Key, Entity] = field(default_factory=dict)
    idle: frozenset[Key] = frozenset()
    lazy: bool = False

    def __hash__(self) -> int:
        return hash(tuple(self.entities))

    def put(self, key: Key, entity: Entity) -> Cell:
        """The cell with another state of one entity."""
        return replace(self, entities={**self.entities, key: entity})

    def each(self, change: Callable[[Key, Entity], Entity]) -> Cell:
        """The cell with every entity changed."""
        changed = {key: change(key, entity) for key, entity in self.entities.items()}
        return replace(self, entities=changed) if changed != self.entities else self

    def without(self, keys: Iterable[Key]) -> Cell:
        """The cell without some entities."""
        gone = set(keys)
        return replace(self, entities={key: entity for key, entity in self.entities.items() if key not in gone}) if gone else self

    def is_absent(self, key: Key) -> bool:
        """Whether a key names what an attribute would hold if that, or one on the way to it, could be read."""
        while key[0] == "d":
            owner = self.entities.get(key[1])
            status = owner.unready.get(key[2]) if owner is not None else None
            if status is not None and not status.some:
                return True
            key = key[1]
        return False

    def begun(self, session: Key, has: bool) -> Cell:
        """The cell where a session has begun something, or nothing."""
        if has is (session not in self.idle):
            return self
        return replace(self, idle=self.idle - {session} if has else self.idle | {session})


EMPTY = Cell()


def meet_cells(first: Cell, second: Cell) -> Cell:
    """The cell where two paths meet."""
    if first is second or not second.entities:
        return first
    if not first.entities:
        return second
    merged = dict(first.entities)
    for key, entity in second.entities.items():
        if key not in merged or first.is_absent(key):
            merged[key] = entity
            continue
        both = merged[key] if second.is_absent(key) else joined(merged[key], entity)
        # What was loaded on one path only may well be what decided between them.
        merged[key] = both.ready(name for name, status in both.unready.items() if status.some) if first.lazy else both
    return replace(first, entities=merged, idle=first.idle & second.idle)


def decided(cell: Cell, call: int, truth: bool) -> Cell:
    """The cell where what a call gave is known to be true, or not to be: what it left only in the other case is there."""

    def change(_: Key, entity: Entity) -> Entity:
        return entity.ready(name for name, status in entity.unready.items() if status.when == (call, not truth))

    return cell.each(change)


def with_ends(cell: Cell, keys: Iterable[Key], ends: list[Cell]) -> Cell:
    """The cell with some entities, and what hangs on them, as they are where one of several paths ends."""
    wanted = set(keys)
    if not wanted or not ends:
        return cell
    end = ends[0]
    for other in ends[1:]:
        end = meet_cells(end, other)

    def root(key: Key) -> Key:
        while key[0] == "d":
            key = key[1]
        return key

    chosen = {key: entity for key, entity in end.entities.items() if key in wanted or root(key) in wanted}
    return replace(cell, entities={**cell.entities, **chosen})
