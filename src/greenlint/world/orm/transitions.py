"""What a session's calls do to the instances in it: flush, commit, rollback, expire, refresh, close. Pure functions of cells."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from greenlint.world.orm.identity import referring
from greenlint.world.orm.model import Attribute, Mapping
from greenlint.world.orm.notes import Key, Spot
from greenlint.world.orm.plans import BY_KEY, EAGER, mapping_of, strategy
from greenlint.world.orm.state import ANY_COLUMN, COLUMN, EXPIRED, RELATION, STRONGER, Cell, Entity, Status
from greenlint.world.orm.tables import foreign, foreign_to
from greenlint.world.types import DefId

if TYPE_CHECKING:
    from greenlint.world.world import World

_UNTOUCHED = frozenset({"dynamic", "write_only", "noload", ""})
"""Relationships with strategies of which an expired or new instance tells nothing."""


def attributes(world: World, id: DefId, kinds: Collection[str] = ("column", "relationship", "column_property")) -> dict[str, Attribute]:
    """The attributes of a class that are loaded from the database."""
    mapping = mapping_of(world, id)
    if mapping is None:
        return {}
    found = {name: attribute for name, attribute in mapping.attributes.items() if attribute.kind in kinds}
    return {name: attribute for name, attribute in found.items() if attribute.kind != "relationship" or attribute.lazy not in _UNTOUCHED}


def read(world: World, entity: Entity, name: str) -> Entity:
    """After a read that loads an attribute: with what is expired come all columns that are, and so they do with what needs a key of the row, which is
    there then."""
    status = entity.unready.get(name)
    relationship = attributes(world, entity.id, ("relationship",)).get(name)
    keys = foreign(world, entity.id) if status is not None and relationship is not None and relationship.direction in BY_KEY else ()
    again = lost(world, entity) if relationship is not None or (status is not None and status.why in EXPIRED) else ()
    return entity.ready([name, *again, *keys])


def lost(world: World, entity: Entity) -> list[str]:
    """What comes with a row that is loaded again because something of it is expired: its columns that are, and what is loaded eagerly with it."""
    columns = attributes(world, entity.id, ("column", "column_property"))
    found = [name for name in columns if name in entity.unready and entity.unready[name].why in EXPIRED]
    mapping = mapping_of(world, entity.id)
    if mapping is None or not found:
        return found
    relations = attributes(world, entity.id, ("relationship",)).items()
    return [*found, *(name for name, attribute in relations if name in entity.unready and _comes_again(world, mapping, attribute, entity))]


def _comes_again(world: World, mapping: Mapping, attribute: Attribute, entity: Entity) -> bool:
    """Whether a relationship is there with a row that is loaded once more: of a self-reference the first level, unless it is joined."""
    how, _ = strategy(world, mapping, attribute, entity.options, 0)
    return how in EAGER or how == "noload" or (how == "shallow" and attribute.lazy != "joined")


def arrived(world: World, cell: Cell, key: Key, names: Collection[str]) -> Cell:
    """After relationships of `key` were loaded again: with them has come what was expired of the rows that they lead to, and of those behind."""
    entities = dict(cell.entities)
    pending = [(key, name) for name in names]
    while pending:
        owner, name = pending.pop()
        for held in (("d", owner, name), *(link for own, link in entities[owner].links if own == name)):
            inner = entities.get(held)
            if inner is not None and (again := lost(world, inner)):
                entities[held] = inner.ready(again)
                pending.extend((held, further) for further in again)
    return replace(cell, entities=entities)


def _in(session: Key, change: Callable[[Entity], Entity]) -> Callable[[Key, Entity], Entity]:
    return lambda _, entity: change(entity) if entity.session == session else entity


def flushed(world: World, cell: Cell, session: Key, spot: Spot) -> Cell:
    """After a flush: what new instances were not given is not there, nor is what the server computes in an UPDATE. What a new one refers to may be
    in the session, and then needs no query."""
    beside = {(entity.id, entity.ident) for key, entity in cell.entities.items() if entity.session == session and not cell.is_absent(key)}

    def change(entity: Entity) -> Entity:
        if entity.stage == "pending":
            after = _inserted(world, entity, spot)
            return after.nearby(name for other, ident in beside for name in referring(world, after, other, ident))
        if entity.stage in ("persistent", "flushed") and entity.dirty:
            return _updated(world, entity, spot)
        return entity

    after = cell.each(_in(session, change))
    for key, entity in cell.entities.items():
        if entity.session == session and entity.stage in ("persistent", "flushed") and entity.dirty:
            after = arrived(world, after, key, _reloaded(world, entity))
    return after


def perhaps_flushed(world: World, cell: Cell, session: Key) -> Cell:
    """After a flush that may not have happened: what it has to load is there, and whether new instances are rows by now is not known."""
    after = cell
    for key, entity in cell.entities.items():
        if entity.session == session and entity.stage == "pending":
            after = after.put(key, replace(entity, stage=""))
        elif entity.session == session and entity.stage in ("persistent", "flushed") and entity.dirty:
            again = _reloaded(world, entity)
            after = arrived(world, after.put(key, after.entities[key].ready(again)), key, again)
    return after


def _unset(mapping: Mapping, attribute: Attribute) -> bool:
    """Whether an attribute that a constructor is not given stays without a value: dataclasses set those that have a default."""
    return not mapping.dataclass or (not attribute.init and not attribute.default)


def _inserted(world: World, entity: Entity, spot: Spot) -> Entity:
    mapping = mapping_of(world, entity.id)
    unready: dict[str, Status] = {}
    if mapping is not None and not entity.vague:
        given = entity.dirty - entity.blank
        for name, attribute in attributes(world, entity.id, ("relationship",)).items():
            # Without a key there is nobody to look for.
            keyed = attribute.direction != "many-to-one" or _keys(world, entity, attribute) & given
            if name not in entity.dirty and _unset(mapping, attribute) and keyed:
                unready[name] = Status("new", spot, name in entity.partly)
        for name, attribute in attributes(world, entity.id, ("column",)).items():
            told = attribute.default or attribute.server_default or attribute.primary_key
            if attribute.deferred and not told and name not in entity.dirty and (not mapping.dataclass or not attribute.init):
                unready[name] = Status("deferred", spot, name in entity.partly)
        for name, attribute in attributes(world, entity.id, ("column_property",)).items():
            if name not in entity.dirty and (not mapping.dataclass or not attribute.init) and not attribute.primary_key and attribute.default:
                unready[name] = Status("expression", spot, name in entity.partly)
        for name, attribute in attributes(world, entity.id, ("column",)).items() if mapping.eager_defaults is False else ():
            if name in entity.dirty or attribute.primary_key or (mapping.dataclass and attribute.init):
                continue
            if attribute.server_default or attribute.default == "sql":
                unready[name] = Status("server", spot, name in entity.partly)
    unready.update(_computed(mapping, entity, spot, "insert"))
    return replace(entity.without(unready), stage="flushed", dirty=frozenset(), partly=frozenset(), computed=frozenset())


def _computed(mapping: Mapping | None, entity: Entity, spot: Spot, by: str) -> dict[str, Status]:
    """What was assigned as SQL, less what a statement fetches as it does values of the server in the same column."""
    fetches = mapping is not None and (mapping.eager_defaults is True or (by == "insert" and mapping.eager_defaults is None))
    told = mapping.attributes if mapping is not None and fetches else {}

    def is_fetched(name: str) -> bool:
        attribute = told.get(name)
        return attribute is not None and (attribute.server_default or "sql" in (attribute.default, attribute.onupdate))

    return {name: Status("expression", spot) for name in entity.computed if not is_fetched(name)}


def _reloaded(world: World, entity: Entity) -> list[str]:
    """What comes with a row that a flush loads to know its key."""
    known = attributes(world, entity.id)
    gone = lost(world, entity)
    return [name for name in gone if not known[name].deferred] if any(known[name].primary_key for name in gone) else []


def _updated(world: World, entity: Entity, spot: Spot) -> Entity:
    mapping = mapping_of(world, entity.id)
    unready: dict[str, Status] = {}
    entity = entity.ready(_reloaded(world, entity))
    # What is assigned by a name that nobody knows may be the very attribute.
    some = ANY_COLUMN in entity.dirty
    if mapping is not None and (some or any(name in mapping.attributes and mapping.attributes[name].kind == "column" for name in entity.dirty)):
        for name, attribute in mapping.attributes.items():
            if attribute.onupdate != "sql" or name in entity.dirty:
                continue
            if attribute.kind == "column_property":
                unready[name] = Status("expression", spot, some)
            elif attribute.kind == "column" and mapping.eager_defaults is not True:
                unready[name] = Status("server", spot, some)
        unready.update(_computed(mapping, entity, spot, "update"))
    return replace(entity.without(unready), dirty=frozenset(), computed=frozenset())


def committed(world: World, cell: Cell, session: Key, expires: bool | None, spot: Spot, said: Spot | None = None) -> Cell:
    """After a commit: flushed, and expired where the session does that; `said` is where that is set."""

    def change(entity: Entity) -> Entity:
        if entity.stage == "deleted":
            return replace(entity.unknown(), session=None, stage="")
        if entity.stage not in ("persistent", "flushed", "pending"):
            return entity
        after = replace(entity, stage="persistent", dirty=frozenset(), computed=frozenset(), changed=False)
        # What nobody knows to be expired counts as loaded.
        return expired(world, after, "commit", spot, said) if expires else after

    return flushed(world, cell, session, spot).each(_in(session, change)).begun(session, False)


def expired(world: World, entity: Entity, why: str, spot: Spot, said: Spot | None = None) -> Entity:
    """An entity of which everything is expired. Relationships that were not there before have not gone because of that, nor has what had expired
    whatever the settings."""
    names = attributes(world, entity.id)
    before = {name: status for name, status in entity.unready.items() if status.why in RELATION | STRONGER and not status.some}
    # What was not loaded, or nobody is known to have loaded, may not be there either way: the settings are not to blame.
    sure = entity.eager | {name for name, _ in entity.links}
    sure |= {name for name, attribute in names.items() if attribute.kind != "relationship" and not attribute.deferred}
    sure -= entity.unsure | {name for name, status in entity.unready.items() if status.why in COLUMN and not status.some}
    unready = {name: before.get(name) or Status(why, spot, False, said if name in sure else None) for name in names}
    return replace(entity, vague=entity.vague and not names, unready=unready, near={})


def rolled_back(world: World, cell: Cell, session: Key, spot: Spot) -> Cell:
    """After a rollback: what was persistent before is expired whatever the settings; new instances are as before they were added.

    A session that has begun nothing has nothing to roll back.
    """
    if session in cell.idle:
        return cell

    def change(entity: Entity) -> Entity:
        if entity.stage in ("persistent", "deleted"):
            return replace(expired(world, entity, "rollback", spot), stage="persistent")
        if entity.stage in ("pending", "flushed"):
            return replace(entity.unknown(), stage="transient", session=None)
        return entity.unknown()

    return cell.each(_in(session, change)).begun(session, False)


def savepoint_begun(cell: Cell, session: Key) -> Cell:
    """After a savepoint was set: nothing is changed since then."""
    return cell.each(_in(session, lambda entity: replace(entity, changed=False) if entity.changed is not False else entity))


def savepoint_rolled_back(world: World, cell: Cell, session: Key, spot: Spot) -> Cell:
    """After the rollback of a savepoint: what was changed since it was set is expired, or as it was before it was added."""

    def change(entity: Entity) -> Entity:
        if entity.changed is False:
            return entity
        if entity.changed is None or entity.stage in ("", "deleted"):
            return entity.unknown()
        if entity.stage == "persistent":
            return replace(expired(world, entity, "rollback", spot), changed=False)
        return replace(entity.unknown(), stage="transient", session=None)

    return cell.each(_in(session, change))


def cascaded(world: World, cell: Cell, key: Key, spot: Spot) -> Cell:
    """After `key` alone was expired, or is about to be refreshed: what its loaded relationships cascade that to is expired, too. So it would be where
    a commit has expired the relationship, which is not to blame for what that leads to then."""
    reached: dict[Key, Entity] = {}
    pending = [key]
    while pending:
        current = pending.pop()
        entity = cell.entities[current]
        if entity.vague or entity.many:
            continue
        for name, attribute in attributes(world, entity.id, ("relationship",)).items():
            words = {word.strip() for word in (attribute.cascade or "").split(",")}
            status = entity.unready.get(name)
            gone = status is not None and status.why != "commit"
            if not words & {"all", "refresh-expire"} or gone or name in entity.eager or attribute.lazy in EAGER:
                continue  # Not there, or loaded anew.
            for held in (("d", current, name), *(link for own, link in entity.links if own == name)):
                inner = cell.entities.get(held)
                if inner is not None and inner.stage == "persistent" and held not in reached and held != key:
                    reached[held] = expired(world, inner, "expire", spot) if status is None else inner.unblamed()
                    pending.append(held)
    return replace(cell, entities={**cell.entities, **reached}) if reached else cell


def all_expired(world: World, cell: Cell, session: Key, spot: Spot) -> Cell:
    """After `expire_all`."""
    return cell.each(_in(session, lambda entity: expired(world, entity, "expire", spot) if entity.stage in ("persistent", "flushed") else entity))


def closed(cell: Cell, session: Key) -> Cell:
    """After the end of a session: its instances are detached, as they are."""
    return cell.each(_in(session, Entity.alone))


def forgotten(cell: Cell, session: Key) -> Cell:
    """After something that nobody knows was done to the instances of a session: nothing is known to be missing."""
    return cell.each(_in(session, Entity.unknown))


def perhaps_loaded(world: World, cell: Cell, session: Key) -> Cell:
    """After a query that may have loaded any rows of a session: what was expired may be there."""
    return cell.each(_in(session, lambda entity: entity.ready(lost(world, entity))))


def _keys(world: World, entity: Entity, attribute: Attribute) -> set[str]:
    """The keys of a relationship that leads to another row by keys of this one: those that refer to its class, or all that there are."""
    return set(foreign_to(world, entity.id, attribute.target) if attribute.target is not None else ()) or set(foreign(world, entity.id))


def _is_blank(world: World, entity: Entity, attribute: Attribute) -> bool:
    """Whether the keys of a many-to-one may be None, as far as they were given here: it needs no query then."""
    keys = _keys(world, entity, attribute) if attribute.direction == "many-to-one" else ()
    return bool(keys) and entity.blank.issuperset(keys)


def dropped(cell: Cell, key: Key, names: Collection[str], alive: Collection[Key]) -> Cell:
    """After a refresh of relationships of `key`: what only these held is gone, and comes as its own query loads it; `alive` are the instances that
    have names. What a caller lent may have one there."""
    gone = {link for name, link in cell.entities[key].links if name in names and link not in alive}
    return cell.each(lambda held, entity: entity.unknown() if held in gone else entity) if gone else cell


def refreshed(world: World, entity: Entity, names: Collection[str] | None, spot: Spot, keeps: bool) -> Entity:
    """After a refresh, of everything or of some attributes: columns are loaded, relationships only if asked for or loaded eagerly. `keeps` tells that
    the session is known not to have expired anything before."""
    mapping = mapping_of(world, entity.id)
    if names is not None:
        # What another row's key leads to needs the columns with that key.
        leads = mapping is None or any(name in mapping.attributes and mapping.attributes[name].direction in BY_KEY for name in names)
        keys = [name for name, attribute in attributes(world, entity.id, ("column",)).items() if attribute.primary_key]
        return replace(entity.ready([*names, *keys, *((*foreign(world, entity.id), *lost(world, entity)) if leads else ())]), stage="persistent")
    columns = [name for name, attribute in attributes(world, entity.id, ("column", "column_property")).items() if not attribute.deferred]
    after = replace(entity.ready(columns), stage="persistent", dirty=frozenset(), computed=frozenset(), unsure=frozenset())
    if mapping is None:
        return after
    beside = tuple(name for name in columns if entity.vague or not keeps or name in entity.unready)
    gone = {**entity.near, **entity.unready}
    unready: dict[str, Status] = {}
    eager: list[str] = []
    for name, attribute in attributes(world, entity.id, ("relationship",)).items():
        own = attribute.lazy in EAGER and not (attribute.collection and attribute.target == entity.id and attribute.lazy == "joined")
        never = strategy(world, mapping, attribute, entity.options, 0)[0] == "noload"
        if name in entity.eager or own or never or (entity.vague and name not in gone) or _is_blank(world, entity, attribute):
            eager.append(name)
        elif attribute.collection:
            why = gone[name].why if name in gone and gone[name].why == "lazy" else "refresh"
            unready[name] = Status(why, spot, beside=beside)
        elif name not in gone:
            unready[name] = Status("refresh", spot, beside=beside)
        else:
            why = "lazy" if gone[name].why in EXPIRED else gone[name].why
            unready[name] = Status(why, spot, beside=beside)
    return after.ready(eager).without(unready)
