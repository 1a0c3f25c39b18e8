"""Who runs a function, or hands it to something that may: functions that mention its name, or a name that holds it.

Deliberately absent: what callers give it (`borrowing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from greenlint.model.trace import Node
from greenlint.world.events import Called, Event
from greenlint.world.types import DefId, Function

if TYPE_CHECKING:
    from greenlint.world.world import World

MENTIONS = 100
"""Where more files mention a name, only those count that lead to the function; if even these are more, nobody knows who calls it."""


def callers(world: World, id: DefId) -> tuple[DefId, ...]:
    """The functions that run a function, or hand it to something that may."""
    definition = world.definition(id)
    if definition is None or definition.kind != "def":
        return ()
    paths = world.ask("mentioning", definition.name)
    if len(paths) <= MENTIONS:
        return world.ask("callers_by", definition.name).get(id, ())  # type: ignore[no-any-return]
    paths = world.ask("near", id.path, definition.piece, definition.name)
    inside = (world.ask("callers_in", path, definition.name, definition.name) for path in (paths if len(paths) <= MENTIONS else ()))
    return tuple(caller for found in inside for caller in found.get(id, ()))


def callers_by(world: World, name: str) -> dict[DefId, tuple[DefId, ...]]:
    """The functions with a name that some function runs, or hands to something that may; each with those that do. Asked once for all of that name."""
    found: dict[DefId, dict[DefId, None]] = {}
    for word in (name, *_containers(world, name)):
        for path in world.ask("mentioning", word):
            for id, inside in world.ask("callers_in", path, name, word).items():
                found.setdefault(id, {}).update(dict.fromkeys(inside))
    return {id: tuple(found[id]) for id in sorted(found)}


def _containers(world: World, name: str) -> list[str]:
    """The names that modules assign what mentions a function to, as a table of functions does; those that few files mention."""
    found = {word for path in world.ask("mentioning", name) for word in world.ask("containers_in", path, name)}
    return sorted(word for word in found - {name} if len(world.ask("mentioning", word)) <= MENTIONS)


def containers_in(world: World, path: str, name: str) -> tuple[str, ...]:
    """The names that a file's module assigns what mentions a name to."""
    hosts = world.ask("hosts", path)
    found: set[str] = set()
    for piece in world.ask("mentions_in", path, name):
        trace: Node = world.ask("trace", path, piece) if piece in hosts else []
        if len(trace) == 2 and trace[0] == "piece" and trace[1][0] in ("assign", "annassign"):
            found.update(world.ask("bound", path, piece))
    return tuple(sorted(found))


def callers_in(world: World, path: str, name: str, word: str) -> dict[DefId, tuple[DefId, ...]]:
    """The functions with a name that those functions of a file that mention a word run, or hand to something that may; each with those that do."""
    hosts = world.ask("hosts", path)
    found: dict[DefId, list[DefId]] = {}
    for piece in world.ask("mentions_in", path, word):
        for caller, run in world.ask("runs", path, piece) if piece in hosts else ():
            for id in run:
                if id != caller and id.qualname.rpartition(".")[2] == name:
                    found.setdefault(id, []).append(caller)
    return {id: tuple(found[id]) for id in sorted(found)}


def runs(world: World, path: str, piece: int) -> tuple[tuple[DefId, frozenset[DefId]], ...]:
    """The functions of a piece, each with the functions of the project that it runs, or hands to something that may."""
    if world.ask("trace", path, piece)[0] != "piece":
        return ()
    functions = (one for one in world.ask("definitions", path, piece).values() if one.kind == "def")
    return tuple((one.id, frozenset(_run_by(world.ask("ran", one.id, world.own_receiver(one)).events or ()))) for one in functions)


def _run_by(events: Iterable[Event]) -> Iterator[DefId]:
    for event in events:
        yield from (target.function.id for target in event.targets if not target.function.id.is_stub)
        if isinstance(event, Called):
            yield from (value.id for _, value in event.arguments if isinstance(value, Function) and not value.id.is_stub)

