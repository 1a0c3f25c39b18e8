"""What type variables are limited to: bounds and constraints, as `TypeVar(...)` or a type parameter list says them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from greenlint.model.trace import Node
from greenlint.world.types import NEVER, UNKNOWN, Type, TypeVar, union

if TYPE_CHECKING:
    from greenlint.world.world import World


def limit(world: World, variable: Type) -> Type:
    """The type that whatever a variable stands for is an instance of; Unknown where nothing is said."""
    if not isinstance(variable, TypeVar) or not variable.path:
        return UNKNOWN
    found = union(_parameter(world, variable) if "." in variable.name else _assigned(world, variable))
    return UNKNOWN if found is NEVER else found


def _parameter(world: World, variable: TypeVar) -> Iterator[Type]:
    qualname, _, name = variable.name.rpartition(".")
    for piece in world.ask("binding", variable.path, qualname.split(".", 1)[0]):
        for definition in world.ask("definitions", variable.path, piece).values():
            if definition.id.qualname == qualname:
                scope = world.evaluator(variable.path, definition.parent, piece)
                yield from (_limits(scope.annotation, param[2]) for param in definition.type_params if param[1] == name and param[2] is not None)


def _limits(annotation: Callable[[Node], Type], node: Node) -> Type:
    """A bound, or the constraints in a tuple."""
    return union(map(annotation, node[2])) if node[0] == "tuple" else annotation(node)


def _assigned(world: World, variable: TypeVar) -> Iterator[Type]:
    for piece in world.ask("binding", variable.path, variable.name):
        scope = world.evaluator(variable.path, None, piece)
        for node in world.ask("trace", variable.path, piece)[1:]:
            if node[0] == "assign" and node[3][0] == "call":
                given = node[3][3]
                yield from (scope.annotation(value) for keyword, value in given if keyword == "bound")
                yield from (scope.annotation(value) for keyword, value in given[1:] if not keyword)
