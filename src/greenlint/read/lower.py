"""Lowers a tree of libcst into a trace.

The class is a libcst visitor by name only: `CSTNode.visit` rebuilds each node and costs more than the parse, so our own table drives its methods, and
they return what they make. Never pass it to `visit`.
"""

from __future__ import annotations

import libcst as cst

from greenlint.model.trace import Node
from greenlint.read.limits import refusal
from greenlint.read.parse import SyntaxProblem, Unreadable, parse_expression, spacious
from greenlint.read.statements import Statements


class Lowering(Statements):
    """Lowers one tree of any shape."""


# The installed libcst may know fewer kinds of nodes than we do. A node of a kind that we do not know raises KeyError.
Lowering.methods = {
    getattr(cst, name[len("visit_") :]): getattr(Lowering, name)
    for name in dir(Lowering)
    if name.startswith("visit_") and hasattr(cst, name[len("visit_") :]) and getattr(Lowering, name) is not getattr(cst.CSTVisitor, name)
}


def lower(module: cst.Module, nodes: list[cst.CSTNode] | None = None) -> Node:
    """The trace of a module or piece: `["piece", statement, ...]`.

    An ordinal is the count of nodes with an ordinal before it in the trace, a node standing before its parts. `nodes`, if given, is filled so
    that `nodes[ordinal]` is the libcst node that an ordinal stands for; of a flattened chain of operators that is the outermost one.
    """
    with spacious():
        return ["piece", *Lowering(nodes, expression_tree).body(module.body)]


def lower_expression(tree: cst.BaseExpression, at: int) -> Node:
    """The trace of an annotation that was written in a string, every node with the string's ordinal `at`."""
    with spacious():
        return Lowering(None, expression_tree, at).annotated(tree)


def expression_tree(text: str) -> cst.BaseExpression | None:
    """The tree of an expression that was written in a string; None when the text is none, or is refused."""
    text = text.strip()
    if refusal(text) is not None:
        return None
    try:
        return parse_expression(text)
    except (SyntaxProblem, Unreadable):
        return None
