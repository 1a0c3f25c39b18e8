"""Which pieces a process reads for the one that evaluates, and in which order.

Deliberately absent: how they are told what others have read (`crew`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from greenlint.world.graph import Place


def ahead(places: Sequence[Place], asked: Callable[[], Iterable[Place]], links: Callable[[Place], Iterable[Place]]) -> Iterator[Place]:
    """Pieces, each once, in the order in which they are likely to be wanted.

    Args:
        places: what is read in any case, the first to be wanted first.
        asked: the pieces that the evaluation has come to since this was last called. What they lead to goes before all else, that of the last one
            first.
        links: what a piece leads to.
    """
    seen: set[Place] = set()
    near: list[Place] = []
    rest = iter(places)
    while True:
        for place in asked():
            seen.add(place)
            near.extend(links(place))
        found = near.pop() if near else next(rest, None)
        if found is None:
            return
        if found not in seen:
            seen.add(found)
            yield found
