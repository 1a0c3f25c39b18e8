"""Compares the model of mapped classes with what SQLAlchemy's mappers say once the same code is imported.

A section's files are written below a directory, imported from there, and described by introspection; the model of the same classes is described in
the same words. What the model does not know must be said in the section. Deliberately absent: whether models are useful.
"""

from __future__ import annotations

import dataclasses
import importlib
import json
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import sqlalchemy
from sections import Section
from sqlalchemy.ext.associationproxy import AssociationProxy
from sqlalchemy.ext.asyncio import AsyncAttrs
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import ColumnProperty, CompositeProperty, Mapper, RelationshipProperty, SynonymProperty, configure_mappers
from sqlalchemy.orm.relationships import RelationshipDirection
from sqlalchemy.orm.util import CascadeOptions
from sqlalchemy.schema import Column
from sqlalchemy.sql.elements import ClauseElement

from greenlint.base.settings import Settings
from greenlint.world.codec import Decoder, Encoder
from greenlint.world.orm.mapping import Attribute, Mapping
from greenlint.world.sources import Sources
from greenlint.world.types import DefId
from greenlint.world.world import World

Facts = dict[str, Any]

_UNKNOWN = re.compile(r"#\s*unknown:\s*(\S+)")
_LAZY = {True: "select", False: "joined", None: "noload"}
_DIRECTIONS = {
    RelationshipDirection.MANYTOONE: "many-to-one",
    RelationshipDirection.ONETOMANY: "one-to-many",
    RelationshipDirection.MANYTOMANY: "many-to-many",
}
UNTOLD = {"target": None, "collection": None, "lazy": "", "direction": "", "nullable": None, "default": "", "onupdate": ""}
"""The values of the model that stand for what is not known, in the fields that have them."""


def unknown_in(section: Section) -> set[str]:
    """What a section says that the model does not know: `Class.attribute.field`, `Class.attribute` or `Class.field`."""
    return {found for file in section.files for found in _UNKNOWN.findall(file.text)}


def differences(section: Section, root: Path) -> list[str]:
    """What the model says that is not true, and what it does not know without the section saying so."""
    section.write(root)
    real = _real(section, root)
    modelled = _modelled(section, root)
    problems: list[str] = []
    unknown: set[str] = set()
    if real.keys() != modelled.keys():
        problems.append(f"mapped classes: {sorted(real.keys() ^ modelled.keys())} are mapped here or there only")
    for name in real.keys() & modelled.keys():
        problems += _compare(name, real[name], modelled[name], unknown)
    wanted = unknown_in(section)
    problems += [f"{fact} is not known" for fact in sorted(unknown - wanted)]
    problems += [f"{fact} is said to be unknown, but it is known" for fact in sorted(wanted - unknown)]
    return problems


def _compare(name: str, real: Facts, modelled: Facts, unknown: set[str]) -> Iterator[str]:
    for key in modelled.keys() - {"attributes", "whole"}:
        if real[key] == modelled[key]:
            continue
        if key == "eager_defaults" and modelled[key] is True:
            unknown.add(f"{name}.{key}")
        else:
            yield f"{name}.{key} is {real[key]!r}, not {modelled[key]!r}"
    if not modelled["whole"]:
        unknown.add(f"{name}.whole")
    there, here = real["attributes"], modelled["attributes"]
    for attribute in sorted(here.keys() - there.keys()):
        yield f"{name}.{attribute} is no mapped attribute"
    unknown.update(f"{name}.{attribute}" for attribute in there.keys() - here.keys())
    for attribute in sorted(here.keys() & there.keys()):
        for key, value in here[attribute].items():
            truth = there[attribute].get(key, value)
            if value == truth:
                continue
            if key in UNTOLD and value == UNTOLD[key]:
                unknown.add(f"{name}.{attribute}.{key}")
            else:
                yield f"{name}.{attribute}.{key} is {truth!r}, not {value!r}"


# What the model says


def _modelled(section: Section, root: Path) -> dict[str, Facts]:
    world = World(Sources(root, Settings()), Settings())
    found: dict[str, Facts] = {}
    for path in world.sources.files():
        for piece in world.index.facts(path).pieces:
            for definition in world.ask("definitions", path, piece).values():
                mapping = world.ask("mapping", definition.id) if definition.kind == "class" else None
                if mapping is not None:
                    assert _kept(mapping) == mapping
                    # An abstract class has no mapper; what it says is compared with those of its subclasses.
                    if world.ask("role", definition.id).kind != "mapped":
                        continue
                    found[_name(definition.id)] = _told(mapping)
    return found


def _kept(mapping: Mapping) -> Mapping:
    """A mapping as another run finds it in the cache."""
    encoder = Encoder()
    data = encoder.encode(mapping)
    return Decoder(encoder.table).decode(json.loads(data))


def _name(id: DefId) -> str:
    return f"{id.path.removesuffix('.py').removesuffix('/__init__').replace('/', '.')}:{id.qualname}".removeprefix("main:")


def _told(mapping: Mapping) -> Facts:
    return {
        "parent": _name(mapping.parent) if mapping.parent is not None else None,
        "inheritance": mapping.inheritance,
        "own": mapping.own,
        "eager_defaults": mapping.eager_defaults,
        "async_attrs": mapping.async_attrs,
        "dataclass": mapping.dataclass,
        "whole": mapping.whole,
        "attributes": {name: _told_attribute(attribute, mapping) for name, attribute in mapping.attributes.items()},
    }


def _told_attribute(attribute: Attribute, mapping: Mapping) -> Facts:
    facts: Facts = {"kind": attribute.kind, "polymorphic_load": attribute.polymorphic_load}
    if mapping.dataclass and not mapping.sqlmodel and attribute.kind in ("column", "relationship"):
        facts |= {"init": attribute.init, "repr": attribute.repr}
    if attribute.kind == "relationship":
        facts |= {name: getattr(attribute, name) for name in ("collection", "lazy", "back", "join_depth", "viewonly", "direction")}
        if attribute.cascade is not None:
            facts["cascade"] = frozenset(CascadeOptions(attribute.cascade))
        facts["target"] = _name(attribute.target) if attribute.target is not None else None
    elif attribute.kind in ("column", "column_property"):
        facts |= {name: getattr(attribute, name) for name in ("deferred", "deferred_group", "raises")}
    if attribute.kind == "column":
        facts |= {name: getattr(attribute, name) for name in ("primary_key", "onupdate", "default", "server_default", "nullable")}
    if attribute.kind == "proxy":
        facts["proxied"] = attribute.proxied
    return facts


# What the mappers say


def _real(section: Section, root: Path) -> dict[str, Facts]:
    with imported(section, root) as modules, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        configure_mappers()
        found: dict[str, Facts] = {}
        for module in modules:
            for value in list(vars(module).values()):
                if isinstance(value, type) and value.__module__ == module.__name__ and _mapper(value) is not None:
                    found[_class_name(value)] = _described(value)
        return found


@contextmanager
def imported(section: Section, root: Path) -> Iterator[list[ModuleType]]:
    """The modules of a section's files, imported; forgotten at the end, with what they registered."""
    names = [file.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for file in section.files]
    sys.path.insert(0, str(root))
    importlib.invalidate_caches()
    try:
        yield [importlib.import_module(name) for name in names]
    finally:
        sys.path.remove(str(root))
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", None) or "").startswith(str(root)) or name in names:
                del sys.modules[name]
        sqlmodel = sys.modules.get("sqlmodel")
        if sqlmodel is not None:
            sqlmodel.SQLModel.metadata.clear()
            sqlmodel.SQLModel._sa_registry.dispose()
        sqlalchemy.orm.clear_mappers()


def _mapper(value: type) -> Mapper[Any] | None:
    found = value.__dict__.get("__mapper__")
    return found if isinstance(found, Mapper) and found.class_ is value else None


def _class_name(value: type) -> str:
    return f"{value.__module__}:{value.__qualname__}".removeprefix("main:")


def _described(value: type) -> Facts:
    mapper = _mapper(value)
    assert mapper is not None
    above = mapper.inherits
    own = {prop.key for prop in mapper.column_attrs if isinstance(prop.columns[0], Column)}
    return {
        "parent": _class_name(above.class_) if above is not None else None,
        "inheritance": "" if above is None else "concrete" if mapper.concrete else "single" if mapper.single else "joined",
        "own": frozenset(own - set(above.all_orm_descriptors.keys())) if above is not None else frozenset(),
        "eager_defaults": None if mapper.eager_defaults == "auto" else mapper.eager_defaults,
        "async_attrs": issubclass(value, AsyncAttrs),
        "dataclass": dataclasses.is_dataclass(value) and "_sa_apply_dc_transforms" in dir(value),
        "attributes": dict(_attributes(value, mapper)),
    }


def _attributes(value: type, mapper: Mapper[Any]) -> Iterator[tuple[str, Facts]]:
    fields = {field.name: field for field in dataclasses.fields(value)} if dataclasses.is_dataclass(value) else {}
    generated = ("__repr__" in value.__dict__ and value.__repr__.__qualname__.endswith("__create_fn__.<locals>.__repr__")) or _has_generated_repr(value)
    for prop in mapper.attrs:
        facts = _property(prop)
        field = fields.get(prop.key)
        facts["init"] = field is not None and field.init
        facts["repr"] = field is not None and field.repr and generated
        facts["polymorphic_load"] = _polymorphic_load(mapper, prop.key)
        yield prop.key, facts
    for name, descriptor in mapper.all_orm_descriptors.items():
        if isinstance(descriptor, hybrid_property):
            yield descriptor.__name__ if name not in dir(value) else name, {"kind": "hybrid"}
        elif isinstance(descriptor, AssociationProxy):
            yield name, {"kind": "proxy", "proxied": (descriptor.target_collection, descriptor.value_attr)}


def _polymorphic_load(mapper: Mapper[Any], key: str) -> str:
    """How queries for a class that lacks an attribute load it."""
    while mapper.inherits is not None and key in mapper.inherits.attrs:
        mapper = mapper.inherits
    loaded = [(other.with_polymorphic or ((),))[0] for other in list(mapper.iterate_to_root())[1:]]
    return mapper.polymorphic_load or ("inline" if any(classes == "*" or mapper.class_ in classes for classes in loaded) else "")


def _has_generated_repr(value: type) -> bool:
    """Whether a class's own `__repr__` is the one that dataclasses make."""
    own = value.__dict__.get("__repr__")
    return own is not None and getattr(own, "__wrapped__", None) is not None and "fields" not in getattr(own, "__annotations__", {})


def _property(prop: Any) -> Facts:
    if isinstance(prop, RelationshipProperty):
        direction = _DIRECTIONS[prop.direction]
        return {
            "kind": "relationship",
            "target": _class_name(prop.mapper.class_),
            "collection": bool(prop.uselist),
            "lazy": prop.lazy if isinstance(prop.lazy, str) else _LAZY[prop.lazy],
            "back": prop.back_populates,
            "join_depth": prop.join_depth,
            "viewonly": prop.viewonly,
            "direction": "one-to-one" if direction == "one-to-many" and not prop.uselist else direction,
            "cascade": frozenset(prop.cascade),
        }
    if isinstance(prop, SynonymProperty):
        return {"kind": "synonym"}
    if isinstance(prop, CompositeProperty):
        return {"kind": "composite"}
    assert isinstance(prop, ColumnProperty)
    facts: Facts = {"deferred": prop.deferred, "deferred_group": prop.group or "", "raises": bool(prop.raiseload)}
    column = prop.columns[0]
    if not isinstance(column, Column):
        return {"kind": "column_property", **facts}
    return {
        "kind": "column",
        **facts,
        "primary_key": column.primary_key,
        "onupdate": "sql" if column.server_onupdate is not None else _origin(column.onupdate),
        "default": _origin(column.default),
        "server_default": column.server_default is not None,
        "nullable": column.nullable,
    }


def _origin(default: Any) -> str:
    if default is None:
        return ""
    return "sql" if isinstance(getattr(default, "arg", None), ClauseElement) or default.is_sequence else "python"
