"""Which many-to-one relationships of an instance need no query: their key is empty, or another instance told it, and then the row that it names may
be in the session.

Deliberately absent: instances whose session and identity are followed (`identity`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from greenlint.model.trace import Node
from greenlint.world.narrow import peek
from greenlint.world.orm.notes import instances
from greenlint.world.orm.plans import BY_KEY, applies, mapping_of
from greenlint.world.orm.tables import foreign, foreign_to
from greenlint.world.types import DICT, LIST, SET, TUPLE, UNKNOWN, Class, DefId, Instance, members

if TYPE_CHECKING:
    from greenlint.world.narrow import Scope
    from greenlint.world.world import World


def over(world: World, id: DefId, column: str) -> frozenset[str]:
    """The many-to-one relationships of a mapped class that go over a column."""
    mapping = mapping_of(world, id) if column in foreign(world, id) else None
    if mapping is None:
        return frozenset()
    return frozenset(
        name
        for name, attribute in mapping.attributes.items()
        if attribute.kind == "relationship" and not attribute.collection and attribute.direction in BY_KEY
        if attribute.target is not None and column in foreign_to(world, id, attribute.target)
    )


def told_by_rows(scope: Scope, id: DefId, given: list[tuple[str, Node]]) -> frozenset[str]:
    """The relationships of a new instance whose keys are attributes of other instances."""
    world = scope.world
    return frozenset(name for keyword, node in given if any(_is_of_row(scope, part) for part in _ends(node)) for name in over(world, id, keyword))


def selected_by_rows(scope: Scope, compared: Iterable[tuple[Node, Node]], id: DefId) -> frozenset[str]:
    """The relationships of a class that conditions compare with other instances, or their keys with attributes of those."""
    world = scope.world
    found: set[str] = set()
    for left, right in compared:
        for attribute, other in ((left, right), (right, left)):
            names = _led_by(world, id, attribute[3]) if attribute[0] == "attr" else frozenset()
            if names and (_is_of_row(scope, other) or _is_row(scope, other)) and _may_be_of(scope, attribute[2], id):
                found |= names
    return frozenset(found)


def kept_with_session(scope: Scope, query: Node, id: DefId) -> frozenset[str]:
    """The many-to-one relationships of a class that a session's call gives, where an object keeps that session and collections of rows: other code
    has filled them, and what the relationships refer to may be there."""
    world = scope.world
    owner = peek(scope, query[2][2]) if query[0] == "attr" and query[2][0] == "attr" else UNKNOWN
    mapping = mapping_of(world, id)
    if mapping is None or not isinstance(owner, Instance) or owner.id.is_stub or not _keeps_rows(world, owner.id):
        return frozenset()
    relations = [attribute for attribute in mapping.attributes.values() if attribute.kind == "relationship" and not attribute.collection]
    return frozenset(attribute.name for attribute in relations if attribute.direction in BY_KEY)


def _keeps_rows(world: World, id: DefId) -> bool:
    infos = [world.class_info(base) for base, _ in world.ask("mro", id) if base is not None and not base.is_stub]
    declared = [item for info in infos for value in info.declared.values() for item in members(value)]
    collections = [item for item in declared if isinstance(item, Instance) and item.id in (LIST, SET, DICT, TUPLE)]
    return any(mapping_of(world, item.id) is not None for collection in collections for item in instances(collection))


def _led_by(world: World, id: DefId, name: str) -> frozenset[str]:
    """The many-to-one relationships of a class that an attribute of it is, or tells the key of."""
    mapping = mapping_of(world, id)
    attribute = mapping.attributes.get(name) if mapping is not None else None
    if attribute is None or attribute.kind != "relationship":
        return over(world, id, name)
    return frozenset() if attribute.collection else frozenset({name})


def _may_be_of(scope: Scope, owner: Node, id: DefId) -> bool:
    """Whether a condition on an attribute of `owner` may be one on a class: another mapped class is known not to be that."""
    value = peek(scope, owner)
    return not isinstance(value, Class) or mapping_of(scope.world, value.id) is None or applies(scope.world, value.id, id)


def _ends(node: Node) -> list[Node]:
    return [node[3], node[4]] if node[0] == "ifexp" else [node]


def _is_of_row(scope: Scope, node: Node) -> bool:
    return node[0] == "attr" and _is_row(scope, node[2])


def _is_row(scope: Scope, node: Node) -> bool:
    return any(isinstance(item, Instance) and mapping_of(scope.world, item.id) is not None for item in members(peek(scope, node)))
