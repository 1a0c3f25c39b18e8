"""Calls in an expression: what is called with what, and what builtin functions do with their arguments."""

from __future__ import annotations

from typing import ClassVar

from greenlint.model.trace import Node
from greenlint.world import effects
from greenlint.world.calls import Arguments, call
from greenlint.world.evaluation import ASKING, Evaluation, Method
from greenlint.world.events import Called, Target
from greenlint.world.filling import given
from greenlint.world.named import with_target
from greenlint.world.narrow import peek, suppose
from greenlint.world.types import (
    ANY_LENGTH,
    BUILTINS_PATH,
    NEVER,
    NONE,
    TUPLE,
    UNKNOWN,
    Class,
    Form,
    Function,
    Instance,
    Literal,
    Module,
    Super,
    Type,
    TypeVar,
    Union,
    builtin,
    sited,
)

_SUPER = builtin("super")
_CONSUMERS = frozenset(
    (
        *("all", "any", "bool", "dict", "enumerate", "float", "frozenset", "int", "iter", "len", "list"),
        *("max", "min", "next", "reversed", "set", "sorted", "sum", "tuple", "zip"),
    )
)
_ITERATING = frozenset({"all", "any", "dict", "frozenset", "list", "max", "min", "set", "sorted", "sum", "tuple"})


class Applications(Evaluation):
    """Evaluates calls."""

    def _call(self, node: Node, use: str) -> Type:
        func = node[2]
        callee = self.eval(func, "called")
        positional: list[Type] = []
        keywords: list[tuple[str, Type]] = []
        starred: list[Type] = []
        for keyword, value in node[3]:
            if keyword == "*":
                inner = self.eval(value, "argument")
                self.misused(value, inner, "__iter__")
                if isinstance(inner, Instance) and inner.id == TUPLE and ANY_LENGTH not in inner.args:
                    positional.extend(inner.args)
                else:
                    starred.append(inner)
            elif keyword == "**":
                self.spread(value, self.eval(value, "argument"))
                display = self.keyed.get(value[1]) if value[0] == "dict" else None
                if display is None:
                    starred.append(UNKNOWN)
                else:
                    keywords += display.items()
            elif keyword:
                keywords.append((keyword, self.eval(value, "argument")))
            else:
                positional.append(self.eval(value, "argument"))
                if isinstance(callee, Function | Class) and callee.id.path == BUILTINS_PATH and callee.id.qualname in _CONSUMERS:
                    self.misused(value, positional[-1], "__bool__" if callee.id.qualname == "bool" else "__iter__")
                    if value is node[3][0][1] and (callee.id.qualname not in ("max", "min") or len(node[3]) == 1 or node[3][1][0]):
                        self._consume(node, value, positional[-1], callee.id.qualname)
        is_open = bool(starred)
        arguments = Arguments(tuple(positional), tuple(keywords), is_open, tuple(starred))
        if isinstance(callee, Class) and callee.id == _SUPER:
            return self._super(arguments)
        if isinstance(callee, Form):
            return self._call_form(callee, node, arguments)
        result, targets = call(self.world, callee, arguments)
        result = sited(result, node[1])
        if targets or self.state.held.entities:
            result = self.applied(node, callee, arguments, result, targets, use)
        settled = result is not UNKNOWN or bool(targets)
        if isinstance(callee, Union) and targets:
            settled = len(targets) >= sum(1 for item in callee.members if item is not NONE)
        if positional and isinstance(positional[0], Literal):
            result = self._imported(callee, positional[0], with_target(self.world, result, self.path, self.definition, positional[0]))
        if func[0] == "attr" and not is_open and not keywords:
            content = given(func[3], tuple(map(self.world.general, positional)))
            if content is not None:
                self.fill(func[2], peek(self, func[2]), content)
        if callee is not UNKNOWN and callee is not NEVER:
            self.emit(Called(node[1], targets, settled, callee=callee, result=result, use=use, arguments=arguments.flat, open=is_open))
        return result

    def _imported(self, callee: Type, name: Literal, result: Type) -> Type:
        """The module that a call imports by an absolute name."""
        if not isinstance(callee, Function) or "imports" not in effects.marks(self.world, callee.id):
            return result
        found = self.world.ask("resolve", name.value, self.path) if isinstance(name.value, str) and not name.value.startswith(".") else None
        return Module(found) if found is not None else result

    def applied(self, node: Node, callee: Type, arguments: Arguments, result: Type, targets: tuple[Target, ...], use: str) -> Type:
        """Follow what a call does to sessions and instances; what it gives, with what is known of it."""
        raise NotImplementedError

    def _consume(self, call_node: Node, node: Node, value: Type, consumer: str) -> None:
        """Note what a builtin function does with an argument: iterate it, ask for its iterator, or for its length or truth."""
        if consumer in _ITERATING:
            self.iterate(node, value, False)
        elif consumer in ASKING:
            self._implicit(call_node, value, ASKING[consumer])

    def _call_form(self, callee: Form, node: Node, arguments: Arguments) -> Type:
        if self.world.is_marker(callee):
            return callee
        form = self.world.special_form(callee)
        if form in ("TypeVar", "ParamSpec", "TypeVarTuple") and arguments.positional and isinstance(arguments.positional[0], Literal):
            return TypeVar(self.path, str(arguments.positional[0].value))
        if form == "cast" and node[3]:
            taken = self.annotation(node[3][0][1])
            if isinstance(taken, Instance) and len(arguments.positional) == 2:
                suppose(self.state, arguments.positional[1], taken.id)
            return taken
        if form == "NewType" and len(arguments.positional) == 2:
            return arguments.positional[1]
        return UNKNOWN

    def _super(self, arguments: Arguments) -> Type:
        definition = self.definition
        while definition is not None and definition.owner is None:
            definition = definition.parent
        if definition is None or definition.owner is None or self.receiver is None or arguments.keywords:
            return UNKNOWN
        return Super(definition.owner.id, self.receiver)

    applications: ClassVar[dict[str, Method]] = {
        "call": _call,
    }
