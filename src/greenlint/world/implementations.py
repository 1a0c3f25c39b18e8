"""The classes of the project that implement an abstract base or a protocol: a reverse question, from a declaration to what may stand behind it.

Deliberately absent: implementations of other projects, and those that are made at run time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from greenlint.world.decorators import imported
from greenlint.world.definitions import Definition
from greenlint.world.types import UNION_LIMIT, DefId, Function, Instance

if TYPE_CHECKING:
    from greenlint.world.world import World

MENTIONS = 100
"""A name that more files mention tells nothing of who implements what."""

_ABSTRACT = DefId("stub:abc.pyi", "abstractmethod")


def is_abstract(world: World, definition: Definition) -> bool:
    """Whether a method only declares what others do: it does nothing, and is marked so, raises `NotImplementedError`, or belongs to a protocol."""
    owner = definition.owner
    if owner is None or not definition.is_hollow or definition.id.is_stub:
        return False
    if definition.refuses or world.is_protocol(owner.id):
        return True
    values = (imported(world, definition, decorator) for decorator in definition.decorators)
    return any(isinstance(value, Function) and value.id == _ABSTRACT for value in values)


def concrete(world: World, method: DefId, owner: DefId) -> tuple[Function, ...]:
    """The methods that may run where an abstract one is called on a value declared as a class; none where they are not all known."""
    definition = world.definition(method)
    if definition is None or owner.is_stub or not is_abstract(world, definition):
        return ()
    found: list[Function] = []
    for id in world.ask("implementations", owner):
        member, _ = world.attribute(Instance(id), definition.name)
        own = world.definition(member.id) if isinstance(member, Function) else None
        if own is None or not isinstance(member, Function):
            return ()
        if not is_abstract(world, own):
            found.append(member)
    return tuple(found) if len(found) <= UNION_LIMIT else ()


def implementations(world: World, id: DefId) -> tuple[DefId, ...]:
    """The classes that derive from a class or, of a protocol, that have all of its methods; in the order of their names."""
    found = _structural(world, id) if world.is_protocol(id) else _derived(world, id)
    return tuple(sorted(found)) if found is not None else ()


def _derived(world: World, id: DefId) -> set[DefId] | None:
    found: set[DefId] = set()
    pending = [id]
    while pending:
        current = pending.pop()
        paths = _paths(world, current)
        if paths is None:
            return None
        below = [other for path in paths for other in world.ask("derived_in", path, current) if other not in found]
        found.update(below)
        pending += below
    return found


def derived_in(world: World, path: str, id: DefId) -> tuple[DefId, ...]:
    """The classes of a file that derive from a class and name it in their header."""
    name = id.qualname.rsplit(".", 1)[-1]
    pieces = world.index.facts(path).pieces
    heads = [piece for piece in world.ask("mentions_in", path, name) if name in pieces[piece].bases]
    return tuple(one for one in _classes(world, path, heads) if one != id and any(base == id for base, _ in world.ask("mro", one)))


def _paths(world: World, id: DefId) -> tuple[str, ...] | None:
    """The files that mention a class; None where there are too many, or where it goes by another name."""
    name = id.qualname.rsplit(".", 1)[-1]
    paths: tuple[str, ...] = world.ask("mentioning", name)
    return None if len(paths) > MENTIONS or any(world.ask("renamed", path, name) for path in paths) else paths


def renamed(world: World, path: str, name: str) -> bool:
    """Whether a file imports something of a name under another one."""
    return any(fact.name == name and fact.bound != name for piece in world.index.facts(path).pieces.values() for fact in piece.imports)


def _structural(world: World, id: DefId) -> set[DefId] | None:
    methods = {definition.name for method in world.class_info(id).methods if (definition := world.definition(method)) is not None}
    mentions = {name: world.ask("mentioning", name) for name in sorted(methods)}
    rarest = min(mentions, key=lambda name: len(mentions[name]), default="")
    if not methods or len(mentions[rarest]) > MENTIONS:
        return None
    return {
        other
        for path in mentions[rarest]
        for other in world.ask("classes_in", path, rarest)
        if not world.is_protocol(other) and all(world.has_attribute(other, name) for name in methods)
    }


def classes_in(world: World, path: str, name: str) -> tuple[DefId, ...]:
    """The classes in the pieces of a file that mention a name."""
    return tuple(_classes(world, path, world.ask("mentions_in", path, name)))


def _classes(world: World, path: str, pieces: Iterable[int]) -> Iterator[DefId]:
    for piece in pieces:
        if world.ask("trace", path, piece)[0] == "piece":
            for definition in world.ask("definitions", path, piece).values():
                if definition.kind == "class":
                    yield definition.id
