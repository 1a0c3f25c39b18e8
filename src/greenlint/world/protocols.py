"""`await`, `with`, `for`: what a value gives when it is awaited, entered or iterated, and which functions that runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greenlint.world.calls import Arguments, call
from greenlint.world.events import Target, alternatives
from greenlint.world.types import (
    ANY_LENGTH,
    NEVER,
    NONE,
    REST,
    TUPLE,
    UNKNOWN,
    ContextManager,
    Coroutine,
    Function,
    Generator,
    Instance,
    Literal,
    Type,
    Union,
    builtin,
    is_symbolic,
    members,
    symbolic,
    union,
)

if TYPE_CHECKING:
    from greenlint.world.world import World

_BOOL = Instance(builtin("bool"))


def awaited(world: World, value: Type) -> Type:
    """What `await` gives."""
    if isinstance(value, Coroutine):
        return value.result
    if isinstance(value, Union):
        return union(awaited(world, item) for item in members(value) if item is not NONE)
    if is_symbolic(value):
        return symbolic("await", value)
    if value is NEVER:
        return NEVER
    if not isinstance(value, Instance):
        return UNKNOWN
    if world.is_typing(value.id, "Awaitable") or world.is_typing(value.id, "Coroutine"):
        return value.args[-1] if value.args else UNKNOWN
    if world.lacks(value, "__await__"):
        return NEVER
    method, _ = world.attribute(value, "__await__")
    if not isinstance(method, Function):
        return UNKNOWN
    result, _ = call(world, method, Arguments())
    if isinstance(result, Instance) and len(result.args) == 3:
        return result.args[2]
    if isinstance(result, Generator):
        return UNKNOWN
    return UNKNOWN


def is_awaitable(world: World, value: Type) -> bool:
    """Whether every alternative of a value is known to be awaitable."""
    for item in members(value):
        if isinstance(item, Coroutine):
            continue
        if isinstance(item, Instance) and world.may_have(item.id, "__await__"):
            continue
        return False
    return True


def _methods(is_async: bool) -> tuple[str, str]:
    return ("__aenter__", "__aexit__") if is_async else ("__enter__", "__exit__")


def entered(world: World, value: Type, is_async: bool) -> Type:
    """What `with value as x` binds."""
    if isinstance(value, ContextManager):
        return value.enters if value.is_async == is_async else UNKNOWN
    if isinstance(value, Union):
        return union(entered(world, item, is_async) for item in members(value) if item is not NONE)
    if is_symbolic(value):
        return symbolic("aenter" if is_async else "enter", value)
    if not isinstance(value, Instance):
        return NEVER if value is NEVER else UNKNOWN
    if world.lacks(value, _methods(is_async)[0]):
        return NEVER
    method, _ = world.attribute(value, _methods(is_async)[0])
    if not isinstance(method, Function):
        return UNKNOWN
    result, _ = call(world, method, Arguments())
    return awaited(world, result) if is_async else result


def _running(world: World, value: Type, is_async: bool, which: int) -> tuple[tuple[Target, ...], bool, bool]:
    ways: list[tuple[Target, ...]] = []
    settled, ends = True, False
    for item in members(value):
        if isinstance(item, ContextManager):
            ways.append((Target(item.origin),) if item.is_async == is_async else ())
        elif isinstance(item, Instance) and world.lacks(item, _methods(is_async)[which]):
            settled = settled and isinstance(value, Union)
        elif isinstance(item, Instance):
            method, _ = world.attribute(item, _methods(is_async)[which])
            if isinstance(method, Function):
                result, targets = call(world, method, Arguments((NONE, NONE, NONE) if which else ()))
                ways.append(targets)
                given = awaited(world, result) if is_async else result
                ends = ends or given == _BOOL or (isinstance(given, Literal) and given.value is True)
            else:
                settled = False
        elif item is not NONE:
            settled = False
    return alternatives(ways), settled and all(ways), ends


def entering(world: World, value: Type, is_async: bool) -> tuple[tuple[Target, ...], bool]:
    """The functions that entering runs, and whether they are all there are."""
    return _running(world, value, is_async, 0)[:2]


def leaving(world: World, value: Type, is_async: bool) -> tuple[tuple[Target, ...], bool, bool]:
    """The functions that leaving runs, whether they are all there are, and whether leaving by an exception ends that: by the rule of type checkers,
    where the exit is declared to give `bool`, or gives `True`. A generator's second half has been counted when it was entered."""
    if isinstance(value, ContextManager):
        return (), True, False
    return _running(world, value, is_async, 1)


def iterated(world: World, value: Type, is_async: bool) -> Type:
    """The elements of an iteration."""
    if isinstance(value, Generator):
        return value.yields if value.is_async == is_async else UNKNOWN
    if isinstance(value, Union):
        return union(iterated(world, item, is_async) for item in members(value) if item is not NONE)
    if is_symbolic(value):
        return symbolic("aiterate" if is_async else "iterate", value)
    instance = world.as_instance(value)
    if instance is None:
        return NEVER if value is NEVER else UNKNOWN
    if instance.id == TUPLE and not is_async:
        return union(arg for arg in instance.args if arg is not ANY_LENGTH and arg is not REST) if instance.args else UNKNOWN
    for name in ("Iterator", "Iterable") if not is_async else ("AsyncIterator", "AsyncIterable"):
        base = world.base_arguments(instance, world.typing(name))
        if base is not None and base:
            return base[0]
    return _by_method(world, instance, is_async)


def _by_method(world: World, instance: Instance, is_async: bool) -> Type:
    first, second = ("__aiter__", "__anext__") if is_async else ("__iter__", "__next__")
    if world.lacks(instance, first) and world.lacks(instance, "__getitem__"):
        return NEVER
    method, _ = world.attribute(instance, first)
    if not isinstance(method, Function):
        return UNKNOWN
    iterator, _ = call(world, method, Arguments())
    if iterator == instance:
        step, _ = world.attribute(instance, second)
        if not isinstance(step, Function):
            return UNKNOWN
        result, _ = call(world, step, Arguments())
        return awaited(world, result) if is_async else result
    return iterated(world, iterator, is_async)


def iteration(world: World, value: Type, is_async: bool) -> tuple[tuple[Target, ...], bool]:
    """The functions that iterating runs, and whether they are all there are."""
    ways: list[tuple[Target, ...]] = []
    settled = True
    for item in members(value):
        if isinstance(item, Generator):
            ways.append((Target(item.origin),) if item.is_async == is_async else ())
            continue
        instance = world.as_instance(item)
        if instance is None:
            settled = settled and item is NONE
            continue
        found: tuple[Target, ...] = ()
        for name in ("__aiter__", "__anext__") if is_async else ("__iter__", "__next__"):
            if world.may_have(instance.id, name):
                method, _ = world.attribute(instance, name)
                if isinstance(method, Function):
                    found += call(world, method, Arguments())[1]
        ways.append(found)
    return alternatives(ways), settled and all(ways)
