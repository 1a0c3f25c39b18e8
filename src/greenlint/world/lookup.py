"""Where traces and definitions are found: the trace of a piece, its definitions, and the one that an id names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greenlint.base.text import Source
from greenlint.model.trace import Node
from greenlint.world.bundled import PREFIX, stub
from greenlint.world.definitions import Definition, definitions
from greenlint.world.types import DefId

if TYPE_CHECKING:
    from greenlint.world.world import World


def trace(world: World, path: str, piece: int) -> Node:
    """The trace of a piece."""
    if piece not in world.index.facts(path).pieces:
        return ["unread", "no such piece"]
    source = world.sources.source(path)
    if path.startswith(PREFIX) and isinstance(source, Source):
        return stub(path, source.text).trace(piece)
    return world.shelf.trace(path, world.sources.digest(path), piece, world.text(path, piece))


def defined(world: World, path: str, piece: int) -> dict[tuple[str, int], Definition]:
    """The definitions of a piece by their qualified names, each with how many of that name come before it."""
    trace: Node = world.ask("trace", path, piece)
    if trace[0] != "piece":
        return {}
    return definitions(path, piece, lambda name: _earlier(world, path, piece, name), trace)


def defined_at(world: World, path: str, piece: int) -> dict[int, list[Definition]]:
    """The definitions of a piece by ordinal."""
    found: dict[int, list[Definition]] = {}
    for definition in world.ask("definitions", path, piece).values():
        found.setdefault(definition.at, []).append(definition)
    return found


def _earlier(world: World, path: str, piece: int, name: str) -> int:
    pieces: tuple[int, ...] = world.ask("binding", path, name)
    return pieces.index(piece) if piece in pieces else 0


def definition(world: World, id: DefId) -> Definition | None:
    """The definition that an id names."""
    first = id.qualname.split(".", 1)[0]
    if first.startswith("<lambda"):
        piece = id.outer
    else:
        pieces = world.ask("binding", id.path, first)
        if id.outer >= len(pieces):
            return None
        piece = pieces[id.outer]
    found: Definition | None = world.ask("definitions", id.path, piece).get((id.qualname, id.inner))
    return found
