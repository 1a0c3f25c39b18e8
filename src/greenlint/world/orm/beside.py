"""Which many-to-one relationships of an instance need no query: their key is empty, or another instance told it, and then the row that it names may
be in the session.

Deliberately absent: instances whose session and identity are followed (`identity`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from greenlint.model.trace import Node
from greenlint.world.narrow import peek
from greenlint.world.orm.identity import BY_KEY
from greenlint.world.orm.plans import mapping_of
from greenlint.world.orm.tables import foreign, table_names
from greenlint.world.types import DefId, Instance, members

if TYPE_CHECKING:
    from greenlint.world.narrow import Scope
    from greenlint.world.world import World


def over(world: World, id: DefId, column: str) -> frozenset[str]:
    """The many-to-one relationships of a mapped class that go over a column."""
    refers = foreign(world, id).get(column)
    mapping = mapping_of(world, id) if refers else None
    if not refers or mapping is None:
        return frozenset()
    return frozenset(
        name
        for name, attribute in mapping.attributes.items()
        if attribute.kind == "relationship" and not attribute.collection and attribute.direction in BY_KEY
        if attribute.target is not None and refers & (table_names(world, attribute.target) | {attribute.target})
    )


def told_by_rows(scope: Scope, id: DefId, given: list[tuple[str, Node]]) -> frozenset[str]:
    """The relationships of a new instance whose keys are attributes of other instances."""
    world = scope.world
    return frozenset(name for keyword, node in given if any(_is_of_row(scope, part) for part in _ends(node)) for name in over(world, id, keyword))


def selected_by_rows(scope: Scope, body: list[Node], id: DefId) -> frozenset[str]:
    """The relationships of a class that conditions in a body compare with other instances, or their keys with attributes of those."""
    found: set[str] = set()
    for left, right in _equalities(body):
        for attribute, other in ((left, right), (right, left)):
            if attribute[0] == "attr" and (_is_of_row(scope, other) or _is_row(scope, other)):
                found |= over(scope.world, id, attribute[3]) or {attribute[3]}
    return frozenset(found)


def _ends(node: Node) -> list[Node]:
    return [node[3], node[4]] if node[0] == "ifexp" else [node]


def _is_of_row(scope: Scope, node: Node) -> bool:
    return node[0] == "attr" and _is_row(scope, node[2])


def _is_row(scope: Scope, node: Node) -> bool:
    return any(isinstance(item, Instance) and mapping_of(scope.world, item.id) is not None for item in members(peek(scope, node)))


def _equalities(body: list[Node]) -> Iterator[tuple[Node, Node]]:
    pending: list[Any] = list(body)
    while pending:
        node = pending.pop()
        if type(node) is not list or not node:
            continue
        if node[0] == "cmp" and len(node) == 4 and len(node[3]) == 1 and node[3][0][0] == "==":
            yield node[2], node[3][0][1]
        pending.extend(node)
