"""What the project takes from its libraries: which of them work on databases, and whether it maps classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greenlint.knowledge import markers
from greenlint.world.types import Class, Function, Type

if TYPE_CHECKING:
    from greenlint.world.world import World


def is_database_library(world: World, package: str) -> bool:
    """Whether something in the stubs of a package awaits or blocks on a database."""
    return any(
        "awaits_db" in piece.words or ("blocks" in piece.words and piece.words & markers.DATABASE_FAMILIES)
        for tree in world.sources.stubs
        for path in tree
        if path.removeprefix("stub:").split("/", 1)[0] == package
        for piece in world.index.facts(path).pieces
    )


def maps_classes(world: World) -> bool:
    """Whether some file imports, from a library, what maps classes."""
    return any(world.ask("maps_in", path) for path in world.sources.files())


def maps_in(world: World, path: str) -> bool:
    """Whether a file imports, from a library, what maps classes."""
    for piece in world.index.facts(path).pieces:
        for fact in piece.imports:
            module = world.index.origin(fact, path)
            if module is None or not module.startswith("stub:"):
                continue
            for name in piece.words if fact.name in (None, "*") else (fact.name,):
                if name is not None and _maps(world, world.member(module, name)):
                    return True
    return False


def _maps(world: World, value: Type) -> bool:
    if isinstance(value, Function):
        return "maps" in world.ask("marks", value.id)
    return isinstance(value, Class) and value.id.is_stub and "maps" in world.class_marks(value.id)
