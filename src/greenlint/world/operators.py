"""Operators: arithmetic, comparisons, and those that evaluate an operand only when another one was true or false."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from greenlint.model.trace import Node
from greenlint.world.calls import Arguments, call
from greenlint.world.evaluation import Evaluation, Method
from greenlint.world.flow import State, cure, meet
from greenlint.world.narrow import constant_truth, falsy, narrow, tells_apart, truthy
from greenlint.world.types import UNKNOWN, Class, Form, Function, Instance, Literal, Type, builtin, union

_BOOL = Instance(builtin("bool"))
_OPERATORS = {
    "+": "__add__",
    "-": "__sub__",
    "*": "__mul__",
    "/": "__truediv__",
    "|": "__or__",
    "&": "__and__",
    "%": "__mod__",
    "@": "__matmul__",
    ">>": "__rshift__",
    "<<": "__lshift__",
}


class Operators(Evaluation):
    """Evaluates operators and conditions."""

    decided: set[str]

    def _bin(self, node: Node, use: str) -> Type:
        value = self.eval(node[2])
        self.misused(node[2], value, "__add__")
        for op, operand in node[3]:
            right = self.eval(operand)
            self.misused(operand, right, "__add__")
            value = self.combined(value, right, self._binary(value, op, right))
        return value

    def _binary(self, left: Type, op: str, right: Type) -> Type:
        if op == "|" and any(isinstance(side, Class | Form) for side in (left, right)):
            return Form(union([self.world.spelled(left), self.world.spelled(right)]))
        if op == "%" and self.world.as_instance(left) == self.world.string:
            return self.world.string
        same = self.world.general(left)
        if same == self.world.general(right) and isinstance(same, Instance) and same.id.is_stub and op in ("+", "|", "&", "-"):
            return same
        if op == "+" and all(isinstance(side, Instance) and side.id == self.world.list_id for side in (left, right)):
            return Instance(self.world.list_id, (union(arg for side in (left, right) if isinstance(side, Instance) for arg in side.args),))
        method, _ = self.world.attribute(left, _OPERATORS.get(op, "__unknown__"))
        if isinstance(method, Function):
            return call(self.world, method, Arguments((right,)))[0]
        return UNKNOWN

    def _unary(self, node: Node, use: str) -> Type:
        if node[2] == "not":
            self.test(node[3])
            return _BOOL
        value = self.eval(node[3])
        self.misused(node[3], value, "__neg__")
        if node[2] == "-" and isinstance(value, Literal) and type(value.value) is int:
            return Literal("int", -value.value)
        return self.world.general(value) if isinstance(value, Literal) else UNKNOWN

    def _bool(self, node: Node, use: str) -> Type:
        found: list[Type] = []
        ends: list[State] = []
        operands = node[3]
        for count, operand in enumerate(operands):
            last = count == len(operands) - 1
            value = self.eval(operand, use) if last and use != "tested" else self.test(operand)
            if last:
                found.append(value)
                break
            when_true, when_false = narrow(self, operand, self.state)
            if node[2] == "or":
                found.append(truthy(value))
                ends.append(when_true)
                self.state = when_false
            else:
                found.append(falsy(self.world, value))
                ends.append(when_false)
                self.state = when_true
            if self.state.dead:
                self.state = meet(ends, self.tracker)
                return union(found)
        self.state = meet([*ends, self.state], self.tracker)
        return union(found)

    def _cmp(self, node: Node, use: str) -> Type:
        left, value = node[2], self.eval(node[2])
        for op, operand in node[3]:
            right = self.eval(operand)
            if op in ("in", "not in"):
                self.misused(operand, right, "__contains__")
                if isinstance(right, Instance) and not self.world.may_have(right.id, "__contains__"):
                    self.iterate(operand, right, False)
                elif operand[0] in ("name", "attr", "call"):
                    self._implicit(operand, right, ("__contains__",), value)
                self.misused(left, value, "__eq__")
            else:
                method = "__eq__" if op in ("is", "is not", "==", "!=") else "__lt__"
                self.misused(left, value, method)
                self.misused(operand, right, method)
            left, value = operand, right
        return _BOOL

    def _ifexp(self, node: Node, use: str) -> Type:
        self.test(node[2])
        tested = self.state.tested
        when_true, when_false = narrow(self, node[2], self.state)
        decided = tells_apart(node[2], when_true, when_false)
        found: list[Type] = []
        ends: list[State] = []
        truth = constant_truth(self, node[2])
        for state, branch, skipped in ((when_true, node[3], truth is False), (when_false, node[4], truth is True)):
            if state.dead or skipped:
                continue
            self.state = state
            found.append(self.eval(branch, use))
            ends.append(self.state)
        self.met(ends, decided, tested)
        return union(found)

    def met(self, ends: list[State], decided: Collection[str], tested: frozenset[str]) -> None:
        """Go on where branches end; `decided` are the names that chose between them, `tested` those that were asked before."""
        both = sum(not state.dead for state in ends) > 1
        if not self.decided.isdisjoint(decided):
            cure(ends)
        self.state = meet(ends, self.tracker)
        if both:
            self.decided.update(decided)
            self.state.tested = tested

    operators: ClassVar[dict[str, Method]] = {
        "bin": _bin,
        "unary": _unary,
        "bool": _bool,
        "cmp": _cmp,
        "ifexp": _ifexp,
    }
