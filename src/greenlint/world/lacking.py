"""Attributes that a value certainly does not have, and where they are to be found instead.

Deliberately absent: attributes that are set from outside of a class.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from greenlint.model.trace import Node
from greenlint.world import effects, relations
from greenlint.world.events import Called, Event, Handled, Loaded
from greenlint.world.types import BUILTINS_PATH, NEVER, NONE, UNKNOWN, Class, DefId, Function, Instance, Literal, Type, builtin, members

if TYPE_CHECKING:
    from greenlint.world.world import World

_HASATTR, _ATTRIBUTE_ERROR = builtin("hasattr"), Class(builtin("AttributeError"))
SYNC_SIDES = ("sync_session", "sync_connection", "sync_engine")
"""What an asynchronous proxy calls the object that it stands for, nearest first."""
_OF_INSTANCES = frozenset({"__dict__", "__module__", "__weakref__"})


def is_everywhere(world: World, name: str) -> bool:
    """Whether each instance of a class that is written in Python has an attribute."""
    return name in _OF_INSTANCES or (name.startswith("__") and world.has_attribute(builtin("object"), name))


def lacks(world: World, value: Type, name: str) -> bool:
    """Whether each alternative of a value is an instance that certainly has no such attribute; what is None is passed over."""
    if is_everywhere(world, name):
        return False
    items = [item for item in members(value) if item is not NONE]
    return bool(items) and all(isinstance(item, Instance) and _lacks(world, item, name) for item in items)


def _lacks(world: World, value: Instance, name: str) -> bool:
    if value.id.is_stub:
        return world.lacks(value, name)
    if world.is_open(value.id):
        return False
    order = [base for base, _ in world.ask("mro", value.id) if base is not None]
    if name.startswith("_") and not name.endswith("__") and any(base.is_stub and base.path != BUILTINS_PATH for base in order):
        # Stubs tell the public surface of a library.
        return False
    stored = any(name in world.class_info(base).stored for base in order)
    return not stored and not any(world.has_attribute(value.id, each) for each in (name, "__getattr__", "__getattribute__"))


def refuses(world: World, value: Instance, name: str) -> bool:
    """Whether a special method of a library's class says, by the annotation of its first parameter, that instances like this one do not have it."""
    method, _ = world.attribute(value, name)
    definition = world.definition(method.id) if isinstance(method, Function) and method.id.is_stub else None
    if definition is None or not definition.params or definition.params[0][2] is None:
        return False
    own = world.ask("parameters", definition.id, None).get(definition.params[0][1], UNKNOWN)
    given = world.base_arguments(value, own.id) if isinstance(own, Instance) else None
    return given is not None and any(world.is_subclass(arg, wanted) is False for arg, wanted in zip(given, own.args, strict=False))


def is_asynchronous(world: World, value: Type) -> bool:
    """Whether each alternative of a value is an instance of a class, or derived from one, whose own methods do database work when awaited."""
    items = [item for item in members(value) if item is not NONE]
    return bool(items) and all(isinstance(item, Instance) and world.ask("works_asynchronously", item.id) for item in items)


def works_asynchronously(world: World, id: DefId) -> bool:
    """Whether a class has library methods that do database work when awaited."""
    return any(
        "awaits_db" in effects.marks(world, method)
        for base, _ in world.ask("mro", id)
        if base is not None and base.is_stub
        for method in world.class_info(base).methods
    )


def is_unstarted(world: World, value: Type, name: str) -> bool:
    """Whether a value would give something with the attribute if it were awaited or entered."""
    given = (world.awaited(value), world.entered(value, True))
    return any(item not in (UNKNOWN, NEVER, value) and not lacks(world, item, name) for item in given)


def gives(world: World, value: Type, method: str, name: str) -> bool:
    """Whether what a method of a value gives (or the value itself when it is called) is known to have an attribute."""
    found = world.result_of(world.attribute(value, method)[0] if method else value)
    return isinstance(found, Instance) and world.has_attribute(found.id, name)


def sync_side(world: World, value: Type) -> str | None:
    """The attribute by which an asynchronous proxy gives the synchronous object behind it."""
    items = [item for item in members(value) if item is not NONE]
    for name in SYNC_SIDES:
        if items and all(isinstance(item, Instance) and world.has_attribute(item.id, name) for item in items):
            return name
    return None


def surprises(world: World, event: Loaded, events: Sequence[Event], spine: Sequence[Node]) -> bool:
    """Whether an attribute is read that certainly is not there, and the function around does not reckon with that."""
    if not lacks(world, event.value, event.name) or is_unstarted(world, event.value, event.name):
        return False
    return not _is_asked_for(event.name, events) and not _is_handled(events, spine)


def _is_asked_for(name: str, events: Sequence[Event]) -> bool:
    """Whether the function asks `hasattr` for an attribute of that name."""
    return any(
        isinstance(event, Called)
        and isinstance(event.callee, Function)
        and event.callee.id == _HASATTR
        and any(isinstance(value, Literal) and value.value == name for _, value in event.arguments)
        for event in events
    )


def _is_handled(events: Sequence[Event], spine: Sequence[Node]) -> bool:
    """Whether the innermost node of a spine stands in a `try` one of whose handlers names AttributeError."""
    caught = {event.at: event.caught for event in events if isinstance(event, Handled)}
    return any(
        _ATTRIBUTE_ERROR in relations.alternatives(caught.get(handler[1], UNKNOWN))
        for node, inner in pairwise(spine)
        if node[0] == "try" and any(inner is statement for statement in node[2])
        for handler in node[3]
    )
