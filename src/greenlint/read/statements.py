# mypy: disable-error-code="override"
"""Lowers statements. The table in docs/architecture.md defines what comes out.

Ordinals follow the trace, as for expressions: a definition's parameters and return annotation come before its decorators, those before its body.
`elif` is an `if` alone in the `orelse` of the one before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import libcst as cst

from greenlint.model.trace import Node
from greenlint.read.expressions import name_of
from greenlint.read.operators import OPERATORS
from greenlint.read.patterns import Patterns


class Statements(Patterns):
    """One method per kind of statement, each returning its trace."""

    def body(self, statements: Iterable[cst.CSTNode]) -> list[Node]:
        """The traces of statements; those joined by `;` become several."""
        methods = self.methods
        found: list[Node] = []
        for statement in statements:
            if type(statement) is cst.SimpleStatementLine:
                for part in statement.body:
                    found.append(methods[type(part)](self, part))
            else:
                found.append(methods[type(statement)](self, statement))
        return found

    def _suite(self, clause: cst.Else | cst.Finally | None) -> list[Node]:
        return [] if clause is None else self.body(clause.body.body)

    # Simple statements

    def visit_Expr(self, node: cst.Expr) -> Node:
        return ["expr", self.at(node), self.expression(node.value)]

    def visit_Assign(self, node: cst.Assign) -> Node:
        at = self.at(node)
        targets = [self.expression(target.target) for target in node.targets]
        return ["assign", at, targets, self.expression(node.value)]

    def visit_AnnAssign(self, node: cst.AnnAssign) -> Node:
        return ["annassign", self.at(node), self.expression(node.target), self.annotation(node.annotation), self.optional(node.value)]

    def visit_AugAssign(self, node: cst.AugAssign) -> Node:
        return ["augassign", self.at(node), self.expression(node.target), OPERATORS[type(node.operator)], self.expression(node.value)]

    def visit_Return(self, node: cst.Return) -> Node:
        return ["return", self.at(node), self.optional(node.value)]

    def visit_Raise(self, node: cst.Raise) -> Node:
        cause = None if node.cause is None else node.cause.item
        return ["raise", self.at(node), self.optional(node.exc), self.optional(cause)]

    def visit_Assert(self, node: cst.Assert) -> Node:
        return ["assert", self.at(node), self.expression(node.test), self.optional(node.msg)]

    def visit_Del(self, node: cst.Del) -> Node:
        at, target = self.at(node), node.target
        if isinstance(target, cst.Tuple) and not target.lpar:
            return ["del", at, [self.expression(element.value) for element in target.elements]]
        return ["del", at, [self.expression(target)]]

    def visit_Pass(self, node: cst.Pass) -> Node:
        return ["pass"]

    def visit_Break(self, node: cst.Break) -> Node:
        return ["break"]

    def visit_Continue(self, node: cst.Continue) -> Node:
        return ["continue"]

    def visit_Global(self, node: cst.Global) -> Node:
        return ["global", *(name_of(item.name) for item in node.names)]

    def visit_Nonlocal(self, node: cst.Nonlocal) -> Node:
        return ["nonlocal", *(name_of(item.name) for item in node.names)]

    def visit_Import(self, node: cst.Import) -> Node:
        return ["import", self.at(node), _aliases(node.names)]

    def visit_ImportFrom(self, node: cst.ImportFrom) -> Node:
        names = [["*", None]] if isinstance(node.names, cst.ImportStar) else _aliases(node.names)
        return ["from", self.at(node), len(node.relative), None if node.module is None else _dotted(node.module), names]

    def visit_LazyImport(self, node: Any) -> Node:
        return self.visit_Import(node)

    def visit_LazyImportFrom(self, node: Any) -> Node:
        return self.visit_ImportFrom(node)

    def visit_TypeAlias(self, node: cst.TypeAlias) -> Node:
        at = self.at(node)
        return ["typealias", at, name_of(node.name), self._type_parameters(node.type_parameters), self.expression(node.value)]

    # Compound statements

    def visit_If(self, node: cst.If) -> Node:
        first = branch = self._branch(node)
        orelse = node.orelse
        while isinstance(orelse, cst.If):
            inner = self._branch(orelse)
            branch[4].append(inner)
            branch, orelse = inner, orelse.orelse
        branch[4] = self._suite(orelse)
        return first

    def _branch(self, node: cst.If) -> Node:
        return ["if", self.at(node), self.expression(node.test), self.body(node.body.body), []]

    def visit_While(self, node: cst.While) -> Node:
        return ["while", self.at(node), self.expression(node.test), self.body(node.body.body), self._suite(node.orelse)]

    def visit_For(self, node: cst.For) -> Node:
        at, asynchronous = self.at(node), int(node.asynchronous is not None)
        target, iterable = self.expression(node.target), self.expression(node.iter)
        return ["for", at, asynchronous, target, iterable, self.body(node.body.body), self._suite(node.orelse)]

    def visit_Try(self, node: cst.Try) -> Node:
        return self._try(node, 0)

    def visit_TryStar(self, node: cst.TryStar) -> Node:
        return self._try(node, 1)

    def _try(self, node: cst.Try | cst.TryStar, star: int) -> Node:
        at = self.at(node)
        body = self.body(node.body.body)
        handlers = [self._handler(handler) for handler in node.handlers]
        return ["try", at, body, handlers, self._suite(node.orelse), self._suite(node.finalbody), star]

    def _handler(self, node: cst.ExceptHandler | cst.ExceptStarHandler) -> Node:
        at = self.at(node)
        name = node.name.name if node.name is not None else None
        return ["except", at, self.optional(node.type), name_of(name) if isinstance(name, cst.Name) else None, self.body(node.body.body)]

    def visit_With(self, node: cst.With) -> Node:
        at = self.at(node)
        items = [[self.expression(item.item), None if item.asname is None else self.expression(item.asname.name)] for item in node.items]
        return ["with", at, int(node.asynchronous is not None), items, self.body(node.body.body)]

    def visit_Match(self, node: cst.Match) -> Node:
        at = self.at(node)
        subject = self.expression(node.subject)
        return ["match", at, subject, [[self.expression(case.pattern), self.optional(case.guard), self.body(case.body.body)] for case in node.cases]]

    # Definitions

    def visit_FunctionDef(self, node: cst.FunctionDef) -> Node:
        at = self.at(node)
        params, returns, decorators = self.parameters(node.params), self.annotation(node.returns), self._decorators(node.decorators)
        outer, self.yields = self.yields, False
        body = self.body(node.body.body)
        generator, self.yields = int(self.yields), outer
        typeparams = self._type_parameters(node.type_parameters)
        asynchronous = int(node.asynchronous is not None)
        return ["def", at, asynchronous, name_of(node.name), params, returns, decorators, body, typeparams, generator]

    def visit_ClassDef(self, node: cst.ClassDef) -> Node:
        at = self.at(node)
        arguments, decorators = self.arguments([*node.bases, *node.keywords]), self._decorators(node.decorators)
        return ["class", at, name_of(node.name), arguments, decorators, self.body(node.body.body), self._type_parameters(node.type_parameters)]

    def _decorators(self, decorators: Sequence[cst.Decorator]) -> list[Node]:
        return [self.expression(decorator.decorator) for decorator in decorators]

    def _type_parameters(self, node: cst.TypeParameters | None) -> list[Node]:
        found: list[Node] = []
        for item in node.params if node is not None else ():
            param = item.param
            kind = "" if isinstance(param, cst.TypeVar) else "*" if isinstance(param, cst.TypeVarTuple) else "**"
            bound = self.optional(param.bound) if isinstance(param, cst.TypeVar) else None
            default = self.optional(item.default)
            found.append([kind, name_of(param.name), bound, ["star", default] if item.star else default])
        return found


def _aliases(names: Iterable[cst.ImportAlias]) -> list[Node]:
    found: list[Node] = []
    for alias in names:
        asname = alias.asname.name if alias.asname is not None else None
        found.append([_dotted(alias.name), name_of(asname) if isinstance(asname, cst.Name) else None])
    return found


def _dotted(node: cst.BaseExpression) -> str:
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(name_of(node.attr))
        node = node.value
    assert isinstance(node, cst.Name)
    parts.append(name_of(node))
    return ".".join(reversed(parts))
