"""What the project takes from its libraries: which of them work on databases, and whether it maps classes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from greenlint.knowledge import markers
from greenlint.world import lacking
from greenlint.world.types import Class, DefId, Function, Instance, Type

if TYPE_CHECKING:
    from greenlint.world.world import World


def is_database_library(world: World, package: str) -> bool:
    """Whether something in the stubs of a package awaits or blocks on a database."""
    return any(
        "awaits_db" in piece.words or ("blocks" in piece.words and piece.words & markers.DATABASE_FAMILIES)
        for tree in world.sources.stubs
        for path in tree
        if path.removeprefix("stub:").split("/", 1)[0] == package
        for piece in world.index.facts(path).pieces.values()
    )


def maps_classes(world: World) -> bool:
    """Whether some file imports, from a library, what maps classes."""
    return any(world.ask("maps_in", path) for path in world.sources.files())


def maps_in(world: World, path: str) -> bool:
    """Whether a file imports, from a library, what maps classes."""
    return any(_maps(world, value) for value in _imported(world, path))


def takes_derived(world: World, base: DefId, attribute: str) -> bool:
    """Whether some file imports, from a library, a class that derives from a library's class and adds an attribute."""
    return any(world.ask("takes_derived_in", path, base, attribute) for path in world.sources.files())


def takes_derived_in(world: World, path: str, base: DefId, attribute: str) -> bool:
    """Whether a file imports such a class."""
    return any(
        isinstance(value, Class)
        and any(other == base for other, _ in world.ask("mro", value.id))
        and world.has_attribute(value.id, attribute)
        and not world.has_attribute(base, attribute)
        for value in _imported(world, path)
    )


def packages(world: World, path: str) -> frozenset[str]:
    """The top-level packages that a file imports."""
    facts = (fact for piece in world.index.facts(path).pieces.values() for fact in piece.imports)
    return frozenset(fact.module.partition(".")[0] for fact in facts if fact.module and not fact.level)


def all_packages(world: World) -> frozenset[str]:
    """The top-level packages that some file imports."""
    return frozenset().union(*(world.ask("packages", path) for path in world.sources.files()))


def marked_words(world: World, marker: str) -> frozenset[str]:
    """The names of the functions in the project's libraries that have a marker."""
    used = world.ask("all_packages")
    found: set[str] = set()
    for path in (path for tree in world.sources.stubs for path in tree if path.removeprefix("stub:").split("/", 1)[0] in used):
        for number, piece in world.index.facts(path).pieces.items():
            if marker in piece.words:
                definitions = world.ask("definitions", path, number).values()
                found |= {definition.name for definition in definitions if marker in world.ask("marks", definition.id)}
    return frozenset(found)


def maps_asynchronously(world: World) -> bool:
    """Whether some file imports, from a library that maps classes, what works on a database asynchronously."""
    return any(world.ask("maps_asynchronously_in", path) for path in world.sources.files())


def maps_asynchronously_in(world: World, path: str) -> bool:
    """Whether a file imports such a thing."""
    return any(
        isinstance(value, Class | Function)
        and _has_relationships(world, value.id)
        and lacking.is_asynchronous(world, Instance(value.id) if isinstance(value, Class) else world.result_of(value))
        for value in _imported(world, path)
    )


def _has_relationships(world: World, id: DefId) -> bool:
    """Whether the package of a stub declares relationships between mapped classes."""
    package = id.path.removeprefix("stub:").split("/", 1)[0]
    return any(
        "relationship" in piece.words
        for tree in world.sources.stubs
        for path in tree
        if path.removeprefix("stub:").split("/", 1)[0] == package
        for piece in world.index.facts(path).pieces.values()
    )


def imports(world: World, path: str, module: str) -> bool:
    """Whether a file imports a module by its dotted name."""
    return any(fact.module == module and not fact.level for piece in world.index.facts(path).pieces.values() for fact in piece.imports)


def _imported(world: World, path: str) -> Iterator[Type]:
    """What a file imports from libraries; of a whole module, what the pieces that import it mention."""
    for piece in world.index.facts(path).pieces.values():
        for fact in piece.imports:
            module = world.index.origin(fact, path)
            if module is None or not module.startswith("stub:"):
                continue
            for name in piece.words if fact.name in (None, "*") else (fact.name,):
                if name is not None:
                    yield world.member(module, name)


def _maps(world: World, value: Type) -> bool:
    if isinstance(value, Function):
        return "maps" in world.ask("marks", value.id)
    return isinstance(value, Class) and value.id.is_stub and "maps" in world.class_marks(value.id)
