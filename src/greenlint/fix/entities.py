"""What the entities of a legacy query are: mapped classes, columns, or nothing that is known; that decides what the query gives."""

from __future__ import annotations

from collections.abc import Sequence

from greenlint.fix.legacy_query import ENTITY, ROWS, Chain, Selected
from greenlint.model.trace import Node
from greenlint.world import lacking
from greenlint.world.definitions import Definition
from greenlint.world.events import Called, Event, Loaded
from greenlint.world.orm.mapping import Mapping
from greenlint.world.types import UNKNOWN, Class, DefId, Instance, Type
from greenlint.world.world import World

_COLUMN = Instance(DefId("stub:sqlalchemy/sql/elements.pyi", "ColumnElement"))


def selected(world: World, path: str, definition: Definition | None, events: Sequence[Event], query: Chain) -> Selected:
    """What a query gives; `definition` and `events` are those of the function that it stands in."""
    values = [_value(world, path, definition, events, node) for _, node in query.entities]
    mapped = [value for value in values if isinstance(value, Class)]
    repeats = any(_loads_collections(world, value.id) for value in mapped)
    if len(values) == 1 and values[0] != _COLUMN:
        return Selected(ENTITY, bool(mapped), True, repeats or not mapped)
    return Selected(ROWS, None not in values, bool(mapped), True)


def _value(world: World, path: str, definition: Definition | None, events: Sequence[Event], node: Node) -> Class | Instance | None:
    """The mapped class that an expression names, a column for what is an expression of columns, None for what is not known."""
    value: Type = UNKNOWN
    if node[0] == "name":
        value = _name(world, path, definition, node[2])
    elif node[0] == "attr":
        load = next((event for event in events if isinstance(event, Loaded) and event.at == node[1]), None)
        if load is not None and _is_mapped(world, load.value):
            return _COLUMN
        value = world.attribute(load.value, load.name)[0] if load is not None else UNKNOWN
    elif node[0] == "call":
        if _is_existence(world, events, node):
            return _COLUMN
        value = next((event.result for event in events if isinstance(event, Called) and event.at == node[1]), UNKNOWN)
    if isinstance(value, Class) and _is_mapped(world, value):
        return value
    return _COLUMN if isinstance(value, Instance) and world.is_subclass(value, _COLUMN) is True else None


def _is_existence(world: World, events: Sequence[Event], node: Node) -> bool:
    """Whether a call is the `exists()` of a legacy query on an asynchronous session."""
    if node[2][0] != "attr" or node[2][3] != "exists":
        return False
    queries = {
        event.at for event in events if isinstance(event, Loaded) and event.name == "query" and lacking.is_asynchronous(world, event.value)
    }
    inner = node[2][2]
    while inner[0] in ("call", "attr") and inner[1] not in queries:
        inner = inner[2]
    return inner[1] in queries


def _name(world: World, path: str, definition: Definition | None, name: str) -> Type:
    """What a name that the function does not bind stands for."""
    if definition is None:
        return world.ask("name", path, name)  # type: ignore[no-any-return]
    if name in definition.bound_names or any(param[1] == name for param in definition.params):
        return UNKNOWN
    return world.free_name(definition, world.own_receiver(definition), name)


def _is_mapped(world: World, value: Type) -> bool:
    return isinstance(value, Class) and "maps" in world.class_marks(value.id)


def _loads_collections(world: World, id: DefId, seen: frozenset[DefId] = frozenset()) -> bool:
    """Whether instances of a mapped class may come with joined collections without being asked for."""
    mapping: Mapping | None = world.ask("mapping", id)
    if mapping is None or not mapping.whole:
        return True
    for attribute in mapping.attributes.values():
        if attribute.kind == "relationship" and attribute.lazy in ("joined", ""):
            if attribute.lazy == "" or attribute.collection is not False or attribute.target is None:
                return True
            if attribute.target not in seen and _loads_collections(world, attribute.target, seen | {id}):
                return True
    return any(below not in seen and _loads_collections(world, below, seen | {id}) for below in world.ask("mapped_below", id))
