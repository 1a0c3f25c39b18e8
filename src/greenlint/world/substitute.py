"""Type variables and parameters replaced by what they stand for, and found out by matching a pattern with a type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from greenlint.world.types import (
    ANY_LENGTH,
    NEVER,
    NONE,
    OBJECT,
    REST,
    TUPLE,
    TYPE,
    UNKNOWN,
    Atom,
    Class,
    ContextManager,
    Coroutine,
    Descriptor,
    Form,
    Function,
    Generator,
    Instance,
    Literal,
    Module,
    Param,
    Partial,
    Symbolic,
    Type,
    TypeVar,
    Union,
    builtin,
    class_of,
    join,
    members,
    ordered,
    union,
)

if TYPE_CHECKING:
    from greenlint.world.world import World

TypeVars = dict[TypeVar, Type]


def with_args(value: Instance | Class, args: tuple[Type, ...]) -> Instance | Class:
    """The same instance or class with other type arguments."""
    return Instance(value.id, args, value.note) if isinstance(value, Instance) else Class(value.id, args)


def fill(value: Type, variables: Mapping[TypeVar, Type]) -> Type:
    """The type with its type variables replaced; unsolved ones stay."""
    if not variables:
        return value
    if isinstance(value, TypeVar):
        return variables.get(value, value)
    if isinstance(value, Instance | Class):
        if not value.args:
            return value
        args = tuple([fill(arg, variables) for arg in value.args])
        return class_of(args[0]) if value.id == TYPE and isinstance(value, Instance) else with_args(value, args)
    if isinstance(value, Union):
        return union(fill(item, variables) for item in value.members)
    if isinstance(value, Coroutine):
        return Coroutine(fill(value.result, variables), value.origin, value.site)
    if isinstance(value, Generator):
        return Generator(fill(value.yields, variables), value.is_async, value.origin)
    if isinstance(value, ContextManager):
        return ContextManager(fill(value.enters, variables), value.is_async, value.origin)
    if isinstance(value, Form):
        return Form(fill(value.type, variables))
    if isinstance(value, Descriptor):
        return Descriptor(value.kind, fill(value.function, variables))
    return value


def solved(value: Type, kept: frozenset[TypeVar] = frozenset()) -> Type:
    """The type with what no argument told (type variables) made Unknown; those of a scope around are `kept`."""
    if isinstance(value, TypeVar):
        return value if value in kept else UNKNOWN
    if isinstance(value, Instance | Class):
        if not value.args:
            return value
        return with_args(value, tuple([solved(arg, kept) for arg in value.args]))
    if isinstance(value, Union):
        return union(solved(item, kept) for item in value.members)
    if isinstance(value, Coroutine):
        return Coroutine(solved(value.result, kept), value.origin, value.site)
    if isinstance(value, Form):
        return Form(solved(value.type, kept))
    return value


def variables(values: Iterable[Type]) -> frozenset[TypeVar]:
    """The type variables that some types are made of."""
    found: set[TypeVar] = set()
    pending = list(values)
    while pending:
        item = pending.pop()
        if isinstance(item, TypeVar):
            found.add(item)
        elif isinstance(item, Instance | Class):
            pending.extend(item.args)
        elif isinstance(item, Union):
            pending.extend(item.members)
        elif isinstance(item, Coroutine):
            pending.append(item.result)
    return frozenset(found)


def match(world: World, pattern: Type, value: Type, found: TypeVars) -> bool:
    """Match a declared type with an actual one, collecting what its type variables stand for; False when they certainly differ."""
    if value is UNKNOWN or pattern is UNKNOWN or value is NEVER or isinstance(value, Param | Symbolic | TypeVar):
        return True
    if isinstance(pattern, TypeVar):
        actual = world.literal_class(value) if isinstance(value, Literal) else value
        found[pattern] = join(found[pattern], actual) if pattern in found else actual
        return True
    if isinstance(pattern, Union):
        return _match_union(world, pattern, value, found)
    if isinstance(value, Union):
        return all(match(world, pattern, item, found) for item in sorted(value.members, key=repr))
    if isinstance(pattern, Instance):
        return _match_instance(world, pattern, value, found)
    if isinstance(pattern, Class):
        return _match_class(world, pattern, value, found)
    if isinstance(pattern, Atom):
        return pattern == value
    if isinstance(pattern, Literal):
        return pattern == value or not (isinstance(value, Literal) and type(value.value) is type(pattern.value))
    return True


def _match_union(world: World, pattern: Union, value: Type, found: TypeVars) -> bool:
    parts = sorted(ordered(pattern.members), key=lambda item: isinstance(item, TypeVar))
    for item in members(value):
        for part in parts:
            attempt = dict(found)
            if match(world, part, item, attempt):
                found.update(attempt)
                break
        else:
            return False
    return True


def _match_class(world: World, pattern: Class, value: Type, found: TypeVars) -> bool:
    if not isinstance(value, Class):
        return not isinstance(value, Instance) or value.id == TYPE
    return _match_instance(world, Instance(pattern.id, pattern.args), Instance(value.id, value.args), found)


def _match_instance(world: World, pattern: Instance, value: Type, found: TypeVars) -> bool:
    if pattern.id == OBJECT:
        return True
    if value is NONE:
        return False
    if pattern.id == TYPE:
        if not isinstance(value, Class):
            return not isinstance(value, Instance) or value.id == TYPE
        return not pattern.args or match(world, pattern.args[0], Instance(value.id, value.args), found)
    if pattern.id.qualname == "Callable":
        return _match_callable(world, pattern, value, found)
    actual = world.as_instance(value)
    if actual is None:
        return not isinstance(value, Class | Module | Function)
    if actual.id == TUPLE and pattern.id == TUPLE:
        return _match_tuple(world, pattern.args, actual.args, found)
    base = world.base_arguments(actual, pattern.id)
    if base is None:
        promoted = any(world.base_arguments(actual, narrow) is not None for narrow in _PROMOTED.get(pattern.id, ()))
        return promoted or _match_shape(world, pattern, actual, found)
    for part, arg in zip(pattern.args, base, strict=False):
        match(world, part, arg, found)
    return True


# What annotations accept beside a class and its subclasses (PEP 484).
_PROMOTED = {builtin("float"): (builtin("int"),), builtin("complex"): (builtin("float"), builtin("int"))}

_SHAPES: dict[str, Callable[[World, Instance], Type]] = {
    "AbstractContextManager": lambda world, value: world.entered(value, False),
    "AbstractAsyncContextManager": lambda world, value: world.entered(value, True),
    "Iterable": lambda world, value: world.iterated(value, False),
    "AsyncIterable": lambda world, value: world.iterated(value, True),
    "Awaitable": lambda world, value: world.awaited(value),
}


def _match_shape(world: World, pattern: Instance, actual: Instance, found: TypeVars) -> bool:
    """A protocol is matched by what the value can do; a class that nothing is known of may be anything."""
    shape = _SHAPES.get(pattern.id.qualname) if pattern.id.is_stub else None
    if shape is None or not pattern.args:
        return world.is_open(actual.id) or world.is_protocol(pattern.id)
    part = shape(world, actual)
    if part is not UNKNOWN:
        match(world, pattern.args[0], part, found)
    return part is not UNKNOWN or world.is_open(actual.id)


def _match_callable(world: World, pattern: Instance, value: Type, found: TypeVars) -> bool:
    if isinstance(value, Function | Class | Partial | Descriptor | Form) or world.as_instance(value) is None:
        if pattern.args:
            result = world.result_of(value)
            if result is not UNKNOWN:
                match(world, pattern.args[-1], result, found)
        return not isinstance(value, Module | Literal | Coroutine) and value is not NONE
    return not isinstance(value, Literal)


def _match_tuple(world: World, pattern: tuple[Type, ...], actual: tuple[Type, ...], found: TypeVars) -> bool:
    if len(actual) == 2 and actual[1] is ANY_LENGTH:
        wanted = [part for part in pattern if part is not ANY_LENGTH]
        return all(match(world, part, actual[0], found) for part in wanted)
    if len(pattern) == 2 and pattern[1] is ANY_LENGTH:
        return all(match(world, pattern[0], arg, found) for arg in actual)
    for index, part in enumerate(pattern):
        if part is REST:
            return True
        if index >= len(actual):
            return False
        match(world, part, actual[index], found)
    return len(pattern) == len(actual)
