"""Which expressions code compares by `==`. Read from the trace alone; chains of comparisons are left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from greenlint.model.trace import Node


def equalities(body: list[Node]) -> Iterator[tuple[Node, Node]]:
    """Both sides of each comparison below some statements."""
    pending: list[Any] = list(body)
    while pending:
        node = pending.pop()
        if type(node) is not list or not node:
            continue
        if node[0] == "cmp" and len(node) == 4 and len(node[3]) == 1 and node[3][0][0] == "==":
            yield node[2], node[3][0][1]
        pending.extend(node)
