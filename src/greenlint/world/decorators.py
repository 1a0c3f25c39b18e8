"""What a decorated function is: properties, class methods, context managers, project decorators run on types."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from greenlint.model.trace import Node
from greenlint.world.calls import Arguments, call, resolve
from greenlint.world.types import NEVER, UNKNOWN, Class, DefId, Descriptor, Function, Module, Param, Type, is_symbolic, sited

if TYPE_CHECKING:
    from greenlint.world.definitions import Definition
    from greenlint.world.expressions import Expressions
    from greenlint.world.world import World

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


def method_kind(world: World, id: DefId) -> str:
    """What a decorator makes of a method's first parameter: `classmethod`, `staticmethod`, or nothing.

    Only builtins and imports are looked up: a value of the project could be known only by evaluating what asks this.
    """
    definition = world.definition(id)
    if definition is None:
        return ""
    for decorator in definition.decorators:
        value = imported(world, definition, decorator)
        kind = _KINDS.get(world.qualified(value), "") if isinstance(value, Class) else ""
        if kind in ("classmethod", "staticmethod"):
            return kind
    return ""


def imported(world: World, definition: Definition, decorator: Node) -> Type:
    """The value of a name, or of a module's attribute, that is imported at the top of the file or builtin."""
    if decorator[0] == "attr":
        module = imported(world, definition, decorator[2])
        return world.member(module.path, decorator[3]) if isinstance(module, Module) else UNKNOWN
    if decorator[0] != "name":
        return UNKNOWN
    path, name = definition.id.path, decorator[2]
    around = definition.parent
    while around is not None:
        if name in around.bound_names and (around.kind != "class" or around is definition.parent):
            return UNKNOWN
        around = around.parent
    statements = (node for piece in world.ask("binding", path, name) for node in world.ask("trace", path, piece)[1:])
    found: Type = world.ask("name", path, name) if all(node[0] in ("import", "from") for node in statements) else UNKNOWN
    return found


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
        result = _result(world, applied, value)
        if result is not UNKNOWN and result is not NEVER and not is_symbolic(result):
            return result
    return altered(value)


def _result(world: World, decorator: Type, value: Type) -> Type:
    """What a decorator makes of a value. One of the project is run on the very function, since it may ask whether that is a coroutine function."""
    if isinstance(decorator, Function) and not decorator.id.is_stub and isinstance(value, Function):
        found: Type = world.ask("applied", decorator, value)
        return found
    return call(world, decorator, Arguments((value,)))[0]


def run(world: World, decorator: Function, value: Function) -> Type:
    """What a decorator of the project returns for a function."""
    definition = world.definition(decorator.id)
    params = definition.params[1:] if definition is not None and decorator.bound else definition.params if definition is not None else []
    if definition is None or definition.is_async or definition.is_generator or not params:
        return UNKNOWN
    evaluator = world.evaluator(decorator.id.path, definition, definition.piece, decorator.receiver)
    evaluator.given = {params[0][1]: value}
    returned = sited(evaluator.run(definition.body).returns, -1)
    return resolve(world, returned, {**dict(decorator.captured), Param(decorator.id, params[0][1]): value})


def altered(value: Type) -> Type:
    """The function behind a decorator that nothing is known of."""
    if isinstance(value, Function):
        return replace(value, altered=True)
    if isinstance(value, Descriptor):
        return Descriptor(value.kind, altered(value.function))
    return value if isinstance(value, Class) else UNKNOWN
