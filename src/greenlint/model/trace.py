"""The trace of a piece: its structured body as tagged JSON lists. The grammar is the table in docs/architecture.md.

Deliberately absent: classes for the nodes. A trace is read back from JSON some hundred thousand nodes at a time.
"""

from __future__ import annotations

import json
import sys
from typing import Any

Node = list[Any]
SCHEMA = 2


def dump(trace: Node) -> str:
    """The trace as compact JSON."""
    return json.dumps(trace, ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> Node:
    """A trace from JSON, its strings interned.

    Raises:
        ValueError: the text is not JSON or not a trace.
    """
    trace = json.loads(text)
    if not isinstance(trace, list) or not trace or trace[0] not in ("piece", "unread"):
        raise ValueError("not a trace")
    _intern_all(trace)
    return trace


def _intern_all(trace: Node) -> None:
    """Intern the strings of traces that came from JSON."""
    pending: list[Node] = [trace]
    while pending:
        node = pending.pop()
        for index, item in enumerate(node):
            if type(item) is str:
                node[index] = sys.intern(item)
            elif type(item) is list:
                pending.append(item)
