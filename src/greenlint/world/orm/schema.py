"""Schemas: classes that make an instance of an object's attributes, and which attributes they read.

All fields are read: those with defaults, those that the output excludes, those that only the output renames. Data classes and typed dictionaries are
no schemas: they take no object. Deliberately absent: who reads by a schema (`serialization`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from greenlint.world.orm.schema_body import Body, OwnField
from greenlint.world.orm.schema_settings import Settings
from greenlint.world.orm.shapes import shape_of
from greenlint.world.substitute import fill, solved
from greenlint.world.types import UNKNOWN, DefId, Type

if TYPE_CHECKING:
    from greenlint.world.world import World


@dataclass(frozen=True, slots=True)
class Field:
    """A field: `name` is what is read from the object, `choices` what is read in its place, in order, where the object has no such attribute.

    `nested` is the schema, with its type arguments, that reads the value, or where `many` each item of it (of a mapping, each value). The value is
    what a `resolver` gives that is called with the object, if there is one.
    """

    name: str
    at: int
    owner: DefId
    nested: DefId | None = None
    many: bool = False
    arguments: tuple[Type, ...] = ()
    choices: tuple[str, ...] = ()
    resolver: DefId | None = None


@dataclass(frozen=True, slots=True)
class Schema:
    """What a class reads; `whole` is False where a base is not known or the object may be replaced before its attributes are read.

    `asked`: each field by itself, when it is asked for.
    """

    id: DefId
    fields: tuple[Field, ...]
    from_attributes: bool | None
    whole: bool
    asked: bool = False


def schema(world: World, id: DefId, arguments: tuple[Type, ...] = ()) -> Schema | None:
    """What a class, with these type arguments, reads of an object; None where it is no schema."""
    if id.is_stub or "schema" not in world.class_marks(id):
        return None
    settings: Settings = world.ask("schema_settings", id)
    given = dict(zip(world.class_info(id).variables, arguments, strict=False))
    found: dict[str, tuple[DefId, OwnField, Type]] = {}
    converted: set[str] = set()
    whole = True
    for base, args in reversed(world.ask("mro", id)):
        if base is None or base.is_stub:
            whole = whole and base is not None
            continue
        info = world.class_info(base)
        variables = dict(zip(info.variables, (fill(arg, given) for arg in args), strict=False))
        body: Body = world.ask("schema_body", base)
        for name, own in body.fields.items():
            if own is not None:
                found[name] = base, own, solved(fill(info.declared.get(name, UNKNOWN), variables))
            else:
                found.pop(name, None)
        converted |= body.converted
        whole = whole and body.plain
    fields = []
    for name, (owner, own, declared) in found.items():
        keys = _keys(name, own, settings)
        known = not (own.converted or converted & {name, "*"} or (own.keys is not None and own.keys.inner))
        shape = shape_of(world, declared) if known else None
        if keys and shape is None:
            fields.append(Field(keys[0], own.at, owner, choices=keys[1:]))
        elif keys and shape is not None:
            fields.append(Field(keys[0], own.at, owner, shape.schema, shape.many, shape.arguments, keys[1:]))
    return Schema(id, tuple(fields), settings.get("from_attributes", False), whole)


def _keys(name: str, own: OwnField, settings: Settings) -> tuple[str, ...]:
    """The attributes by which a field is looked for, in order; none where they cannot be known."""
    by_name = settings.get("by_name", False)
    by_alias = settings.get("by_alias", True)
    if own.keys is None or by_alias is None:
        return ()
    if not by_alias:
        return (name,)
    if own.keys.names:
        return (*own.keys.names, name) if by_name else own.keys.names
    # What a generator makes of the name is looked for first; objects do not have it, or it is the name.
    return (name,) if by_name or settings.get("generator", False) is False else ()
