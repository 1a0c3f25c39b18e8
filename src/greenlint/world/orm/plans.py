"""What a query leaves unready of the instances that it loads: the mapping's own strategies, overridden by the options of the statement."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from greenlint.world.orm.model import Attribute, Mapping
from greenlint.world.orm.notes import Option, Spot
from greenlint.world.orm.state import Entity, Status
from greenlint.world.orm.tables import foreign
from greenlint.world.types import DefId

if TYPE_CHECKING:
    from greenlint.world.world import World

EAGER = frozenset({"selectin", "joined", "subquery", "immediate", "contains"})
BY_KEY = frozenset({"many-to-one", ""})
"""Directions of relationships that a key of the row itself may lead along."""

_CHECKING = frozenset({"selectin", "subquery"})
"""What looks at all classes on the way from the query's own."""

_RAISING = frozenset({"raise", "raise_on_sql"})
_OWN_ACCESS = frozenset({"dynamic", "write_only", "noload"})


def mapping_of(world: World, id: DefId) -> Mapping | None:
    """The mapping of a class; None where it has none."""
    return None if id.is_stub else world.ask("mapping", id)


def applies(world: World, root: DefId | None, id: DefId) -> bool:
    """Whether an option that begins at a class concerns another: the same one, a base or a subclass."""
    if root is None or root == id:
        return True
    return any(base == root for base, _ in world.ask("mro", id)) or any(base == id for base, _ in world.ask("mro", root))


def below(options: Iterable[Option], name: str) -> tuple[Option, ...]:
    """The options that go on behind a relationship."""
    found: list[Option] = []
    for option in options:
        if option.path[:1] == (name,) and (len(option.path) > 1 or option.names or option.kind in ("only", "defer", "undefer", "group")):
            found.append(Option(None, option.path[1:], option.kind, option.names, option.deep))
        elif option.path[:1] == (name,) and option.deep:
            found.append(Option(None, (name,), option.kind, option.names, True))
        elif option.path == ("**",):
            found.append(option)
    return tuple(found)


def strategy(world: World, mapping: Mapping, attribute: Attribute, options: Iterable[Option], depth: int) -> tuple[str, bool]:
    """How a query loads a relationship, and whether its options say so; an empty strategy is not known."""
    chosen: str | None = None
    wild: str | None = None
    for option in options:
        if option.names or len(option.path) != 1 or not applies(world, option.root, mapping.id):
            continue
        if option.path[0] == attribute.name and option.kind != "default":
            chosen = option.kind
        elif option.path[0] in ("*", "**"):
            wild = option.kind
    if chosen is not None:
        return chosen, True
    if wild is not None and attribute.lazy not in _OWN_ACCESS:
        return wild, True
    if attribute.lazy in EAGER and _shallow(world, mapping, attribute, depth):
        return "shallow", False
    return attribute.lazy, False


def _shallow(world: World, mapping: Mapping, attribute: Attribute, depth: int) -> bool:
    """Whether the mapping's own eager loading of a relationship does not come so far: a self-reference without `join_depth` loads nothing."""
    if attribute.target is None or (attribute.join_depth is not None and depth < attribute.join_depth):
        return False
    if attribute.lazy == "immediate":
        return False
    return bool(attribute.collection) and attribute.target == mapping.id


def _ends_at_roots(mapping: Mapping, attribute: Attribute) -> bool:
    """Whether some instances need no query for a relationship: what leads up a tree is NULL at its roots, and may be among the rows themselves."""
    return attribute.direction == "many-to-one" and attribute.target == mapping.id


def loaded(
    world: World,
    id: DefId,
    options: tuple[Option, ...],
    spot: Spot | None,
    *,
    many: bool = False,
    whole: bool = True,
    depth: int = 0,
    above: Collection[DefId] = (),
) -> Entity:
    """The state of what a query loads.

    Args:
        id: the class.
        options: those that concern it and what lies below it.
        spot: the query.
        many: whether it may be several instances.
        whole: whether these are all options that there are.
        depth: how many relationships lead to it.
        above: the classes on the way to it, where the mapping's own loading does not go again.
    """
    mapping = mapping_of(world, id)
    if mapping is None:
        return Entity(id, many=many, vague=True, born=spot, options=options)
    unready: dict[str, Status] = {}
    eager: set[str] = set()
    read: set[str] = set()
    near: set[str] = set()
    only, deferred, undeferred, groups = _columns(world, mapping, options)
    for name, attribute in mapping.attributes.items():
        if attribute.kind == "relationship":
            how, told = strategy(world, mapping, attribute, options, depth)
            if not told and how in _CHECKING and attribute.join_depth is None and attribute.target in above:
                how = "select"
            if how in EAGER:
                eager.add(name)
                if how == "immediate" and attribute.direction in BY_KEY:
                    # It reads the key from the instance, whatever the query left out.
                    read.update(foreign(world, id))
            elif how == "shallow":
                unready[name] = Status("shallow", spot)
            elif how in _RAISING:
                unready[name] = Status("raise", spot)
            elif how == "select" and attribute.lazy != "noload":
                unready[name] = Status("lazy", spot)
                if _ends_at_roots(mapping, attribute):
                    near.add(name)
        elif attribute.kind in ("column", "column_property"):
            if attribute.primary_key or name in undeferred or attribute.deferred_group in groups:
                continue
            if name in deferred or (attribute.deferred and name not in only):
                unready[name] = Status("deferred", spot)
            elif only and name not in only and attribute.kind == "column":
                unready[name] = Status("only", spot)
    entity = Entity(id, many=many, vague=not whole, unready=unready if whole else {}, eager=frozenset(eager), options=options, born=spot)
    return entity.ready(read).nearby(near)


def _columns(world: World, mapping: Mapping, options: Iterable[Option]) -> tuple[set[str], set[str], set[str], set[str]]:
    """The columns that options load only, defer and undefer, and the groups that they undefer."""
    found: dict[str, set[str]] = {"only": set(), "defer": set(), "undefer": set(), "group": set()}
    for option in options:
        if not option.path and option.kind in found and applies(world, option.root, mapping.id):
            found[option.kind].update(option.names)
    if "*" in found["undefer"]:
        found["undefer"].update(mapping.attributes)
    return found["only"], found["defer"] - found["undefer"], found["undefer"], found["group"]


def loads(world: World, id: DefId, options: tuple[Option, ...], depth: int = 0) -> list[tuple[DefId, frozenset[str]]]:
    """Which attributes of which classes a query loads, its own entity's first."""
    found: list[tuple[DefId, frozenset[str]]] = []
    pending = [(id, options, depth)]
    while pending:
        current, rest, level = pending.pop(0)
        mapping = mapping_of(world, current)
        if mapping is None:
            continue
        entity = loaded(world, current, rest, None, depth=level)
        relations = [attribute for attribute in mapping.attributes.values() if attribute.kind == "relationship"]
        empty = {attribute.name for attribute in relations if strategy(world, mapping, attribute, rest, level)[0] == "noload"}
        found.append((current, there(world, entity) | empty))
        if level < 4:
            pending.extend(
                (target, below(rest, name), level + 1) for name in sorted(entity.eager) if (target := mapping.attributes[name].target) is not None
            )
    return found


def there(world: World, entity: Entity) -> frozenset[str]:
    """The attributes of an entity that are loaded as far as is known: columns, and relationships that its query loads."""
    mapping = mapping_of(world, entity.id)
    known = mapping.attributes if mapping is not None else {}
    columns = {name for name, attribute in known.items() if attribute.kind in ("column", "column_property")}
    return entity.eager | columns - entity.unready.keys()


def joined_collections(world: World, id: DefId, options: tuple[Option, ...], depth: int = 0) -> str | None:
    """A collection that a query loads by a join, so that its rows repeat: the name, as `Class.attribute`; None where there is none."""
    mapping = mapping_of(world, id)
    if mapping is None or depth > 4:
        return None
    for name, attribute in mapping.attributes.items():
        if attribute.kind != "relationship":
            continue
        how, _ = strategy(world, mapping, attribute, options, depth)
        if how not in ("joined", "contains"):
            continue
        if attribute.collection:
            return f"{attribute.owner.qualname.rsplit('.', 1)[-1]}.{name}"
        if attribute.target is not None and how == "joined":
            inner = joined_collections(world, attribute.target, below(options, name), depth + 1)
            if inner is not None:
                return inner
    return None
