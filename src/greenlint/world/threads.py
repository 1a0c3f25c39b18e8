"""Which names of a function a call hands to another thread, and how often the call is made before the first one has ended.

A name is handed over as an argument, as the object of a bound method, or because a function that is handed over uses it. Deliberately absent:
attributes (`self.session`) and names of other scopes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from greenlint.model.trace import Node
from greenlint.world import effects
from greenlint.world.definitions import Definition, bindings, statements
from greenlint.world.types import Function, Instance, Type, members

if TYPE_CHECKING:
    from greenlint.world.world import World

_DISPLAYS = frozenset({"tuple", "list", "set"})


def handed_over(world: World, definition: Definition, call: Node) -> frozenset[str]:
    """The names of a function whose values a call hands over."""
    found: set[str] = set()
    pending: list[Node] = [value for _, value in call[3]]
    while pending:
        node = pending.pop()
        if node[0] == "name":
            found.add(node[2])
            found.update(_used_by(world, definition, node[2]))
        elif node[0] == "attr" and node[2][0] == "name":
            found.add(node[2][2])
        elif node[0] in _DISPLAYS:
            pending.extend(node[2])
        elif node[0] == "lambda":
            found.update(set(_mentioned(node[3])) - {param[1] for param in node[2]})
    return frozenset(found & definition.bound_names)


def _used_by(world: World, definition: Definition, name: str) -> set[str]:
    """The names that a function defined in this one uses of it."""
    found: dict[object, Definition] = world.ask("definitions", definition.id.path, definition.piece)
    for other in found.values():
        if other.parent is definition and other.kind == "def" and other.name == name:
            return set(_mentioned(["piece", *other.body])) - other.bound_names
    return set()


def _mentioned(node: Node) -> Iterator[str]:
    pending = [node]
    while pending:
        item = pending.pop()
        if len(item) == 3 and item[0] == "name" and type(item[1]) is int:
            yield item[2]
        pending.extend(part for part in item if type(part) is list)


def only_value(definition: Definition, name: str) -> Node | None:
    """The expression that a name is bound to, when it is bound once; what `with` binds is its item."""
    if sum(1 for bound, _ in bindings(definition.body) if bound == name) != 1 or any(param[1] == name for param in definition.params):
        return None
    for statement in statements(definition.body):
        if statement[0] == "assign" and any(target[0] == "name" and target[2] == name for target in statement[2]):
            value: Node = statement[3]
            return value
        if statement[0] == "with":
            for item, target in statement[3]:
                if target is not None and target[0] == "name" and target[2] == name:
                    found: Node = item
                    return found
    return None


def is_repeated(spine: list[Node], name: str, top: int = -1) -> bool:
    """Whether the innermost node of a spine is evaluated several times with one value of a name: in comprehensions and loops that do not bind it.

    Only what stands within the node with the ordinal `top` counts.
    """
    for inner, outer in zip(spine[:0:-1], spine[-2::-1], strict=True):
        if outer[1] == top or outer[0] in ("def", "lambda", "class"):
            return False
        if outer[0] == "comp" and outer[4][0][2] is not inner:
            return all(name not in _mentioned(clause[1]) for clause in outer[4])
        if outer[0] == "for" and any(inner is statement for statement in outer[5]):
            return all(bound != name for bound, _ in bindings([outer]))
    return False


def is_left(spine: list[Node]) -> bool:
    """Whether nobody waits for what a call starts where it stands: its value is dropped, collected by a comprehension, or put into a collection."""
    above = [node[0] for node in spine[-3:-1]]
    return above[-1:] in (["expr"], ["comp"]) or above == ["expr", "call"]


def is_confined(world: World, value: Type) -> bool:
    """Whether a value is a session that threads may only use in turn: what it opens, its own methods flush by blocking."""
    return all(isinstance(item, Instance) and _is_session(world, item) for item in members(value))


def _is_session(world: World, value: Instance) -> bool:
    opener, _ = world.attribute(value, "__init__")
    flush, _ = world.attribute(value, "flush")
    if not isinstance(opener, Function) or not isinstance(flush, Function):
        return False
    marks = effects.marks(world, flush.id)
    return "opens" in effects.marks(world, opener.id) and "flushes" in marks and "blocks" in marks


def assigned_to(spine: list[Node]) -> str | None:
    """The name that the innermost comprehension of a spine is assigned to."""
    for inner, outer in zip(spine[:0:-1], spine[-2::-1], strict=True):
        if outer[0] == "assign" and inner[0] == "comp" and len(outer[2]) == 1 and outer[2][0][0] == "name":
            return str(outer[2][0][2])
    return None


def handed_names(call: Node) -> frozenset[str]:
    """The names that are arguments of a call, starred or not."""
    return frozenset(value[2] for _, value in call[3] if value[0] == "name")
