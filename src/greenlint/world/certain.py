"""What a body certainly evaluates when it runs to its end: nothing under a condition, in a handler, or behind a statement that may leave early.

The bodies of `for` loops and comprehensions count as evaluated. Deliberately absent: what the conditions are, and what raises.
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.model.trace import Node

_LEAVES = frozenset({"return", "raise", "break", "continue"})
_SCOPES = frozenset({"def", "class", "lambda"})


def certain(body: list[Node]) -> frozenset[int]:
    """The ordinals of the expressions of a body that are evaluated whichever way its tests go."""
    found: set[int] = set()
    _block(body, found)
    return frozenset(found)


def _block(body: list[Node], found: set[int]) -> bool:
    """Note what a block evaluates; whether what follows the block is reached for certain, too."""
    return all(_statement(statement, found) for statement in body)


def _statement(node: Node, found: set[int]) -> bool:
    tag = node[0]
    if tag in ("if", "while", "match"):
        _expression(node[2], found)
    elif tag == "for":
        _expression(node[4], found)
        _block(node[5], found)
    elif tag == "with":
        for item, _ in node[3]:
            _expression(item, found)
        return _block(node[4], found)
    elif tag == "try":
        if not any(takes_runtime_error(handler) for handler in node[3]):
            _block(node[2], found)
        _block(node[5], found)
    elif tag in _SCOPES:
        return True
    else:
        _expression(node, found)
        return tag not in _LEAVES
    return not _may_leave(node)


def takes_runtime_error(handler: Node) -> bool:
    """Whether a handler names `RuntimeError`, which a loop that runs already raises, and one that does not run."""
    caught: Node | None = handler[2]
    return caught is not None and any(part[0] == "name" and part[2:] == ["RuntimeError"] for part in _inner(caught))


def _may_leave(node: Node) -> bool:
    return any(part[0] in _LEAVES for part in _inner(node))


def _expression(node: Node | None, found: set[int]) -> None:
    if node is None:
        return
    pending = [node]
    while pending:
        item = pending.pop()
        # A call's keyword arguments are pairs, whose first part may spell any tag.
        tag = item[0] if len(item) > 1 and type(item[1]) is int else None
        if tag in _SCOPES:
            continue
        if tag is not None:
            found.add(item[1])
        if tag == "ifexp":
            pending.append(item[2])
        elif tag == "bool":
            pending.append(item[3][0])
        else:
            pending.extend(part for part in item if type(part) is list)


def _inner(node: Node) -> Iterator[Node]:
    """A node and all nodes in it, scopes of their own left out."""
    pending = [node]
    while pending:
        item = pending.pop()
        if item and type(item[0]) is str:
            if item[0] in _SCOPES:
                continue
            yield item
        pending.extend(part for part in item if type(part) is list)
