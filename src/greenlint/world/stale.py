"""Which answers a change of texts concerns at first hand. What rests on those is the recorder's to know."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from greenlint.world.record import Question
from greenlint.world.scan import FileFacts, ImportFact

if TYPE_CHECKING:
    from greenlint.world.world import World

_OF_PIECES = frozenset({"trace", "taken"})
_OF_INDEX = frozenset({"assigned", "binding", "imports", "is_class", "loose", "mentions_in", "packages", "renamed", "stars"})
"""The index alone answers them, so that asking is cheaper than having what rests on them answered again."""

_OF_IMPORTS = frozenset({"maps_asynchronously_in", "maps_in", "takes_derived_in"})
_OF_TEXTS = frozenset({"checked", "derived_in", "digest"})


def stale_before(world: World, changed: Collection[str]) -> Callable[[World], list[Question]]:
    """Look at a world before some texts change; what is returned names, once they have, the questions that have other answers now."""
    pieces = {path: _texts(world, path) for path in changed}
    before = {path: world.index.facts(path) for path in changed}
    graph = world.index.graph
    own = frozenset(world.sources.files())

    def concerned(world: World) -> list[Question]:
        now = {path: _texts(world, path) for path in changed}
        words = frozenset().union(*(facts.words ^ world.index.facts(path).words for path, facts in before.items()))
        moved = {path for path, facts in before.items() if _imports(facts) != _imports(world.index.facts(path))}
        found: list[Question] = []
        for entry in world.recorder.entries:
            question = entry.question
            kind = question[0]
            if kind == "hosts":
                doubtful = question[1] in changed or world.index.graph is not graph
                wrong = doubtful and world.index.hosts(question[1]) != entry.answer
            elif kind == "near":
                _, path, piece, word = question
                wrong = world.index.near(path, piece, word, own) != entry.answer
            elif kind == "mentioning":
                wrong = question[1] in words
            elif len(question) < 2 or question[1] not in changed:
                continue
            elif kind in _OF_PIECES:
                was, after = pieces[question[1]], now[question[1]]
                wrong = not was[question[2] : question[2] + 1] == after[question[2] : question[2] + 1] != []
            elif kind in _OF_INDEX:
                wrong = world.recorder.computed(question) != entry.answer
            elif kind in _OF_IMPORTS:
                wrong = question[1] in moved
            else:
                wrong = kind in _OF_TEXTS
            if wrong:
                found.append(question)
        return found

    return concerned


def _imports(facts: FileFacts) -> list[tuple[tuple[ImportFact, ...], frozenset[str]]]:
    """What tells which names a file takes from where."""
    return [(piece.imports, piece.words) for piece in facts.pieces if piece.imports]


def _texts(world: World, path: str) -> list[str]:
    return [world.text(path, piece) for piece in range(len(world.index.facts(path).pieces))]
