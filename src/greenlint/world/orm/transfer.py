"""Data transfer objects of mapped classes: which attributes of an instance an answer is made of.

Columns are read, and relationships as deep as the configuration says, by name. Deliberately absent: hybrids, properties and association proxies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from greenlint.model.trace import Node
from greenlint.world import effects
from greenlint.world.definitions import Definition
from greenlint.world.events import Called
from greenlint.world.orm.model import Attribute, Mapping
from greenlint.world.orm.scope import UNTOLD, Expression
from greenlint.world.orm.shapes import item_of
from greenlint.world.types import NONE, Class, Instance, Type, members

if TYPE_CHECKING:
    from greenlint.world.evaluate import Evaluator
    from greenlint.world.world import World

_KINDS = frozenset({"column", "relationship"})


@dataclass(frozen=True, slots=True)
class Transfer:
    """What is sent of an instance: all but what `exclude` names, or only what `include` names (paths, with dots, a number for the items of a
    collection); relationships while `depth` is left."""

    exclude: frozenset[str] = frozenset()
    include: frozenset[str] = frozenset()
    depth: int = 1

    def reads(self, name: str) -> bool:
        """Whether an attribute of that name is sent."""
        first = {path.partition(".")[0] for path in self.include}
        return name not in self.exclude and (not self.include or name in first)

    def below(self, name: str, collection: bool) -> Transfer:
        """What is sent of the instances behind a relationship."""
        found = replace(self, exclude=_below(self.exclude, name), include=_below(self.include, name), depth=self.depth - 1)
        return replace(found, exclude=_below(found.exclude, "0"), include=_below(found.include, "0")) if collection else found


class Sent(NamedTuple):
    """How what a handler returns is sent: each instance, or where `many` each item."""

    transfer: Transfer
    many: bool


def _below(paths: frozenset[str], name: str) -> frozenset[str]:
    return frozenset(rest for path in paths for first, dot, rest in [path.partition(".")] if first == name and dot)


def sent(world: World, transfer: Transfer, mapping: Mapping) -> Iterator[tuple[str, Transfer | None]]:
    """The attributes that are read of an instance, each with what is read of the instances behind it."""
    for name, attribute in mapping.attributes.items():
        if attribute.kind not in _KINDS or attribute.access is not None or name.startswith("_") or not transfer.reads(name):
            continue
        if attribute.kind == "column":
            yield name, None
        elif transfer.depth > 0 and attribute.collection is not None and not _is_described(world, attribute):
            yield name, transfer.below(name, attribute.collection)


def _is_described(world: World, attribute: Attribute) -> bool:
    """Whether the declaration of an attribute may say more to transfers."""
    definition = world.definition(attribute.owner)
    values = [_value(node) for node in definition.body] if definition is not None else []
    calls = [value for value in values if value is not None and value[0] == "call" and value[1] == attribute.at]
    return any(keyword in ("info", "**") for call in calls for keyword, _ in call[3])


def _value(node: Node) -> Node | None:
    """What a statement of a class body assigns."""
    return node[3] if node[0] == "assign" else node[4] if node[0] == "annassign" else None


def answered(world: World, scope: Evaluator, definition: Definition, decorator: Node, event: Called) -> Sent | None:
    """How what a handler returns is sent; None where it is not made of mapped instances, or nobody knows how."""
    many = _many(world, scope.annotation(definition.returns))
    own, both = (_parameter(world, event, marker) for marker in ("sends_by", "transfers_by"))
    if many is None or own is None or both is None or event.open:
        return None
    given = Expression(scope, decorator).arguments()
    chosen = given.get(own) or _of_class(world, definition, own)
    if chosen is None and _in_layers(world, own):
        return None
    if chosen is None and _sends_mapped(world):
        return Sent(Transfer(), many)
    chosen = chosen or given.get(both) or _of_class(world, definition, both)
    transfer = _transfer(world, chosen) if chosen is not None else None
    return Sent(transfer, many) if transfer is not None else None


def _parameter(world: World, event: Called, marker: str) -> str | None:
    """The parameter that a marker of what a call runs names."""
    names = (effects.argument_name(world, target.function.id, marker) for target in event.targets)
    return next((name for name in names if name is not None), None)


def _many(world: World, declared: Type) -> bool | None:
    """Whether a type is a collection of mapped instances, or one; None where it is neither."""
    parts = [item for item in members(declared) if item is not NONE]
    item = parts[0] if len(parts) == 1 else None
    if not isinstance(item, Instance):
        return None
    if not item.id.is_stub and world.ask("mapping", item.id) is not None:
        return False
    inner = item_of(item)
    return True if isinstance(inner, Instance) and not inner.id.is_stub and world.ask("mapping", inner.id) is not None else None


def _of_class(world: World, definition: Definition, name: str) -> Expression | None:
    """What the class around a handler, or a base of it, assigns to a name."""
    owner = definition.parent
    if owner is None or owner.kind != "class":
        return None
    for base, _ in world.ask("mro", owner.id):
        body = world.definition(base) if base is not None and not base.is_stub else None
        found = _assigned(world, body, name) if body is not None else None
        if found is not None:
            return found
    return None


def _assigned(world: World, definition: Definition, name: str) -> Expression | None:
    scope = world.evaluator(definition.id.path, definition, definition.piece)
    for node in definition.body:
        value = _value(node)
        targets = node[2] if node[0] == "assign" else node[2:3]
        if value is not None and any(target[0] == "name" and target[2] == name for target in targets):
            return Expression(scope, value)
    return None


def _sends_mapped(world: World) -> bool:
    """Whether some file names a library's plugin that sends mapped instances as they are."""
    return any(
        isinstance(value := world.ask("name", path, word), Class) and "sends_mapped" in world.class_marks(value.id)
        for word in sorted(world.ask("marked_words", "sends_mapped"))
        for path in world.ask("mentioning", word)
    )


def _in_layers(world: World, name: str) -> bool:
    """Whether a router or an application may say how its handlers' answers are sent: a piece names both."""
    for word in sorted(world.ask("marked_words", "layer")):
        for path in world.ask("mentioning", word):
            if not set(world.ask("mentions_in", path, word)).isdisjoint(world.ask("mentions_in", path, name)):
                return True
    return False


def _transfer(world: World, chosen: Expression) -> Transfer | None:
    """What a data transfer object sends; None where that is not known, or it is not one of mapped classes."""
    found = chosen.followed()
    if found.node[0] == "sub":
        base = found.beside(found.node[2]).type
        return _annotated(world, found) if isinstance(base, Class) and "transfer_object" in world.class_marks(base.id) else None
    made = found.type
    definition = world.definition(made.id) if isinstance(made, Class) and "transfer_object" in world.class_marks(made.id) else None
    if definition is None or definition.id.is_stub:
        return None
    config = _assigned(world, definition, "config")
    if config is not None:
        return _configured(config)
    around = world.evaluator(definition.id.path, definition.parent, definition.piece)
    bases = [Expression(around, node) for keyword, node in definition.node[3] if not keyword]
    return _transfer(world, bases[0]) if len(bases) == 1 else None


def _annotated(world: World, base: Expression) -> Transfer | None:
    """What the configuration in the annotation of a type argument says."""
    parts = base.node[3]
    argument = base.beside(parts[0]).followed() if len(parts) == 1 else base
    node = argument.node
    if node[0] != "sub" or world.special_form(argument.beside(node[2]).type) != "Annotated":
        return Transfer() if argument is not base else None
    inner = node[3][0][2] if len(node[3]) == 1 and node[3][0][0] == "tuple" else node[3]
    return _configured(argument.beside(inner[1])) if len(inner) == 2 else None


def _configured(config: Expression) -> Transfer | None:
    """What a configuration says; None where it is not known."""
    config = config.followed()
    made = config.type
    if config.node[0] != "call" or not isinstance(made, Instance) or not made.id.is_stub:
        return None
    given = config.arguments()
    depth = given.keywords["max_nested_depth"].plain if "max_nested_depth" in given.keywords else 1
    names = [_names(given.keywords.get(keyword)) for keyword in ("exclude", "include")]
    known = not given.open and not given.positional and "include_implicit_fields" not in given.keywords
    exclude, include = names
    return Transfer(exclude, include, depth) if known and exclude is not None and include is not None and type(depth) is int else None


def _names(given: Expression | None) -> frozenset[str] | None:
    """The names that a set of paths or attributes has; None where they are not known."""
    elements = given.elements() if given is not None else []
    found: list[str] = []
    for element in elements if elements is not None else ():
        plain = element.plain if element.node[0] != "attr" else element.node[3]
        if plain is UNTOLD or not isinstance(plain, str):
            return None
        found.append(plain)
    return frozenset(found) if elements is not None else None
