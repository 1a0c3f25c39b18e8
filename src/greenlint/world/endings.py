"""Calls that never come back: what they run always raises, or never ends. A path ends there as it does with `raise`.

Deliberately absent: what raises for some arguments only, and methods that a class of the project overrides.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from greenlint.model.trace import Node
from greenlint.world.events import Called, Target
from greenlint.world.types import NEVER, DefId, Function, Instance

if TYPE_CHECKING:
    from greenlint.world.definitions import Definition
    from greenlint.world.world import World


def call_of(node: Node) -> tuple[Node, bool] | None:
    """The call that an expression is, and whether it is awaited; None for other expressions."""
    awaits = node[0] == "await"
    inner = node[2] if awaits else node
    return (inner, awaits) if inner[0] == "call" else None


def never_ends(world: World, called: Called, awaits: bool) -> bool:
    """Whether nothing that a call runs, where it is awaited if `awaits`, ever comes to its end."""
    return bool(called.targets) and all(_ends_never(world, target, awaits) for target in called.targets)


def _ends_never(world: World, target: Target, awaits: bool) -> bool:
    function = target.function
    definition = world.definition(function.id) if isinstance(function, Function) else None
    if definition is None or definition.kind != "def" or definition.is_generator or definition.is_async != awaits or function.altered:
        return False
    if not definition.always_raises and not _gives_never(world, definition, function):
        return False
    if definition.id.is_stub:
        return True
    if not definition.always_raises and definition.returns is None and not world.ask("summary", definition.id, function.receiver).endless:
        return False
    return definition.owner is None or not (definition.is_hollow or _is_overridden(world, definition, function))


def _gives_never(world: World, definition: Definition, function: Function) -> bool:
    return world.ask("returns", definition.id, None if definition.id.is_stub else function.receiver) is NEVER


def _is_overridden(world: World, definition: Definition, function: Function) -> bool:
    """Whether a class below the one on which a method is called has its own."""
    owner = function.receiver.id if isinstance(function.receiver, Instance) else definition.owner.id if definition.owner is not None else None
    below: Collection[DefId] = world.ask("implementations", owner) if owner is not None else ()
    members = (world.attribute(Instance(id), definition.name)[0] for id in below)
    return any(not isinstance(member, Function) or member.id != definition.id for member in members)
