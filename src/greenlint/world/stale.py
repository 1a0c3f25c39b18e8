"""Which answers a change of texts concerns at first hand. What rests on those is the recorder's to know."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from greenlint.world.record import Question

if TYPE_CHECKING:
    from greenlint.world.world import World

_OF_PIECES = frozenset({"trace", "taken"})
_OF_TEXTS = frozenset(
    {
        *("assigned", "binding", "checked", "digest", "imports", "loose", "maps_asynchronously_in", "maps_in", "packages", "renamed", "stars"),
        "takes_derived_in",
    }
)


def stale_before(world: World, changed: Collection[str]) -> Callable[[World], list[Question]]:
    """Look at a world before some texts change; what is returned names, once they have, the questions that have other answers now."""
    pieces = {path: _texts(world, path) for path in changed}
    words = {word for path in changed for piece in world.index.facts(path).pieces for word in piece.words}
    graph = world.index.graph

    def concerned(world: World) -> list[Question]:
        words.update(word for path in changed for piece in world.index.facts(path).pieces for word in piece.words)
        now = {path: _texts(world, path) for path in changed}
        found: list[Question] = []
        for entry in world.recorder.entries:
            question = entry.question
            kind = question[0]
            if kind == "hosts":
                doubtful = question[1] in changed or world.index.graph is not graph
                wrong = doubtful and world.index.hosts(question[1]) != entry.answer
            elif kind == "near":
                wrong = question[3] in words or world.index.graph is not graph
            elif kind == "mentions":
                wrong = question[1] in words
            elif len(question) < 2 or question[1] not in changed:
                continue
            elif kind in _OF_PIECES:
                before, after = pieces[question[1]], now[question[1]]
                wrong = not before[question[2] : question[2] + 1] == after[question[2] : question[2] + 1] != []
            elif kind == "binding":
                wrong = world.index.binding_pieces(question[1], question[2]) != entry.answer
            else:
                wrong = kind in _OF_TEXTS
            if wrong:
                found.append(question)
        return found

    return concerned


def _texts(world: World, path: str) -> list[str]:
    return [world.text(path, piece) for piece in range(len(world.index.facts(path).pieces))]
