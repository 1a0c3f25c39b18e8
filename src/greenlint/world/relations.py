"""How types relate: subclasses, base arguments, what annotations spell, what values look like from outside, printed names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greenlint.world.calls import SELF_TYPE, Arguments
from greenlint.world.substitute import fill, with_args
from greenlint.world.types import (
    NEVER,
    NONE,
    OBJECT,
    TYPE,
    TYPING_PATH,
    UNKNOWN,
    Atom,
    Class,
    ContextManager,
    Coroutine,
    DefId,
    Form,
    Function,
    Generator,
    Instance,
    Literal,
    Module,
    Partial,
    Type,
    TypeVar,
    Union,
    builtin,
    class_of,
    is_symbolic,
    members,
    union,
)

if TYPE_CHECKING:
    from greenlint.world.world import World

TYPING = TYPING_PATH
NESTING = 4
"""How deeply the types of what a container holds may nest."""
FORMS = frozenset(
    {
        "Any",
        "Annotated",
        "Callable",
        "ClassVar",
        "Concatenate",
        "Final",
        "Generic",
        "Literal",
        "LiteralString",
        "Never",
        "NewType",
        "NoReturn",
        "NotRequired",
        "Optional",
        "ParamSpec",
        "Protocol",
        "ReadOnly",
        "Required",
        "Self",
        "TypeAlias",
        "TypeGuard",
        "TypeIs",
        "TypeVar",
        "TypeVarTuple",
        "Union",
        "Unpack",
        "cast",
    }
)
_RECORDS = frozenset({DefId(TYPING, "NamedTuple"), DefId(TYPING, "TypedDict")})
_CONTEXT_MANAGERS = ("AbstractContextManager", "AbstractAsyncContextManager")


def typing_id(name: str) -> DefId:
    """The id of a class of the typing stub."""
    return DefId(TYPING, name)


def form(name: str) -> Form:
    """The value of a special form."""
    return Form(Atom("form:" + name))


def form_name(value: Type) -> str | None:
    """The special form that a value is."""
    if isinstance(value, Form) and isinstance(value.type, Atom) and value.type.name.startswith("form:"):
        return value.type.name[5:]
    return None


def alternatives(value: Type) -> tuple[Type, ...]:
    """The classes of an `except` clause: a tuple's elements or the alternatives of one value."""
    if isinstance(value, Instance) and value.id == builtin("tuple"):
        return value.args
    return members(value)


def settled(value: Type) -> Type:
    """The type with what only a caller could tell made Unknown, and what an empty container will hold."""
    if is_symbolic(value):
        return UNKNOWN
    if isinstance(value, Union):
        full = {item.id for item in value.members if isinstance(item, Instance) and NEVER not in item.args}
        return union(settled(item) for item in value.members if not (isinstance(item, Instance) and NEVER in item.args and item.id in full))
    if isinstance(value, Instance | Class):
        return with_args(value, tuple([UNKNOWN if arg is NEVER else settled(arg) for arg in value.args])) if value.args else value
    if isinstance(value, Coroutine):
        return Coroutine(settled(value.result), value.origin)
    if isinstance(value, Generator):
        return Generator(settled(value.yields), value.is_async, value.origin)
    if isinstance(value, ContextManager):
        return ContextManager(settled(value.enters), value.is_async, value.origin)
    return value


def general(value: Type) -> Type:
    """The type without literals, as containers hold it; Unknown where it is nested so deeply that only a recursion can have made it."""
    if isinstance(value, Literal):
        return Instance(builtin(value.kind))
    if isinstance(value, Union):
        return union(general(item) for item in value.members)
    return UNKNOWN if _nests(value, NESTING) else value


def _nests(value: Type, limit: int) -> bool:
    if isinstance(value, Union):
        return any(_nests(item, limit) for item in value.members)
    return isinstance(value, Instance) and bool(value.args) and (not limit or any(_nests(arg, limit - 1) for arg in value.args))


def as_instance(world: World, value: Type) -> Instance | None:
    """The instance that a value looks like from outside."""
    if isinstance(value, Instance):
        return value
    if isinstance(value, Literal):
        return Instance(builtin(value.kind))
    if isinstance(value, Generator):
        name = "AsyncGenerator" if value.is_async else "Generator"
        return Instance(typing_id(name), (value.yields, UNKNOWN, UNKNOWN)[: 2 if value.is_async else 3])
    if isinstance(value, Coroutine):
        return Instance(typing_id("Coroutine"), (UNKNOWN, UNKNOWN, value.result))
    if isinstance(value, ContextManager):
        return Instance(DefId("stub:contextlib.pyi", _CONTEXT_MANAGERS[value.is_async]), (value.enters,))
    return None


def base_arguments(world: World, value: Instance, base: DefId) -> tuple[Type, ...] | None:
    """The type arguments that an instance's class gives one of its bases."""
    if value.id == base:
        return value.args
    for entry, args in world.ask("mro", value.id):
        if entry == base:
            given = dict(zip(world.class_info(value.id).variables, value.args, strict=False))
            return tuple(fill(arg, given) for arg in args)
    return None


def fields(world: World, value: Type) -> dict[str, Type]:
    """The declared fields of a project's named tuple or typed dictionary, in order; empty for other values."""
    order = world.ask("mro", value.id) if isinstance(value, Instance) and not value.id.is_stub else ()
    if not any(base in _RECORDS for base, _ in order):
        return {}
    found: dict[str, Type] = {}
    for base, _ in reversed(order):
        if base is not None and not base.is_stub:
            info = world.class_info(base)
            found.update({name: info.declared.get(name, UNKNOWN) for name in (*info.declared, *info.opaque)})
    return found


def is_subclass(world: World, value: Type, wanted: Type) -> bool | None:
    """Whether a value is certainly (not) an instance of a type; None when nobody knows."""
    if isinstance(wanted, Union):
        verdicts = [is_subclass(world, value, item) for item in members(wanted)]
        return True if True in verdicts else None if None in verdicts else False
    if isinstance(value, Union):
        verdicts = [is_subclass(world, item, wanted) for item in members(value)]
        return True if all(verdict is True for verdict in verdicts) else None if None in verdicts else False
    if value is NONE or wanted is NONE:
        return value == wanted
    if isinstance(value, Class) and isinstance(wanted, Class):
        return is_subclass(world, Instance(value.id, value.args), Instance(wanted.id, wanted.args))
    if value is UNKNOWN or is_symbolic(value) or isinstance(value, TypeVar) or not isinstance(wanted, Instance):
        return None
    instance = as_instance(world, value)
    if instance is None:
        return None if wanted.id.path == TYPING else False
    if base_arguments(world, instance, wanted.id) is not None or wanted.id == OBJECT:
        return True
    return None if world.is_open(instance.id) or world.is_protocol(wanted.id) else False


def is_protocol(world: World, id: DefId) -> bool:
    """Whether a class says `Protocol` among its bases."""
    definition = world.definition(id)
    if definition is None or definition.kind != "class":
        return False
    scope = world.evaluator(id.path, definition.parent, definition.piece)
    for keyword, node in definition.node[3]:
        target = node[2] if node[0] == "sub" else node
        if not keyword and form_name(scope.eval(target)) == "Protocol":
            return True
    return False


def spelled(world: World, value: Type) -> Type:
    """The type that a value spells in an annotation."""
    if isinstance(value, Class):
        if value.id == TYPE and len(value.args) == 1:
            return class_of(value.args[0])
        return Instance(value.id, value.args or (world.ask("made", value.id) if value.id.is_stub else ()))
    if isinstance(value, TypeVar) or value is NONE:
        return value
    if isinstance(value, Union):
        return union(spelled(world, item) for item in members(value))
    if not isinstance(value, Form):
        return UNKNOWN
    name = form_name(value)
    if name is None:
        return UNKNOWN if isinstance(value.type, Atom) and value.type is not NONE else value.type
    if name == "Self":
        return SELF_TYPE
    if name == "Callable":
        return Instance(world.callable_id, (UNKNOWN,))
    if name in ("NoReturn", "Never"):
        return NEVER
    if name == "LiteralString":
        return world.string
    return Instance(typing_id("TypeAlias")) if name == "TypeAlias" else UNKNOWN


def apply_alias(alias: Form, arguments: list[Type]) -> Type:
    """A generic alias with its type variables replaced, in the order of their first use."""
    found: dict[TypeVar, None] = {}
    pending: list[Type] = [alias.type]
    while pending:
        item = pending.pop(0)
        if isinstance(item, TypeVar):
            found[item] = None
        elif isinstance(item, Union):
            pending.extend(members(item))
        else:
            pending.extend(getattr(item, "args", ()))
    return Form(fill(alias.type, dict(zip(found, arguments, strict=False))))


def special_call(world: World, callee: Class, arguments: Arguments) -> Type | None:
    """Calls of classes whose result the stubs' types cannot spell: `functools.partial`, `type(x)`."""
    if not callee.id.is_stub:
        return None
    if callee.id == DefId("stub:functools.pyi", "partial") and arguments.positional:
        first, *rest = arguments.positional
        return Partial(first, tuple(rest), arguments.keywords)
    if callee.id == builtin("type") and len(arguments.positional) == 1:
        instance = as_instance(world, arguments.positional[0])
        return Class(instance.id, instance.args) if instance is not None else UNKNOWN
    return None


def qualified(world: World, value: Type) -> str:
    """The public dotted name of a function, class or module; empty for other values."""
    if isinstance(value, Module):
        return str(world.ask("dotted", value.path))
    if isinstance(value, Class | Function | Instance):
        return world.printed(value.id)
    return ""


def printed(world: World, id: DefId) -> str:
    """The dotted name of a definition; a stub's is the shortest one that the library's packages export it by."""
    qualname = id.qualname.replace("<locals>.", "")
    module = world.ask("dotted", id.path)
    if not id.is_stub or "." not in module:
        return f"{module}.{qualname}"
    first = id.qualname.split(".", 1)[0]
    parts = module.split(".")
    for count in range(1, len(parts)):
        path = world.ask("resolve", ".".join(parts[:count]), id.path)
        if path is None or not world.ask("binding", path, first):
            continue
        value = world.ask("name", path, first)
        if getattr(value, "id", None) == id._replace(qualname=first, inner=0):
            return f"{'.'.join(parts[:count])}.{qualname}"
    return f"{module}.{qualname}"
