"""What comes of running a body once: a function's, or a top-level statement's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greenlint.world.evaluate import Ran, Summary
from greenlint.world.orm.notes import placeless
from greenlint.world.types import NEVER, UNKNOWN, DefId, Type

if TYPE_CHECKING:
    from greenlint.world.world import World


def ran(world: World, id: DefId, receiver: Type | None) -> Ran:
    """One run of a function's body, on a receiver."""
    definition = world.definition(id)
    assert definition is not None
    evaluator = world.evaluator(id.path, definition, definition.piece, receiver)
    summary = evaluator.run(definition.body)
    return Ran(summary, tuple(evaluator.events.values()), tuple(evaluator.foreign))


def summary(world: World, id: DefId, receiver: Type | None) -> Summary:
    """What a function's body does; nothing known for one of a stub."""
    definition = world.definition(id)
    if definition is None or id.is_stub:
        return Summary(UNKNOWN, UNKNOWN)
    return world.ask("ran", id, receiver).summary  # type: ignore[no-any-return]


def ran_top(world: World, path: str, piece: int) -> Ran:
    """One run of a top-level statement: `names` of its summary are what it binds."""
    evaluator = world.evaluator(path, None, piece)
    evaluator.block(world.ask("trace", path, piece)[1:])
    names = {bound: value for bound, value in evaluator.state.names.items() if "." not in bound} or dict(evaluator.all_names)
    for declared, value in evaluator.declared.items():
        if names.get(declared, UNKNOWN) in (UNKNOWN, NEVER):
            names[declared] = value
    names = {bound: placeless(value) for bound, value in names.items()} if evaluator.follows else names
    return Ran(Summary(names=names), tuple(evaluator.events.values()), tuple(evaluator.foreign))
