"""What a library's generic class means where its type arguments are left out: what the project makes of it, when it always makes the same.

Deliberately absent: classes whose constructor says nothing of their arguments, and those of libraries that are no database's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from greenlint.model.trace import Node
from greenlint.world.shallow import Shallow, called
from greenlint.world.types import UNKNOWN, Class, DefId, Instance, Type

if TYPE_CHECKING:
    from greenlint.world.definitions import Definition
    from greenlint.world.world import World


def made(world: World, id: DefId) -> tuple[Type, ...]:
    """The type arguments of all instances that the project makes of a class; where it makes none, what its type variables are limited to."""
    info = world.class_info(id)
    if not info.variables or "__init__" not in info.members or not world.is_database_library(id):
        return ()
    found = {arguments for path in world.ask("mentioning", id.qualname) for arguments in world.ask("made_in", path, id)}
    if not found:
        found.add(tuple(world.ask("limit", variable) for variable in info.variables))
    arguments = found.pop()
    return arguments if not found and UNKNOWN not in arguments else ()


def made_in(world: World, path: str, id: DefId) -> tuple[tuple[Type, ...], ...]:
    """The type arguments of the instances that a file makes of a class; an Unknown one for each that cannot be told."""
    return tuple(_all(world, path, id))


def _all(world: World, path: str, id: DefId) -> Iterator[tuple[Type, ...]]:
    for piece in world.ask("mentions_in", path, id.qualname):
        trace = world.ask("trace", path, piece)
        if trace[0] != "piece" or any(fact.name == id.qualname and fact.alias for fact in world.index.facts(path).pieces[piece].imports):
            yield (UNKNOWN,)
            continue
        bodies: list[tuple[Definition | None, list[Node]]] = [(None, trace[1:])]
        bodies += [(one, one.body) for one in world.ask("definitions", path, piece).values()]
        for definition, body in bodies:
            for node in called(body, {id.qualname}):
                scope = Shallow(world, path, piece, definition)
                callee = scope.type_of(node[2])
                if isinstance(callee, Class) and callee.id == id:
                    value = scope.type_of(node)
                    yield value.args if isinstance(value, Instance) else (UNKNOWN,)
                elif callee is UNKNOWN:
                    yield (UNKNOWN,)
