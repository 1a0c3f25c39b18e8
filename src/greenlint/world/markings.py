"""What the decorators in a stub say: markers with their arguments, and overloads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greenlint.knowledge import markers
from greenlint.world.definitions import Definition
from greenlint.world.types import DefId, Type

if TYPE_CHECKING:
    from greenlint.world.world import World


def marks(world: World, id: DefId) -> dict[str, tuple[tuple[str, Type], ...]]:
    """The markers of a function or class by name, each with its arguments."""
    definition = world.definition(id)
    found: dict[str, tuple[tuple[str, Type], ...]] = {}
    for node in definition.decorators if definition is not None else ():
        called = node[2] if node[0] == "call" else node
        if called[0] in ("name", "attr") and called[-1] in markers.MARKERS:
            scope = world.evaluator(id.path, None, definition.piece if definition is not None else 0)
            arguments = tuple((keyword, scope.eval(value)) for keyword, value in node[3]) if node[0] == "call" else ()
            found[called[-1]] = arguments
    return found


def overloads(world: World, path: str, qualname: str) -> tuple[DefId, ...]:
    """The overloads of a qualified name, in order."""
    return tuple(
        definition.id
        for piece in world.ask("binding", path, qualname.split(".", 1)[0])
        for definition in world.ask("definitions", path, piece).values()
        if definition.id.qualname == qualname and definition.kind == "def" and _is_overload(world, definition)
    )


def _is_overload(world: World, definition: Definition) -> bool:
    scope = world.evaluator(definition.id.path, None, definition.piece)
    return any(world.qualified(scope.eval(node)) == "typing.overload" for node in definition.decorators if node[0] != "call")
