"""Which entities may be one and the same instance, because a session keeps only one for each row: what is known of one is there in the other, and a
reference to what is in the session needs no query. Pure functions of cells.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING

from greenlint.world.orm.notes import Key, Option, is_constant, root
from greenlint.world.orm.plans import BY_KEY, applies, mapping_of
from greenlint.world.orm.state import EXPIRED, Cell, Entity, Status
from greenlint.world.orm.tables import foreign_to
from greenlint.world.types import DefId

if TYPE_CHECKING:
    from greenlint.world.world import World

_BELOW = Option(None, (), "polymorphic")
"""What loads the columns of subclasses."""

_BY_REFERENCE = frozenset({"lazy", "shallow", "refresh", "new"})
"""Why a relationship is not there that the session may know without a query."""

_Alike = Callable[[DefId, DefId], bool]
"""Whether an instance may be of both classes."""


def referred(world: World, cell: Cell, key: Key, alive: Collection[Key]) -> Cell:
    """After a refresh of `key`: what it refers to needs no query where that is in the session. What only its attributes held is not; `alive` are the
    instances that have names."""
    entity = cell.entities[key]
    beside = [other for held, other in cell.entities.items() if (root(held) != key or held in alive) and not cell.is_absent(held)]
    names = [name for other in beside if other.session == entity.session for name in referring(world, entity, other.id, other.ident)]
    return cell.put(key, entity.nearby(names)) if names else cell


def came_along(world: World, cell: Cell, key: Key, loads: list[tuple[DefId, frozenset[str]]]) -> Cell:
    """After a refresh of `key` brought other rows: the classes that it loads, with the attributes that it loads of each."""
    session = cell.entities[key].session
    alike = cache(partial(applies, world))

    def change(held: Key, entity: Entity) -> Entity:
        return _again(alike, entity, loads) if held != key and entity.session == session else entity

    return cell.each(change)


def also_known(
    world: World,
    cell: Cell,
    key: Key,
    loads: list[tuple[DefId, frozenset[str]]],
    alive: Callable[[], Collection[Key]],
    anew: bool = False,
) -> Cell:
    """After a query gave `key`: another instance of its session may be the same one, or be what a many-to-one refers to. Both ways, what may be
    loaded counts as loaded.

    Args:
        key: the new entity.
        loads: the classes that the query loads, the new entity's first, with the attributes that it loads of each.
        alive: gives the instances that have names: they are there though what led to them has expired.
        anew: whether what was loaded before is loaded anew.
    """
    alike, named = cache(partial(applies, world)), cache(alive)
    same = partial(_kept, world, alike) if anew else partial(_perhaps, alike)
    fresh = cell.entities[key]
    inner = {held: entity for held, entity in cell.entities.items() if _hangs(held, key)}
    for held, entity in inner.items():
        # What leads on and comes back comes back to the row itself.
        if held[1] != key and inner[_first(held, key)].id != fresh.id:
            fresh = _perhaps(alike, fresh, entity)
    entities = dict(cell.entities)
    for other_key, other in cell.entities.items():
        if other_key == key or other_key in inner or not _may_share(fresh, other):
            continue
        apart = _are_apart(fresh, other)
        there = not cell.is_absent(other_key) or other_key in named()
        if there and not apart:
            fresh = same(fresh, other)
        if other.unready or other.near:
            after = _again(alike, other, loads[1:] if apart else loads)
            if fresh.vague and not apart and alike(fresh.id, other.id):
                # Nobody knows what else the query loaded of it.
                after = after.unknown()
            rows = [(loaded, "" if index else fresh.ident) for index, (loaded, _) in enumerate(loads)]
            entities[other_key] = after.nearby(_referring(world, alike, after, rows))
        if there:
            fresh = fresh.nearby(_referring(world, alike, fresh, [(other.id, other.ident)]))
            inner = {held: same(entity, other) for held, entity in inner.items()}
    return replace(cell, entities={**entities, key: fresh, **inner})


def beside(world: World, cell: Cell, key: Key) -> Cell:
    """After an attribute led to `key`: another instance of its session may be the same one, and what that has is there. What hangs on the same
    instance is told apart where that was loaded."""
    fresh = cell.entities[key]
    alike = cache(partial(applies, world))
    for held, other in cell.entities.items() if fresh.unready and not cell.is_absent(key) else ():
        if root(held) != root(key) and _may_share(fresh, other) and not cell.is_absent(held):
            fresh = _perhaps(alike, fresh, other)
    return cell.put(key, fresh) if fresh is not cell.entities[key] else cell


def found(world: World, cell: Cell, key: Key, name: str) -> Cell:
    """After a read that needed no query: the attribute is there now, in what may be the same instance, too."""
    entity = cell.entities[key]

    def change(held: Key, other: Entity) -> Entity:
        same = held == key or (other.session == entity.session and applies(world, other.id, entity.id))
        return other.ready([name]) if same and name in other.near else other

    return cell.each(change)


def comes_beside(world: World, cell: Cell, key: Key, name: str) -> bool:
    """Whether what else came with the rows of a query may be an instance, and has an attribute that is unready there: many rows lead to the same
    ones in several ways. What a class leads to within itself is told apart: a tree's next level is not there for its first one's sake."""
    entity, top = cell.entities[key], cell.entities.get(root(key))
    if top is None or top is entity or not top.many or entity.unready[name].spot != entity.born:
        return False
    for held, other in cell.entities.items():
        if held == key or root(held) != root(key) or other.born != entity.born or name in other.unready or not applies(world, other.id, entity.id):
            continue
        below, above = (held, key) if _hangs(held, key) else (key, held)
        within = _hangs(below, above) and cell.entities[_first(below, above)].id == entity.id
        if not within and not cell.is_absent(held):
            return True
    return False


def _hangs(held: Key, key: Key) -> bool:
    """Whether attributes lead from one instance to another."""
    while held[0] == "d":
        held = held[1]
        if held == key:
            return True
    return False


def _first(held: Key, key: Key) -> Key:
    """The first instance on the way from one to what its attributes lead to."""
    while held[1] != key:
        held = held[1]
    return held


def _again(alike: _Alike, entity: Entity, loads: Iterable[tuple[DefId, Collection[str]]]) -> Entity:
    """An entity after rows of classes were loaded, with attributes: it may be one of them, and what was expired of it is there then."""
    for loaded, names in loads if entity.unready or entity.near else ():
        if alike(loaded, entity.id):
            gone = {name: status.why for name, status in entity.unready.items() if status.why in EXPIRED}
            unsure = {name for name, why in gone.items() if why != "commit"}
            entity = entity.ready([*names, *gone])
            entity = replace(entity, unsure=entity.unsure | unsure) if unsure else entity
    return entity


def _perhaps(alike: _Alike, fresh: Entity, other: Entity) -> Entity:
    """What was just loaded, where another entity may be the same instance: what that has loaded is there."""
    if not alike(other.id, fresh.id):
        return fresh
    unready = {name: still for name, status in fresh.unready.items() if (still := _still(status, other.unready.get(name))) is not None}
    near = {name: status for name, status in (*fresh.unready.items(), *fresh.near.items()) if name not in unready and _is_unread(other, name)}
    below = tuple(option for option in other.options if option.kind == "polymorphic") or ((_BELOW,) if other.id != fresh.id else ())
    more = tuple(option for option in below if option not in fresh.options)
    if (unready, near) == (fresh.unready, fresh.near) and not more and other.eager <= fresh.eager and other.vague <= fresh.vague:
        return fresh
    eager, options = fresh.eager | other.eager, fresh.options + more
    return replace(fresh, vague=fresh.vague or other.vague, unready=unready, near=near, eager=eager, options=options)


def _kept(world: World, alike: _Alike, fresh: Entity, other: Entity) -> Entity:
    """What was loaded anew, where another entity may be the same instance: columns that only the query's options left out keep their values."""
    mapping = mapping_of(world, fresh.id) if alike(other.id, fresh.id) else None
    if mapping is None:
        return fresh
    names = [name for name, status in fresh.unready.items() if status.why in ("only", "deferred") and not mapping.attributes[name].deferred]
    return fresh.ready(name for name in names if name not in other.unready or other.unready[name].some)


def _is_unread(entity: Entity, name: str) -> bool:
    """Whether an attribute is loaded on no path, be it that it needs no query."""
    status = entity.near.get(name) or entity.unready.get(name)
    return status is not None and not status.some


def _still(fresh: Status, other: Status | None) -> Status | None:
    """Why an attribute is not there, where another instance may be the same one; None where that may have it. What that has on some paths only is
    missing on the others, unless yet another one has it there."""
    if other is None or (other.some and fresh.some and fresh != other):
        return None
    return fresh if not other.some else other if other.why in EXPIRED else fresh._replace(some=True)


def _are_apart(first: Entity, second: Entity) -> bool:
    """Whether two entities are different rows: of one class, by identities that are written as different constants."""
    same = first.id != second.id or first.ident == second.ident
    return not same and is_constant(first.ident) and is_constant(second.ident)


def _may_share(first: Entity, second: Entity) -> bool:
    """Whether two entities may be instances of the same session: one that left the body that loaded it may be of any."""
    if first.session is not None and second.session is not None:
        return first.session == second.session
    return all(entity.stage == "persistent" and not entity.vague and not entity.detached for entity in (first, second))


def referring(world: World, entity: Entity, target: DefId, ident: str) -> list[str]:
    """The unready many-to-one relationships of an entity that may refer to an instance of a class, which then needs no query."""
    return _referring(world, partial(applies, world), entity, [(target, ident)])


def _referring(world: World, alike: _Alike, entity: Entity, rows: Collection[tuple[DefId, str]]) -> list[str]:
    """Those that may refer to one of some rows, each a class and an identity."""
    mapping = mapping_of(world, entity.id) if entity.unready else None
    if mapping is None:
        return []
    found: list[str] = []
    for name, status in entity.unready.items():
        attribute = mapping.attributes.get(name) if status.why in _BY_REFERENCE else None
        if attribute is None or attribute.kind != "relationship" or attribute.collection or attribute.direction not in BY_KEY:
            continue
        target = attribute.target
        if target is not None and any(alike(target, id) and not _refers_elsewhere(world, entity, target, ident) for id, ident in rows):
            found.append(name)
    return found


def _refers_elsewhere(world: World, entity: Entity, target: DefId, ident: str) -> bool:
    """Whether the only key of an entity that refers to a class was given as a constant other than an identity."""
    names = foreign_to(world, entity.id, target)
    key = dict(entity.keys).get(names[0]) if len(names) == 1 else None
    return key is not None and is_constant(ident) and key != ident
