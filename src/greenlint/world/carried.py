"""What something holds for the whole project that has any attribute: a reverse question, from the read of an attribute to all that is stored in it.

Deliberately absent: stores by `setattr`, and those in code that leads to no database.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from greenlint.model.trace import Node
from greenlint.world.definitions import statements, targets
from greenlint.world.passed import around, told
from greenlint.world.shallow import Shallow
from greenlint.world.types import NEVER, NONE, UNKNOWN, DefId, Instance, Type, members, union

if TYPE_CHECKING:
    from greenlint.world.definitions import Definition
    from greenlint.world.world import World

_STORE = re.compile(r"\.\s*(\w+)\s*(?:,|\)|\]|:[^=\n]+=|=(?!=)|\bin\b)")


def carrier(world: World, id: DefId) -> DefId | None:
    """The nearest class that says of its instances, and those of classes below, that their attributes are what the project stores in them."""
    found = (base for base, _ in world.ask("mro", id) if base is not None and base.is_stub)
    return next((base for base in found if "carries" in world.ask("marks", base)), None)


def assigned(world: World, path: str, piece: int) -> frozenset[str]:
    """The attributes that a piece may store."""
    return frozenset(_STORE.findall(world.text(path, piece))) if piece in world.index.facts(path).pieces else frozenset()


def carried(world: World, id: DefId, name: str) -> Type:
    """What the project stores in an attribute of the instances of a class; Unknown where some store does not tell, or there is none."""
    found = [world.ask("carried_in", path, id, name) for path in world.ask("mentioning", name)]
    value = world.settled(world.general(union(value for _, values in found for value in values)))
    return value if any(stored for stored, _ in found) and value not in (NEVER, NONE) else UNKNOWN


def carried_in(world: World, path: str, id: DefId, name: str) -> tuple[bool, tuple[Type, ...]]:
    """What a file stores there, and whether it certainly does so."""
    found: list[Type] = []
    is_stored = False
    for piece in world.ask("mentions_in", path, name):
        if not world.leads(path, piece) or name not in world.ask("assigned", path, piece):
            continue
        trace = world.ask("trace", path, piece)
        if trace[0] != "piece":
            return False, (UNKNOWN,)
        bodies: list[tuple[Definition | None, list[Node]]] = [(None, trace[1:])]
        bodies += [(one, one.body) for one in world.ask("definitions", path, piece).values() if one.kind != "lambda"]
        for definition, body in bodies:
            for statement in statements(body):
                for target in targets(statement):
                    if target[0] == "attr" and target[3] == name:
                        scope = Shallow(world, path, piece, definition)
                        holds = _holds(world, scope, target[2], id)
                        if holds is not False:
                            found.append(told(world, scope.assigned(statement, target), around(world, definition)))
                        is_stored = is_stored or holds is True
    return is_stored, tuple(found)


def _holds(world: World, scope: Shallow, owner: Node, id: DefId) -> bool | None:
    """Whether an expression is an instance of a class; None where an attribute of something may be one."""
    value = scope.type_of(owner)
    if value is UNKNOWN or value is NEVER:
        return None if owner[0] == "attr" else False
    return any(isinstance(item, Instance) and carrier(world, item.id) == id for item in members(value))
