# mypy: disable-error-code="override"
"""Lowers the patterns of `match`. The table in docs/architecture.md defines what comes out."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from greenlint.model.trace import Node
from greenlint.read.expressions import Expressions, name_of


class Patterns(Expressions):
    """One method per kind of pattern, each returning its trace."""

    def visit_MatchValue(self, node: cst.MatchValue) -> Node:
        return ["pvalue", self.expression(node.value)]

    def visit_MatchSingleton(self, node: cst.MatchSingleton) -> Node:
        return ["pvalue", self.expression(node.value)]

    def visit_MatchAs(self, node: cst.MatchAs) -> Node:
        return ["pas", self.optional(node.pattern), _bound(node.name)]

    def visit_MatchOr(self, node: cst.MatchOr) -> Node:
        return ["por", *(self.expression(part.pattern) for part in node.patterns)]

    def visit_MatchList(self, node: cst.MatchList) -> Node:
        return ["pseq", *self._patterns(node.patterns)]

    def visit_MatchTuple(self, node: cst.MatchTuple) -> Node:
        return ["pseq", *self._patterns(node.patterns)]

    def visit_MatchStar(self, node: cst.MatchStar) -> Node:
        return ["pstar", _bound(node.name)]

    def visit_MatchMapping(self, node: cst.MatchMapping) -> Node:
        return ["pmap", [[self.expression(part.key), self.expression(part.pattern)] for part in node.elements], _bound(node.rest)]

    def visit_MatchClass(self, node: cst.MatchClass) -> Node:
        at = self.at(node)
        matched = self.expression(node.cls)
        positional = self._patterns(node.patterns)
        return ["pclass", at, matched, positional, [[name_of(part.key), self.expression(part.pattern)] for part in node.kwds]]

    def _patterns(self, parts: Sequence[cst.MatchSequenceElement | cst.MatchStar]) -> list[Node]:
        return [self.expression(part if isinstance(part, cst.MatchStar) else part.value) for part in parts]


def _bound(name: cst.Name | None) -> str | None:
    return None if name is None else name_of(name)
