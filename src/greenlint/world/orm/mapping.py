"""A mapped class as a whole: what its body, its mixins, its parents and other classes' backrefs make of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from greenlint.world.orm import tables
from greenlint.world.orm.annotated import COLLECTION, SCALAR
from greenlint.world.orm.model import Attribute, Link, Mapping, Role, Written
from greenlint.world.orm.relations import MANY_TO_ONE, ONE_TO_MANY, ONE_TO_ONE
from greenlint.world.orm.roles import is_abstract
from greenlint.world.orm.scope import marked
from greenlint.world.types import DefId

if TYPE_CHECKING:
    from greenlint.world.world import World

__all__ = ["Attribute", "Mapping", "backrefs", "mapping"]

_REVERSED = {MANY_TO_ONE: ONE_TO_MANY, ONE_TO_MANY: MANY_TO_ONE, ONE_TO_ONE: MANY_TO_ONE}


def mapping(world: World, id: DefId) -> Mapping | None:
    """The mapping of a class; None when it is no mapped class. Of an abstract one it is what all mapped classes below have in common."""
    role: Role = world.ask("role", id)
    definition = world.definition(id)
    abstract = role.kind == "mixin" and role.root is not None and definition is not None and is_abstract(definition)
    if role.kind != "mapped" and not abstract:
        return None
    own: Written = world.ask("written", id)
    parent = role.parent or own.inherits
    above: Mapping | None = world.ask("mapping", parent) if parent is not None else None
    before = set(tables.classes(world, parent)) if parent is not None else set()
    fresh = [base for base in tables.classes(world, id) if base not in before]
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
    is_dataclass = _is(world, id, "dataclass")
    if is_dataclass and any(what.repr is False for what in said):
        attributes = {name: replace(attribute, repr=False) for name, attribute in attributes.items()}
    arguments = next((what for what in said if what.has_arguments), Written())
    load = arguments.polymorphic_load or ("inline" if parent is not None and _loads_below(world, parent) else "")
    if load and above is not None:
        attributes.update({name: replace(attributes[name], polymorphic_load=load) for name in attributes.keys() - above.attributes.keys()})
    columns = {name for name, attribute in attributes.items() if attribute.kind == "column"}
    return Mapping(
        id,
        attributes,
        role.known and not abstract and all(what.whole for what in said) and (above is None or above.whole),
        parent,
        "" if above is None else "concrete" if arguments.concrete else "joined" if tables.has_own_table(world, id) else "single",
        frozenset(columns - above.attributes.keys()) if above is not None else frozenset(),
        False if arguments.eager_defaults is None and any(what.silent for what in said) else arguments.eager_defaults,
        _is(world, id, "awaitable"),
        is_dataclass,
        role.fields,
    )


def _loads_below(world: World, id: DefId) -> bool:
    """Whether queries for a class load what its subclasses add."""
    found: Written = world.ask("written", id)
    parent = world.ask("role", id).parent or found.inherits
    return found.with_polymorphic or (parent is not None and _loads_below(world, parent))


def _is(world: World, id: DefId, kind: str) -> bool:
    """Whether a base, or a decorator of a class of the project, is marked to make the class a kind of it."""
    own = tables.classes(world, id)
    bases = {base for item in own for base, _ in world.ask("mro", item) if base is not None and base.is_stub}
    return any(marked(world, base, "maps_as") == kind for base in bases) or any(kind in world.ask("decorated_as", item) for item in own)


def backrefs(world: World, id: DefId) -> dict[str, Attribute]:
    """The attributes that relationships of other classes make on a class."""
    found: dict[str, Attribute] = {}
    own = set(world.ask("mentioning", id.qualname.rpartition(".")[2]))
    for path in world.ask("mentioning", "backref"):
        if path in own:
            found.update(world.ask("backrefs_in", path, id))
    return found


def backrefs_in(world: World, path: str, id: DefId) -> dict[str, Attribute]:
    """Those that relationships in one file make."""
    found: dict[str, Attribute] = {}
    own = set(world.ask("mentions_in", path, id.qualname.rpartition(".")[2]))
    for piece in (piece for piece in world.ask("mentions_in", path, "backref") if piece in own):
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
    way = _REVERSED.get(attribute.direction, attribute.direction)
    collection = link.backref_uselist if link.backref_uselist is not None else _is_collection(way)
    return replace(link.backref, target=other, direction=_told(way, collection), collection=collection)


def directed(world: World, id: DefId, attribute: Attribute, link: Link) -> Attribute:
    """A relationship of a class with its direction, and whether it is a collection."""
    way = tables.direction(world, id, attribute.target, link.direction)
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
