"""Types in words: class names without their modules, the way a reader would write them in an annotation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greenlint.world.types import (
    Atom,
    Class,
    ContextManager,
    Coroutine,
    DefId,
    Descriptor,
    Form,
    Function,
    Generator,
    Instance,
    Literal,
    Module,
    Param,
    Partial,
    Super,
    Symbolic,
    Type,
    TypeVar,
    Union,
)

if TYPE_CHECKING:
    from greenlint.world.world import World


def show(world: World, value: Type) -> str:
    """A type as text."""
    if isinstance(value, Atom):
        return value.name
    if isinstance(value, Literal):
        return f"Literal[{value.value!r}]"
    if isinstance(value, Module):
        return f"module {world.modules.name(value.path)}"
    if isinstance(value, Class):
        return f"type[{_named(world, value.id, value.args)}]"
    if isinstance(value, Instance):
        return _named(world, value.id, value.args)
    if isinstance(value, Function):
        return f"def {_short(value.id)}"
    if isinstance(value, Union):
        return " | ".join(sorted({show(world, item) for item in value.members}))
    if isinstance(value, Coroutine):
        return f"Coroutine[{show(world, value.result)}]"
    if isinstance(value, Generator):
        return f"{'AsyncGenerator' if value.is_async else 'Generator'}[{show(world, value.yields)}]"
    if isinstance(value, ContextManager):
        return f"{'AsyncContextManager' if value.is_async else 'ContextManager'}[{show(world, value.enters)}]"
    return _rare(world, value)


def _rare(world: World, value: Type) -> str:
    if isinstance(value, Partial):
        return f"partial[{show(world, value.function)}]"
    if isinstance(value, Descriptor):
        return f"{value.kind} {show(world, value.function)}"
    if isinstance(value, Form):
        return f"type[{show(world, value.type)}]"
    if isinstance(value, Param | TypeVar):
        return value.name
    if isinstance(value, Symbolic):
        return f"{show(world, value.base)}.{value.name or value.op}"
    return "super" if isinstance(value, Super) else "?"


def _short(id: DefId) -> str:
    return id.qualname.replace("<locals>.", "")


def _named(world: World, id: DefId, args: tuple[Type, ...]) -> str:
    name = id.qualname.rsplit(".", 1)[-1]
    return f"{name}[{', '.join(show(world, arg) for arg in args)}]" if args else name
