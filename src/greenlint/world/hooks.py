"""Functions that a library calls on its own: decorated ones, given ones, and methods that override a library's.

Deliberately absent: which functions register one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from greenlint.model.trace import Node
from greenlint.world.types import Class, Function, Partial, Type, members

if TYPE_CHECKING:
    from greenlint.world.world import World


class Decorated(NamedTuple):
    """A function that a decorator stands on; `below` are the ordinals of the decorators between the two."""

    at: int
    name: str
    is_async: bool
    below: tuple[int, ...]


def decorated(node: Node, at: int) -> Decorated | None:
    """The function that a node defines under a decorator."""
    if node[0] != "def":
        return None
    order = [decorator[1] for decorator in node[6]]
    return Decorated(node[1], node[3], bool(node[2]), tuple(order[order.index(at) + 1 :])) if at in order else None


def is_coroutine_function(world: World, value: Type) -> bool:
    """Whether each alternative of a value is an `async def` function that no unknown decorator altered, or a partial of one."""
    return all(_is_coroutine_function(world, item) for item in members(value))


def _is_coroutine_function(world: World, value: Type) -> bool:
    if isinstance(value, Partial):
        return is_coroutine_function(world, value.function)
    definition = world.definition(value.id) if isinstance(value, Function) and not value.altered else None
    return definition is not None and bool(definition.is_async)


def coroutine_overrides(world: World, value: Type, root: str) -> list[tuple[str, int]]:
    """The `async def` methods of a class that override plain ones of a library's class or its subclasses: names with ordinals."""
    if not isinstance(value, Class):
        return []
    order = [base for base, _ in world.ask("mro", value.id) if base is not None]
    if not any(base.is_stub and world.printed(base) == root for base in order):
        return []
    found: list[tuple[str, int]] = []
    for method in world.class_info(value.id).methods:
        definition = world.definition(method)
        if definition is None or not definition.is_async:
            continue
        hidden = [world.class_info(base).members.get(definition.name) for base in order if base.is_stub]
        if any(isinstance(member, Function) and member.id.is_stub and not is_coroutine_function(world, member) for member in hidden):
            found.append((definition.name, definition.at))
    return found
