"""What `value.name` is: members along the method resolution order, descriptors, bound methods, attributes stored on `self`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greenlint.world.calls import Arguments, call
from greenlint.world.events import Target, alternatives
from greenlint.world.filling import filled, is_empty
from greenlint.world.passed import around, told
from greenlint.world.substitute import fill
from greenlint.world.types import (
    NEVER,
    NONE,
    TYPE,
    UNKNOWN,
    Class,
    DefId,
    Descriptor,
    Form,
    Function,
    Instance,
    Literal,
    Module,
    Super,
    Type,
    TypeVar,
    Union,
    class_of,
    is_symbolic,
    join,
    members,
    symbolic,
    union,
)

if TYPE_CHECKING:
    from greenlint.world.world import World


def attribute(world: World, value: Type, name: str) -> tuple[Type, tuple[Target, ...]]:
    """The type of an attribute, and the functions that reading it runs (properties, `__get__`)."""
    if isinstance(value, Union):
        return _of_union(world, value, name)
    if isinstance(value, Module):
        return world.member(value.path, name), ()
    if is_symbolic(value):
        return symbolic("attr", value, name), ()
    if value is NONE or value is NEVER:
        return NEVER, ()
    if isinstance(value, Class):
        return _of_class(world, value, name)
    if isinstance(value, Super):
        return _of_super(world, value, name)
    if isinstance(value, Form):
        return UNKNOWN, ()
    if isinstance(value, TypeVar):
        return world.attribute(world.ask("limit", value), name)
    if isinstance(value, Instance) and value.id == TYPE and value.args:
        return world.attribute(class_of(world.ask("limit", value.args[0])), name)
    instance = world.as_instance(value)
    if instance is None:
        return UNKNOWN, ()
    return _lookup(world, instance.id, instance, name, world.ask("mro", instance.id))


def _of_union(world: World, value: Union, name: str) -> tuple[Type, tuple[Target, ...]]:
    found: Type = NEVER
    ways: list[tuple[Target, ...]] = []
    for item in members(value):
        if item is NONE or world.lacks(item, name):
            continue
        one, more = attribute(world, item, name)
        found = join(found, one)
        ways.append(more)
    return found, alternatives(ways) if all(ways) else ()


def _of_class(world: World, value: Class, name: str) -> tuple[Type, tuple[Target, ...]]:
    found, targets = _lookup(world, value.id, value, name, world.ask("mro", value.id))
    if found is UNKNOWN and not world.is_open(value.id):
        metaclass = world.class_info(value.id).metaclass
        if isinstance(metaclass, Class):
            return _lookup(world, metaclass.id, value, name, world.ask("mro", metaclass.id))
    return found, targets


def _of_super(world: World, value: Super, name: str) -> tuple[Type, tuple[Target, ...]]:
    receiver = value.receiver
    if not isinstance(receiver, Instance | Class):
        return UNKNOWN, ()
    order = world.ask("mro", receiver.id)
    names = [entry[0] for entry in order]
    if value.after not in names:
        return UNKNOWN, ()
    return _lookup(world, receiver.id, receiver, name, order[names.index(value.after) + 1 :])


def _lookup(
    world: World, id: DefId, receiver: Type, name: str, order: tuple[tuple[DefId | None, tuple[Type, ...]], ...]
) -> tuple[Type, tuple[Target, ...]]:
    variables: dict[TypeVar, Type] = {}
    own = receiver.args if isinstance(receiver, Instance | Class) else ()
    if own:
        variables = dict(zip(world.class_info(id).variables, own, strict=False))
    on_class = isinstance(receiver, Class)
    for base, args in order:
        if base is None:
            return UNKNOWN, ()
        info = world.class_info(base)
        declared = info.declared.get(name)
        member = info.members.get(name)
        stored = NEVER
        if declared is None and not on_class and name in info.stored:
            stored = world.ask("stored", base, name, Instance(id))
        if declared is None and member is None and stored is NEVER:
            continue
        scope = dict(zip(info.variables, (fill(arg, variables) for arg in args), strict=False)) if args else {}
        if base == id:
            scope.update(variables)
        if declared is not None:
            return _bind(world, _owned(world, fill(declared, scope), id), receiver, on_class)
        if member is not None and isinstance(member, Function | Descriptor) and stored is NEVER:
            return _bind(world, member, receiver, on_class)
        found: Type = stored
        targets: tuple[Target, ...] = ()
        if name in info.opaque and (member is NONE or isinstance(member, Literal)):
            # A default is one value of a declared type that nobody knows.
            return (UNKNOWN if on_class or stored is NEVER else fill(stored, scope)), targets
        if member is not None and not (member is NONE and stored is not NEVER):
            one, targets = _bind(world, _owned(world, fill(member, scope), id), receiver, on_class)
            found = join(found, one)
        return fill(found, scope), targets
    return _dynamic(world, receiver, order, on_class, name)


def _owned(world: World, member: Type, owner: DefId) -> Type:
    """What a class body assigns, with the class for a type argument that nothing else tells."""
    if not isinstance(member, Instance) or any(arg is not UNKNOWN for arg in member.args) or not world.class_info(member.id).variables:
        return member
    return Instance(member.id, (Instance(owner),)) if "takes_owner" in world.class_marks(member.id) else member


def _dynamic(
    world: World, receiver: Type, order: tuple[tuple[DefId | None, tuple[Type, ...]], ...], on_class: bool, name: str
) -> tuple[Type, tuple[Target, ...]]:
    """`__getattr__`, when a class on the way declares what it gives."""
    if on_class or name.startswith("__"):
        return UNKNOWN, ()
    for base, _ in order:
        if base is None:
            break
        if base.is_stub and "carries" in world.ask("marks", base):
            return world.ask("carried", base, name), ()
        member = world.class_info(base).members.get("__getattr__")
        if isinstance(member, Function):
            bound = Function(member.id, receiver, True)
            return world.solved(call(world, bound, Arguments((NEVER,)))[0]), ()
    return UNKNOWN, ()


def _bind(world: World, member: Type, receiver: Type, on_class: bool) -> tuple[Type, tuple[Target, ...]]:
    if isinstance(member, Function):
        if on_class:
            return Function(member.id, receiver, False, member.captured, member.altered), ()
        return Function(member.id, receiver, True, member.captured, member.altered), ()
    if isinstance(member, Descriptor):
        return _bind_descriptor(world, member, receiver, on_class)
    if isinstance(member, Instance) and world.may_have(member.id, "__get__"):
        getter, _ = attribute(world, member, "__get__")
        if getter is not UNKNOWN:
            owner = receiver if on_class else Class(receiver.id) if isinstance(receiver, Instance) else UNKNOWN
            result, targets = call(world, getter, Arguments((NONE if on_class else receiver, owner)))
            return result, targets
    return member, ()


def _bind_descriptor(world: World, member: Descriptor, receiver: Type, on_class: bool) -> tuple[Type, tuple[Target, ...]]:
    function = member.function
    if member.kind == "staticmethod":
        return function, ()
    if member.kind == "classmethod":
        owner = Class(receiver.id, receiver.args) if isinstance(receiver, Instance) else receiver
        if isinstance(function, Function):
            return Function(function.id, owner, True, function.captured, function.altered), ()
        if isinstance(function, Descriptor) and isinstance(function.function, Function):
            inner = function.function
            return Descriptor(function.kind, Function(inner.id, owner, True, inner.captured, inner.altered)), ()
        return UNKNOWN, ()
    if member.kind in ("contextmanager", "asynccontextmanager"):
        if isinstance(function, Function):
            return Descriptor(member.kind, Function(function.id, receiver, not on_class, function.captured, function.altered)), ()
        return UNKNOWN, ()
    if on_class or not isinstance(function, Function):
        return UNKNOWN, ()
    return call(world, Function(function.id, receiver, True, function.captured, function.altered), Arguments())


def stored(world: World, owner: DefId, name: str, receiver: Instance) -> Type:
    """What the methods of a class store in `self.<name>`, when they run on `receiver`; what only a caller could tell is Unknown."""
    found: list[Type] = []
    for method in world.class_info(owner).methods:
        definition = world.definition(method)
        if definition is not None and name in definition.stored_attributes:
            value = world.ask("summary", method, receiver).stores.get(name, NEVER)
            found.append(told(world, value, around(world, definition)) if any(map(is_symbolic, members(value))) else value)
    value = union(found)
    if is_empty(value):
        fills = [
            world.ask("summary", method, receiver).fills.get("." + name, NEVER)
            for method in world.class_info(owner).methods
            if (definition := world.definition(method)) is not None and "." + name in definition.filled
        ]
        fill = union(fills)
        value = value if fill is NEVER else filled(value, fill)
    return world.settled(value)
