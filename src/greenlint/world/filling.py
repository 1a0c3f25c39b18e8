"""What containers that start empty come to hold: by the stores and calls that put something into them.

Deliberately absent: what is taken out again, and containers that start with something.
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.model.trace import Node
from greenlint.world.types import NEVER, TUPLE, UNKNOWN, Instance, Type, builtin, members, union

_INDEX = Instance(builtin("int"))
_PUTTING = frozenset({"append", "appendleft", "setdefault"})
_ADDING = frozenset({"add"})


def is_empty(value: Type) -> bool:
    """Whether a value is, in one of its alternatives, a container that holds nothing so far."""
    return any(_is_empty(item) for item in members(value))


def _is_empty(item: Type) -> bool:
    return isinstance(item, Instance) and NEVER in item.args


def put(key: Type, value: Type) -> Type:
    """What one store puts into a container."""
    return Instance(TUPLE, (key, value))


def given(method: str, arguments: tuple[Type, ...]) -> Type | None:
    """What a call of a container's method puts into it."""
    if method in _PUTTING | _ADDING and len(arguments) == 1:
        return put(_INDEX, arguments[0])
    return put(*arguments) if method == "setdefault" and len(arguments) == 2 else None


def filled(container: Type, fill: Type) -> Type:
    """A container that starts empty with what is put into it."""
    pairs = [item.args if isinstance(item, Instance) and len(item.args) == 2 else (UNKNOWN, UNKNOWN) for item in members(fill)]
    kept = (union(key for key, _ in pairs), union(value for _, value in pairs))
    return union(
        Instance(item.id, kept[-len(item.args) :]) if isinstance(item, Instance) and _is_empty(item) and len(item.args) <= 2 else item
        for item in members(container)
    )


def places(statement: Node) -> Iterator[Node]:
    """The expressions that a statement puts something into: of subscripts that it stores to, and of methods that it calls for that."""
    if statement[0] == "assign":
        yield from (target[2] for target in statement[2] if target[0] == "sub")
    elif statement[0] == "expr" and statement[2][0] == "call" and statement[2][2][0] == "attr" and statement[2][2][3] in _PUTTING:
        yield statement[2][2][2]
