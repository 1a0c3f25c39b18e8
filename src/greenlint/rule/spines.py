"""The way from the top of a piece down to a node: all that rules may tell of where an expression stands."""

from __future__ import annotations

from functools import cached_property

from greenlint.model.trace import Node


class Spines:
    """The nodes of a piece with ordinals, each with the nodes around it; built when it is first asked."""

    def __init__(self, trace: Node) -> None:
        self._trace = trace
        self._found: dict[int, list[Node]] = {}

    def __call__(self, at: int) -> list[Node]:
        """The nodes from the piece's top down to the one with an ordinal; empty when there is none."""
        known = self._found.get(at)
        if known is not None:
            return known
        found: list[Node] = []
        link = self._links.get(at)
        while link is not None:
            found.append(link[0])
            link = self._links.get(link[1])
        self._found[at] = found = found[::-1]
        return found

    @cached_property
    def _links(self) -> dict[int, tuple[Node, int]]:
        links: dict[int, tuple[Node, int]] = {}
        pending: list[tuple[Node, int]] = [(self._trace, -1)]
        while pending:
            node, around = pending.pop()
            if len(node) > 1 and type(node[0]) is str and type(node[1]) is int and node[1] not in links:
                links[node[1]] = node, around
                around = node[1]
            pending += [(part, around) for part in reversed(node) if type(part) is list]
        return links
