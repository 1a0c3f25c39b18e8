"""Where the project has all attributes of a mapped instance loaded again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from greenlint.world import effects
from greenlint.world.events import Called, Event
from greenlint.world.types import DefId, Instance, members

if TYPE_CHECKING:
    from greenlint.world.world import World

_MARK = "refreshes"

Refresh = tuple[DefId, str, int, int]
"""The class of what is refreshed, and the call: its file, its piece and its ordinal."""


def refreshed(world: World) -> tuple[Refresh, ...]:
    """The calls that refresh an instance of a known class as a whole, awaited or not."""
    paths = sorted({path for word in sorted(world.ask("marked_words", _MARK)) for path in world.ask("mentioning", word)})
    return tuple(refresh for path in paths for refresh in world.ask("refreshed_in", path))


def refreshed_in(world: World, path: str) -> tuple[Refresh, ...]:
    """Those of one file."""
    words = sorted(world.ask("marked_words", _MARK))
    found: dict[Refresh, None] = {}
    for piece in dict.fromkeys(piece for word in words for piece in world.ask("mentions_in", path, word)):
        for event in _events(world, path, piece):
            if isinstance(event, Called) and event.targets and all(_refreshes(world, target.function.id) for target in event.targets):
                given = [value for keyword, value in event.arguments]
                if len(given) == 1 and not event.open:
                    found.update(dict.fromkeys((item.id, path, piece, event.at) for item in members(given[0]) if isinstance(item, Instance)))
    return tuple(found)


def _refreshes(world: World, id: DefId) -> bool:
    definition = world.definition(id)
    return definition is not None and definition.is_async and _MARK in effects.marks(world, id)


def _events(world: World, path: str, piece: int) -> Iterable[Event]:
    for definition in world.ask("definitions", path, piece).values():
        if definition.kind == "def":
            yield from world.ask("ran", definition.id, world.own_receiver(definition)).events or ()
