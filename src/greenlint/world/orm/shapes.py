"""Which types stand for what a schema makes: the schema itself, collections of it, schemas that stand for one value.

Deliberately absent: what a schema reads (`schema`, `object_type`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from greenlint.world.types import (
    ANY_LENGTH,
    BUILTINS,
    NONE,
    TUPLE,
    TYPING_PATH,
    DefId,
    Instance,
    Literal,
    Type,
    builtin,
    members,
)

if TYPE_CHECKING:
    from greenlint.world.world import World

_COLLECTIONS = frozenset(
    {
        *(builtin(name) for name in ("list", "set", "frozenset")),
        *(DefId(TYPING_PATH, name) for name in ("Sequence", "MutableSequence", "AbstractSet", "MutableSet")),
        DefId("stub:collections/__init__.pyi", "deque"),
    }
)
_MAPPINGS = frozenset({builtin("dict"), DefId(TYPING_PATH, "Mapping"), DefId(TYPING_PATH, "MutableMapping")})
_SCALARS = frozenset(BUILTINS.values())
_DEPTH = 4


class Shape(NamedTuple):
    """A schema with its type arguments, or a collection of what it makes."""

    schema: DefId
    arguments: tuple[Type, ...]
    many: bool


def shape_of(world: World, value: Type, depth: int = 0) -> Shape | None:
    """The one schema by which values of a type are made of objects; None where there is none, or there are several to choose from."""
    parts = [item for item in members(value) if item is not NONE and not _is_scalar(item)]
    item = parts[0] if len(parts) == 1 else None
    if not isinstance(item, Instance) or depth > _DEPTH:
        return None
    if is_schema(world, item.id):
        root = root_of(world, item)
        return shape_of(world, root, depth + 1) if root is not None else Shape(item.id, item.args, False)
    inner = item_of(item)
    shape = shape_of(world, inner, depth + 1) if inner is not None else None
    return Shape(shape.schema, shape.arguments, True) if shape is not None and not shape.many else None


def _is_scalar(item: Type) -> bool:
    """Whether no object with attributes becomes this by validation."""
    return isinstance(item, Literal) or (isinstance(item, Instance) and item.id in _SCALARS)


def is_schema(world: World, id: DefId) -> bool:
    """Whether a class reads the attributes of objects that stand for its instances."""
    return "schema" in world.class_marks(id) or bool(world.ask("object_kind", id))


def item_of(value: Instance) -> Type | None:
    """What a collection holds, or the values of a mapping; None where it is none, or not the same everywhere."""
    if value.id == TUPLE:
        return value.args[0] if len(value.args) == 2 and value.args[1] is ANY_LENGTH else None
    if value.id in _COLLECTIONS and len(value.args) == 1:
        return value.args[0]
    return value.args[1] if value.id in _MAPPINGS and len(value.args) == 2 else None


def root_of(world: World, value: Instance) -> Type | None:
    """The type of the one value that an instance of a schema class stands for; None where the class has fields."""
    for base, _ in world.ask("mro", value.id):
        for name, root in world.ask("marks", base).get("schema", ()) if base is not None and base.is_stub else ():
            if not name and isinstance(root, Literal):
                return world.attribute(value, str(root.value))[0]
    return None
