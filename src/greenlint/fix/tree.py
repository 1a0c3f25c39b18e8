"""How the nodes of a trace hang together: the node of each ordinal, what it stands in, and where `await` may stand.

Deliberately absent: texts and their places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from greenlint.model.trace import Node

Part = tuple[str, Node]

HEAD, OPERAND, PART, INSIDE, OUTSIDE, TARGET, SPELLED = "head", "operand", "part", "inside", "outside", "target", "spelled"
"""The roles of a node in its parent: the value of an attribute, call or subscript; an operand of `await`, an operator or a condition; any other
expression; what a function, class or comprehension runs in its own scope; what a definition runs before it exists; what is assigned to; an
annotation, pattern or type."""

PRIMARY = frozenset({"name", "attr", "call", "sub", "const", "fstring", "tstring", "list", "set", "dict", "comp", "tuple"})
"""The kinds of expression that an attribute, a call or `await` takes as they are. Tuples and generators may lack their parentheses."""

_BLOCKS: dict[str, tuple[int, ...]] = {
    "if": (3, 4),
    "while": (3, 4),
    "for": (5, 6),
    "try": (2, 4, 5),
    "except": (4,),
    "with": (4,),
    "def": (7,),
    "class": (5,),
}
SIMPLE = frozenset({"expr", "assign", "annassign", "augassign", "return", "raise", "assert", "del", "import", "from", "typealias"})
"""The statements with an ordinal that fit on a line with others."""


class Tree:
    """A piece's trace, with the ways up. Nodes are compared by identity."""

    def __init__(self, trace: Node) -> None:
        self.nodes: dict[int, Node] = {}
        self._above: dict[int, tuple[Node, str]] = {}
        self._blocks: dict[int, list[Node]] = {}
        pending = [trace]
        while pending:
            node = pending.pop()
            if len(node) > 1 and type(node[1]) is int:
                self.nodes[node[1]] = node
            for block in blocks(node):
                self._blocks.update((id(statement), block) for statement in block)
            for role, part in parts(node):
                self._above[id(part)] = (node, role)
                pending.append(part)

    def above(self, node: Node) -> tuple[Node, str]:
        """The node that a node is a direct part of, and its role there."""
        return self._above[id(node)]

    def role(self, node: Node) -> str:
        """The role of a node in its parent."""
        return self._above[id(node)][1]

    def is_assigned(self, node: Node) -> bool:
        """Whether an expression is what a statement assigns to or deletes, or an element of that."""
        above, role = self._above[id(node)]
        while role != TARGET and above[0] in ("tuple", "list", "star"):
            above, role = self._above[id(above)]
        return role == TARGET

    def block(self, node: Node) -> list[Node] | None:
        """The statements among which a statement stands; None for what is no statement."""
        return self._blocks.get(id(node))

    def in_module(self, node: Node) -> bool:
        """Whether a statement stands at the top of the file."""
        return bool(self._above[id(node)][0][0] == "piece")

    def awaiter(self, node: Node) -> Node | None:
        """The `async def` whose body an `await` in the place of an expression, a statement or a comprehension's clause would be in.

        None where none may stand, or only by changing the meaning of what is around: a generator expression would become an asynchronous one, and
        before Python 3.11 no comprehension within another one can.
        """
        comprehensions = 0
        evaluated = False
        while id(node) in self._above:
            around, role = self._above[id(node)]
            tag: str = around[0]
            # Of `f().a = 1`, `f()` is evaluated, for the attribute to be assigned to.
            evaluated = evaluated or tag in ("attr", "sub")
            if role in (OUTSIDE, SPELLED) or (role == TARGET and (not evaluated or tag == "comp")):
                return None
            if role == INSIDE and tag in ("def", "lambda", "class"):
                return around if tag == "def" and around[2] else None
            if role == INSIDE:
                comprehensions += 1
                if comprehensions > 1 or around[2] == "gen":
                    return None
            node = around
        return None

    def waits(self, definition: Node) -> Iterator[Node]:
        """The nodes of a function's own body that need it to be `async`."""
        pending: list[Node] = list(definition[7])
        while pending:
            node = pending.pop()
            if node[0] == "await" or (node[0] in ("for", "with") and node[2]) or (node[0] == "comp" and any(clause[0] for clause in node[4])):
                yield node
            pending += [part for role, part in parts(node) if role != INSIDE or node[0] not in ("def", "lambda", "class")]


def blocks(node: Node) -> list[list[Node]]:
    """The lists of statements that a node holds."""
    if node[0] == "piece":
        return [node[1:]]
    if node[0] == "match":
        return [case[2] for case in node[3]]
    return [node[index] for index in _BLOCKS.get(node[0], ())]


def parts(node: Node) -> Iterator[Part]:
    """The nodes that stand directly in a node, with their roles. Strings in annotation position have none: they are text."""
    for role, part in _parts(node):
        if part is not None:
            yield role, part
    inside = INSIDE if node[0] in ("def", "class") else PART
    for block in blocks(node):
        for statement in block:
            yield inside, statement


def _parts(node: Node) -> Iterable[tuple[str, Any]]:
    tag = node[0]
    if tag in ("attr", "call", "sub"):
        yield HEAD, node[2]
        if tag == "call":
            yield from ((PART, value) for _, value in node[3])
        elif tag == "sub":
            yield from ((PART, index) for index in node[3])
    elif tag in _SINGLE:
        role, index = _SINGLE[tag]
        yield role, node[index]
    elif tag in _SEVERAL:
        role, index = _SEVERAL[tag]
        yield from ((role, item) for item in node[index])
    elif tag in ("bin", "cmp"):
        yield OPERAND, node[2]
        yield from ((OPERAND, operand) for _, operand in node[3])
    elif tag == "dict":
        yield from ((PART, item) for entry in node[2] for item in entry)
    elif tag in ("slice", "pair"):
        yield from ((PART, item) for item in node[1:])
    elif tag == "ifexp":
        yield from ((OPERAND, item) for item in node[2:])
    elif tag == "lambda":
        yield from _parameters(node[2])
        yield INSIDE, node[3]
    elif tag == "comp":
        yield INSIDE, node[3]
        for count, (_, target, iterable, conditions) in enumerate(node[4]):
            yield TARGET, target
            yield INSIDE if count else PART, iterable
            yield from ((INSIDE, condition) for condition in conditions)
    elif tag == "walrus":
        yield TARGET, node[2]
        yield PART, node[3]
    else:
        yield from _statement_parts(node)


_SINGLE = {
    "await": (OPERAND, 2),
    "unary": (OPERAND, 3),
    "star": (OPERAND, 1),
    "yield": (PART, 2),
    "yieldfrom": (PART, 2),
    "expr": (PART, 2),
    "return": (PART, 2),
    "if": (PART, 2),
    "while": (PART, 2),
    "except": (PART, 2),
    "typealias": (SPELLED, 4),
    "pvalue": (SPELLED, 1),
}
_SEVERAL = {
    "fstring": (PART, 2),
    "tstring": (PART, 2),
    "list": (PART, 2),
    "tuple": (PART, 2),
    "set": (PART, 2),
    "bool": (OPERAND, 3),
    "del": (TARGET, 2),
}


def _statement_parts(node: Node) -> Iterable[tuple[str, Any]]:
    tag = node[0]
    if tag == "assign":
        yield from ((TARGET, target) for target in node[2])
        yield PART, node[3]
    elif tag == "annassign":
        yield TARGET, node[2]
        yield SPELLED, node[3]
        yield PART, node[4]
    elif tag == "augassign":
        yield TARGET, node[2]
        yield PART, node[4]
    elif tag in ("raise", "assert"):
        yield PART, node[2]
        yield PART, node[3]
    elif tag == "for":
        yield TARGET, node[3]
        yield PART, node[4]
    elif tag == "with":
        for item, target in node[3]:
            yield PART, item
            yield TARGET, target
    elif tag == "try":
        yield from ((PART, handler) for handler in node[3])
    elif tag == "match":
        yield PART, node[2]
        for pattern, guard, _ in node[3]:
            yield SPELLED, pattern
            yield PART, guard
    elif tag == "def":
        yield from _parameters(node[4])
        yield SPELLED, node[5]
        yield from ((OUTSIDE, decorator) for decorator in node[6])
    elif tag == "class":
        yield from ((PART, value) for _, value in node[3])
        yield from ((OUTSIDE, decorator) for decorator in node[4])
    elif tag == "pas":
        yield SPELLED, node[1]
    elif tag in ("por", "pseq"):
        yield from ((SPELLED, pattern) for pattern in node[1:])
    elif tag == "pmap":
        yield from ((SPELLED, item) for entry in node[1] for item in entry)
    elif tag == "pclass":
        yield SPELLED, node[2]
        yield from ((SPELLED, item) for item in node[3])
        yield from ((SPELLED, item) for _, item in node[4])


def _parameters(params: Iterable[Node]) -> Iterator[tuple[str, Any]]:
    for _, _, annotation, default, _ in params:
        yield SPELLED, annotation
        yield OUTSIDE, default
