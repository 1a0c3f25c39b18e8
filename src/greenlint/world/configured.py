"""What the project decides of a setting of an object after it was made: a method that takes any keyword is called with the setting's.

Objects of one type are not told apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from greenlint.world.events import Called, Event
from greenlint.world.types import NEVER, UNKNOWN, DefId, Instance, Type, join

if TYPE_CHECKING:
    from greenlint.world.world import World


def configured(world: World, made: Instance, setting: str) -> Type:
    """What calls of methods of a class, with a receiver that may be of this type, set a setting to; Never where there are none, Unknown where some
    may do so by `**`."""
    methods = _methods(world, made.id)
    found: Type = NEVER
    for path, piece in sorted({place for method in methods for place in world.ask("mentions", method)}):
        for event in _runs(world, path, piece):
            if isinstance(event, Called) and (event.open or any(name == setting for name, _ in event.arguments)):
                for target in event.targets:
                    receiver = target.function.receiver
                    if target.function.id in methods.values() and isinstance(receiver, Instance) and _may_be(world, receiver, made):
                        found = join(found, dict(event.arguments).get(setting, UNKNOWN))
    return found


def _methods(world: World, id: DefId) -> dict[str, DefId]:
    """The methods of a class that take any keyword, without the special ones, which make objects and call them."""
    found: dict[str, DefId] = {}
    for base, _ in world.ask("mro", id):
        for method in world.class_info(base).methods if base is not None else ():
            definition = world.definition(method)
            if definition is not None and not definition.name.startswith("__") and any(param[0] == "**" for param in definition.params):
                found.setdefault(definition.name, method)
    return found


def _runs(world: World, path: str, piece: int) -> Iterator[Event]:
    """What the bodies of a piece run: of the top-level statement, and of its functions and classes."""
    trace = world.ask("trace", path, piece)
    if trace[0] != "piece":
        return
    yield from world.evaluator(path, None, piece).run(trace[1:]).runs
    for definition in world.ask("definitions", path, piece).values():
        receiver = world.own_receiver(definition) if definition.kind != "class" else None
        yield from world.ask("summary", definition.id, receiver).runs


def _may_be(world: World, receiver: Instance, made: Instance) -> bool:
    arguments = world.base_arguments(receiver, made.id)
    return arguments is not None and all(UNKNOWN in (one, other) or one == other for one, other in zip(arguments, made.args, strict=False))
