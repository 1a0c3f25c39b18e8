"""What a decorated function is: properties, class methods, context managers, project decorators run on types."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from greenlint.model.trace import Node
from greenlint.world.calls import Arguments, call
from greenlint.world.types import NEVER, UNKNOWN, Class, Descriptor, Function, Type, is_symbolic

if TYPE_CHECKING:
    from greenlint.world.expressions import Expressions

_KINDS = {
    "builtins.property": "property",
    "functools.cached_property": "property",
    "abc.abstractproperty": "property",
    "builtins.staticmethod": "staticmethod",
    "abc.abstractstaticmethod": "staticmethod",
    "builtins.classmethod": "classmethod",
    "abc.abstractclassmethod": "classmethod",
    "contextlib.contextmanager": "contextmanager",
    "contextlib.asynccontextmanager": "asynccontextmanager",
    "sqlalchemy.ext.hybrid.hybrid_property": "property",
}
_TRANSPARENT = frozenset({"typing.overload", "typing.final", "typing.override", "typing.no_type_check"})
_ACCESSORS = frozenset({"setter", "getter", "deleter", "inplace", "expression", "update_expression"})


def decorated(evaluator: Expressions, node: Node, value: Type) -> Type:
    """The value that a `def` with decorators binds."""
    for decorator in reversed(node[6]):
        value = _apply(evaluator, decorator, value)
    return value


def _apply(evaluator: Expressions, decorator: Node, value: Type) -> Type:
    world = evaluator.world
    if decorator[0] == "attr" and decorator[3] in _ACCESSORS and decorator[2][0] == "name":
        known = evaluator.state.names.get(decorator[2][2])
        if isinstance(known, Descriptor) and known.kind == "property":
            return known
    applied = evaluator.eval(decorator, "decorator")
    if world.is_marker(applied):
        return value
    name = world.qualified(applied) if isinstance(applied, Class | Function) else ""
    if name in _KINDS:
        return Descriptor(_KINDS[name], value)
    if name in _TRANSPARENT:
        return value
    if applied is not UNKNOWN and applied is not NEVER:
        result, _ = call(world, applied, Arguments((value,)))
        if result is not UNKNOWN and result is not NEVER and not is_symbolic(result):
            return result
    return altered(value)


def altered(value: Type) -> Type:
    """The function behind a decorator that nothing is known of."""
    if isinstance(value, Function):
        return replace(value, altered=True)
    if isinstance(value, Descriptor):
        return Descriptor(value.kind, altered(value.function))
    return value if isinstance(value, Class) else UNKNOWN
