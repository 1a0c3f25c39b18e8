"""Which answers a change of texts concerns at first hand. What rests on those is the recorder's to know."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from greenlint.world.grounds import Grounds
from greenlint.world.record import Question

if TYPE_CHECKING:
    from greenlint.world.world import World


def stale_before(world: World, changed: Collection[str]) -> Callable[[World], list[Question]]:
    """Look at a world before some texts change; what is returned names, once they have, the questions that have other answers now."""
    before = {path: Grounds(world.index.facts(path)) for path in changed}
    graph = world.index.graph
    own = frozenset(world.sources.files())

    def concerned(world: World) -> list[Question]:
        now = {path: world.index.facts(path) for path in changed}
        bits = {path: grounds.differing(now[path]) for path, grounds in before.items()}
        words = frozenset().union(*(grounds.facts.words ^ now[path].words for path, grounds in before.items()))
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
            else:
                wrong = bool(before[question[1]].of(question) & bits[question[1]])
            if wrong:
                found.append(question)
        return found

    return concerned
