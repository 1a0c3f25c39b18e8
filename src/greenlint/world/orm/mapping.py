"""A mapped class as a whole: what its body, its mixins, its parents and other classes' backrefs make of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from greenlint.world.orm.annotated import COLLECTION, SCALAR
from greenlint.world.orm.model import Attribute, Link, Mapping, Role, Written
from greenlint.world.orm.relations import MANY_TO_ONE, ONE_TO_MANY, ONE_TO_ONE, UNTOLD_DIRECTION
from greenlint.world.orm.scope import marked
from greenlint.world.types import DefId

if TYPE_CHECKING:
    from greenlint.world.world import World

__all__ = ["Attribute", "Mapping", "backrefs", "mapping"]

_REVERSED = {MANY_TO_ONE: ONE_TO_MANY, ONE_TO_MANY: MANY_TO_ONE}


def mapping(world: World, id: DefId) -> Mapping | None:
    """The mapping of a class; None when it is no mapped class."""
    role: Role = world.ask("role", id)
    if role.kind != "mapped":
        return None
    order = [base for base, _ in world.ask("mro", id) if base is not None]
    own = [base for base in order if not base.is_stub]
    above: Mapping | None = world.ask("mapping", role.parent) if role.parent is not None else None
    before = {base for base, _ in world.ask("mro", role.parent)} if role.parent is not None else set()
    fresh = [base for base in own if base not in before]
    said: list[Written] = [world.ask("written", base) for base in fresh]
    attributes = dict(above.attributes) if above is not None else {}
    for base, what in reversed(list(zip(fresh, said, strict=True))):
        for name in what.hidden:
            attributes.pop(name, None)
        for name, attribute in what.attributes.items():
            if attribute.kind != "relationship":
                attributes[name] = attribute
            elif base == id or not role.fields:
                attributes[name] = directed(world, id, attribute, what.links[name])
            else:
                attributes.pop(name, None)
    for name, attribute in world.ask("backrefs", id).items():
        attributes.setdefault(name, attribute)
    shown = all(what.repr is not False for what in said)
    arguments = next((what for what in said if what.has_arguments), Written())
    columns = {name for name, attribute in attributes.items() if attribute.kind == "column"}
    is_dataclass = _is(world, id, order, "dataclass")
    if is_dataclass and not shown:
        attributes = {name: replace(attribute, repr=False) for name, attribute in attributes.items()}
    return Mapping(
        id,
        attributes,
        role.known and all(what.whole for what in said) and (above is None or above.whole),
        role.parent,
        _inheritance(said, arguments) if above is not None else "",
        frozenset(columns - above.attributes.keys()) if above is not None else frozenset(),
        arguments.eager_defaults,
        _is(world, id, order, "awaitable"),
        is_dataclass,
        role.fields,
    )


def _inheritance(said: list[Written], arguments: Written) -> str:
    if arguments.concrete:
        return "concrete"
    return "joined" if any(what.declared_table for what in said[:1]) else "single"


def _is(world: World, id: DefId, order: Iterable[DefId], kind: str) -> bool:
    if any(marked(world, base, "maps_as") == kind for base in order if base.is_stub):
        return True
    return kind == "dataclass" and any(world.ask("dataclass_decorated", base) for base in order if not base.is_stub)


def backrefs(world: World, id: DefId) -> dict[str, Attribute]:
    """The attributes that relationships of other classes make on a class."""
    found: dict[str, Attribute] = {}
    for path, piece in world.ask("mentions", "backref"):
        for definition in world.ask("definitions", path, piece).values():
            if definition.kind != "class" or world.ask("role", definition.id).kind != "mapped":
                continue
            what: Written = world.ask("written", definition.id)
            for name, link in what.links.items():
                attribute = what.attributes[name]
                if link.backref is not None and attribute.target == id:
                    found[link.backref.name] = _reversed(directed(world, definition.id, attribute, link), link, definition.id)
    return found


def _reversed(attribute: Attribute, link: Link, other: DefId) -> Attribute:
    assert link.backref is not None
    forward = MANY_TO_ONE if attribute.direction == ONE_TO_ONE else attribute.direction
    way = MANY_TO_ONE if attribute.direction == ONE_TO_ONE else _REVERSED.get(forward, forward)
    collection = link.backref_uselist if link.backref_uselist is not None else _is_collection(way)
    return replace(link.backref, target=other, direction=_told(way, collection), collection=collection)


def directed(world: World, id: DefId, attribute: Attribute, link: Link) -> Attribute:
    """A relationship of a class with its direction, and whether it is a collection."""
    way = link.direction or _by_tables(world, id, attribute.target)
    if way.startswith("remote:"):
        foreign = _foreign(world, id)
        names = set(way.removeprefix("remote:").split(","))
        way = ONE_TO_MANY if names <= foreign.keys() else UNTOLD_DIRECTION if names & foreign.keys() else MANY_TO_ONE
    way = "" if way == UNTOLD_DIRECTION else way
    if link.shape == SCALAR:
        collection: bool | None = False
    elif not link.known:
        collection = None
    elif link.uselist is not None:
        collection = link.uselist
    else:
        collection = _is_collection(way)
        if collection is None and link.shape == COLLECTION:
            collection = True
    return replace(attribute, direction=_told(way, collection), collection=collection)


def _is_collection(way: str) -> bool | None:
    return way != MANY_TO_ONE if way else None


def _told(way: str, collection: bool | None) -> str:
    return ONE_TO_ONE if way == ONE_TO_MANY and collection is False else way


def _by_tables(world: World, id: DefId, target: DefId | None) -> str:
    """The direction that foreign keys tell, where they tell one."""
    if target is None:
        return UNTOLD_DIRECTION
    if target == id:
        return ONE_TO_MANY
    out = _refers(world, id, target)
    back = _refers(world, target, id)
    if out == back:
        return UNTOLD_DIRECTION
    return MANY_TO_ONE if out else ONE_TO_MANY


def _refers(world: World, id: DefId, other: DefId) -> bool:
    names = tables(world, other)
    return any(table in names or table == other for found in _foreign(world, id).values() for table in found)


def tables(world: World, id: DefId) -> frozenset[str]:
    """The names of the tables that a class is mapped to, as far as they are known."""
    found: set[str] = set()
    for base, _ in world.ask("mro", id):
        if base is not None and not base.is_stub:
            what: Written = world.ask("written", base)
            if what.table:
                found.add(what.table)
    if world.ask("role", id).fields and not found:
        found.add(id.qualname.rpartition(".")[2].lower())
    return frozenset(found)


def _foreign(world: World, id: DefId) -> dict[str, frozenset[str | DefId | None]]:
    found: dict[str, frozenset[str | DefId | None]] = {}
    for base, _ in reversed(world.ask("mro", id)):
        if base is not None and not base.is_stub:
            found.update({name: refers for name, refers in world.ask("written", base).foreign.items() if refers})
    return found
