"""The types of expressions, and the events that evaluating them makes. One method a tag of the trace grammar."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from greenlint.model.trace import Node
from greenlint.world.annotations import Annotations
from greenlint.world.calls import Arguments, call
from greenlint.world.events import Awaited, Called, Event, Iterated, Loaded, Yielded
from greenlint.world.flow import State, Tracker, meet
from greenlint.world.narrow import constant_truth, falsy, narrow, reference, suppose, truthy
from greenlint.world.types import (
    ANY_LENGTH,
    BUILTINS_PATH,
    DICT,
    LIST,
    NEVER,
    NONE,
    SET,
    TUPLE,
    UNKNOWN,
    Class,
    Coroutine,
    Form,
    Function,
    Generator,
    Instance,
    Literal,
    Super,
    Type,
    TypeVar,
    Union,
    builtin,
    members,
    sited,
    union,
)

if TYPE_CHECKING:
    from greenlint.world.definitions import Definition

BOOL = Instance(builtin("bool"))
STR = Instance(builtin("str"))
SLICE = Instance(builtin("slice"))
SUPER = builtin("super")


class Expressions(Annotations):
    """Evaluates expressions in a scope. Statements and scopes are the subclass's."""

    state: State
    tracker: Tracker | None
    optional: frozenset[str]
    rebound: set[str]
    definition: Definition | None
    receiver: Type | None
    events: dict[tuple[int, type], Event]

    def emit(self, event: Event) -> None:
        """Record an event, joined with what the same site gave before."""
        raise NotImplementedError

    def lookup(self, name: str) -> Type:
        """What a name stands for here."""
        raise NotImplementedError

    def is_local(self, name: str) -> bool:
        """Whether a name belongs to this body's scope."""
        raise NotImplementedError

    def store(self, target: Node, value: Type, source: Node | None = None) -> None:
        """Bind a target to a value; `source` is the expression that gave it."""
        raise NotImplementedError

    def eval(self, node: Node, use: str = "operand") -> Type:
        """The type of an expression; `use` tells what becomes of its value."""
        return self._dispatch[node[0]](self, node, use)

    def _name(self, node: Node, use: str) -> Type:
        return self.lookup(node[2])

    def _attr(self, node: Node, use: str) -> Type:
        spine = [node]
        while spine[-1][2][0] == "attr":
            spine.append(spine[-1][2])
        value = self.eval(spine[-1][2], "attribute")
        for link in reversed(spine):
            value = self._attribute(link, value)
        return value

    def _attribute(self, node: Node, value: Type) -> Type:
        key = reference(node)
        if key is not None:
            known = self.state.names.get(key)
            if known is not None:
                return known
        found, targets = self.world.attribute(value, node[3])
        if value is not UNKNOWN:
            self.emit(Loaded(node[1], targets, found is not UNKNOWN, value=value, name=node[3]))
        return found

    def _call(self, node: Node, use: str) -> Type:
        func = node[2]
        callee = self.eval(func, "called")
        positional: list[Type] = []
        keywords: list[tuple[str, Type]] = []
        is_open = False
        for keyword, value in node[3]:
            if keyword == "*":
                inner = self.eval(value, "argument")
                self.misused(value, inner, "__iter__")
                if isinstance(inner, Instance) and inner.id == TUPLE and ANY_LENGTH not in inner.args:
                    positional.extend(inner.args)
                else:
                    is_open = True
            elif keyword == "**":
                self.eval(value, "argument")
                is_open = True
            elif keyword:
                keywords.append((keyword, self.eval(value, "argument")))
            else:
                positional.append(self.eval(value, "argument"))
                if isinstance(callee, Function | Class) and callee.id.path == BUILTINS_PATH and callee.id.qualname in _CONSUMERS:
                    self.misused(value, positional[-1], "__bool__" if callee.id.qualname == "bool" else "__iter__")
                    if value is node[3][0][1] and (callee.id.qualname not in ("max", "min") or len(node[3]) == 1 or node[3][1][0]):
                        self._consume(node, value, positional[-1], callee.id.qualname)
        arguments = Arguments(tuple(positional), tuple(keywords), is_open)
        if isinstance(callee, Class) and callee.id == SUPER:
            return self._super(arguments)
        if isinstance(callee, Form):
            return self._call_form(callee, node, arguments)
        result, targets = call(self.world, callee, arguments)
        result = sited(result, node[1])
        settled = result is not UNKNOWN or bool(targets)
        if isinstance(callee, Union) and targets:
            settled = len(targets) >= sum(1 for item in callee.members if item is not NONE)
        if callee is not UNKNOWN and callee is not NEVER:
            self.emit(Called(node[1], targets, settled, callee=callee, result=result, use=use, arguments=arguments.flat, open=is_open))
        return result

    def _consume(self, call_node: Node, node: Node, value: Type, consumer: str) -> None:
        """Note what a builtin function does with an argument: iterate it, ask for its iterator, or for its length or truth."""
        if consumer in _ITERATING:
            self.iterate(node, value, False)
        elif consumer in _ASKING:
            self._implicit(call_node, value, _ASKING[consumer])

    def _implicit(self, node: Node, value: Type, names: tuple[str, ...]) -> None:
        """Note that an operation runs a special method of a library's object: the first of some that its class has."""
        if not isinstance(value, Instance) or not value.id.is_stub:
            return
        for name in names:
            if self.world.may_have(value.id, name):
                method, _ = self.world.attribute(value, name)
                result, targets = call(self.world, method, Arguments())
                if node[0] in ("call", "unary"):
                    self.emit(Loaded(node[1], targets, True, value=value, name=name))
                else:
                    self.emit(Called(node[1], targets, True, callee=method, result=result, use="tested"))
                return

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

    def _await(self, node: Node, use: str) -> Type:
        value = self.eval(node[2], "awaited")
        self.emit(Awaited(node[1], awaitable=value))
        return self.world.awaited(value)

    def _const(self, node: Node, use: str) -> Type:
        kind, value = node[2], node[3] if len(node) > 3 else None
        if kind == "none":
            return NONE
        if kind in ("str", "int", "bool") and value is not None:
            return Literal(kind, value)
        return Instance(builtin(kind)) if kind != "ellipsis" else UNKNOWN

    def _quoted(self, node: Node, use: str) -> Type:
        return self.eval(node[2], use)

    def _fstring(self, node: Node, use: str) -> Type:
        for part in node[2]:
            self.eval(part)
        return STR

    def _elements(self, nodes: list[Node]) -> tuple[list[Type], bool]:
        found: list[Type] = []
        exact = True
        for node in nodes:
            if node[0] != "star":
                found.append(self.eval(node, "stored"))
                continue
            inner = self.eval(node[1], "iterated")
            if isinstance(inner, Instance) and inner.id == TUPLE and ANY_LENGTH not in inner.args:
                found.extend(inner.args)
            else:
                found.append(self.world.iterated(inner, False))
                exact = False
        return found, exact

    def _tuple(self, node: Node, use: str) -> Type:
        found, exact = self._elements(node[2])
        return Instance(TUPLE, tuple(found)) if exact else Instance(TUPLE, (self.world.general(union(found)), ANY_LENGTH))

    def _list(self, node: Node, use: str) -> Type:
        found, _ = self._elements(node[2])
        return Instance(LIST if node[0] == "list" else SET, (self.world.general(union(found)),))

    def _dict(self, node: Node, use: str) -> Type:
        keys: list[Type] = []
        values: list[Type] = []
        for key, value in node[2]:
            if key is None:
                inner = self.eval(value, "argument")
                fits = isinstance(inner, Instance) and inner.id == DICT and len(inner.args) == 2
                keys.append(inner.args[0] if fits and isinstance(inner, Instance) else UNKNOWN)
                values.append(inner.args[1] if fits and isinstance(inner, Instance) else UNKNOWN)
            else:
                keys.append(self.eval(key))
                values.append(self.eval(value, "stored"))
        return Instance(DICT, (self.world.general(union(keys)), self.world.general(union(values))))

    def _sub(self, node: Node, use: str) -> Type:
        value = self.eval(node[2], "operand")
        form = self.world.special_form(value)
        if form is not None or isinstance(value, Class | Form | TypeVar):
            return self._subscript_type(value, form, node)
        for index in node[3]:
            self.eval(index)
        return self._item(node, value)

    def _item(self, node: Node, value: Type) -> Type:
        self.misused(node[2], value, "__getitem__")
        indices = [self.eval(index) for index in node[3]]
        index = indices[0] if len(indices) == 1 else Instance(TUPLE, tuple(indices))
        found: list[Type] = []
        for item in members(value):
            if isinstance(item, Instance) and item.id == TUPLE and item.args:
                found.append(self._tuple_item(item, index))
            elif item is NONE or item is NEVER:
                continue
            else:
                method, _ = self.world.attribute(item, "__getitem__")
                if not isinstance(method, Function):
                    return UNKNOWN
                result, targets = call(self.world, method, Arguments((index,)))
                if targets and value is not UNKNOWN:
                    self.emit(Loaded(node[1], targets, True, value=item, name="__getitem__"))
                found.append(result)
        return union(found)

    def _tuple_item(self, value: Instance, index: Type) -> Type:
        if ANY_LENGTH in value.args:
            return value.args[0] if index != SLICE else value
        if isinstance(index, Literal) and type(index.value) is int and -len(value.args) <= index.value < len(value.args):
            return value.args[index.value]
        if index == SLICE:
            return Instance(TUPLE, (union(value.args), ANY_LENGTH))
        return union(value.args)

    def _bin(self, node: Node, use: str) -> Type:
        value = self.eval(node[2])
        self.misused(node[2], value, "__add__")
        for op, operand in node[3]:
            right = self.eval(operand)
            self.misused(operand, right, "__add__")
            value = self._binary(value, op, right)
        return value

    def _binary(self, left: Type, op: str, right: Type) -> Type:
        if op == "|" and any(isinstance(side, Class | Form) for side in (left, right)):
            return Form(union([self.world.spelled(left), self.world.spelled(right)]))
        if op == "%" and self.world.as_instance(left) == STR:
            return STR
        same = self.world.general(left)
        if same == self.world.general(right) and isinstance(same, Instance) and same.id.is_stub and op in ("+", "|", "&", "-"):
            return same
        method, _ = self.world.attribute(left, _OPERATORS.get(op, "__unknown__"))
        if isinstance(method, Function):
            return call(self.world, method, Arguments((right,)))[0]
        return UNKNOWN

    def _unary(self, node: Node, use: str) -> Type:
        if node[2] == "not":
            self.test(node[3])
            return BOOL
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
                self.misused(left, value, "__eq__")
            else:
                method = "__eq__" if op in ("is", "is not", "==", "!=") else "__lt__"
                self.misused(left, value, method)
                self.misused(operand, right, method)
            left, value = operand, right
        return BOOL

    def _ifexp(self, node: Node, use: str) -> Type:
        self.test(node[2])
        when_true, when_false = narrow(self, node[2], self.state)
        found: list[Type] = []
        ends: list[State] = []
        truth = constant_truth(self, node[2])
        for state, branch, skipped in ((when_true, node[3], truth is False), (when_false, node[4], truth is True)):
            if state.dead or skipped:
                continue
            self.state = state
            found.append(self.eval(branch, use))
            ends.append(self.state)
        self.state = meet(ends, self.tracker)
        return union(found)

    def _lambda(self, node: Node, use: str) -> Type:
        for param in node[2]:
            if param[3] is not None:
                self.eval(param[3])
        return self.defined(node)

    def defined(self, node: Node) -> Type:
        """The function or class value that a definition in this scope makes."""
        raise NotImplementedError

    def _comp(self, node: Node, use: str) -> Type:
        outer = self.state
        self.state = outer.copy()
        is_async = False
        for clause in node[4]:
            is_async = is_async or bool(clause[0])
            value = self.eval(clause[2], "iterated")
            element = self.iterate(clause[2], value, bool(clause[0]))
            self.bind_comprehension(clause[1], element)
            for condition in clause[3]:
                self.test(condition)
                self.state, _ = narrow(self, condition, self.state)
        kind, element_node = node[2], node[3]
        if element_node[0] == "pair":
            key, item = self.eval(element_node[1]), self.eval(element_node[2], "stored")
            result: Type = Instance(DICT, (self.world.general(key), self.world.general(item)))
        else:
            item = self.world.general(self.eval(element_node, "stored"))
            if kind == "gen":
                result = Instance(self.world.async_generator_id if is_async else self.world.generator_id, (item, UNKNOWN, UNKNOWN))
            else:
                result = Instance(LIST if kind == "list" else SET, (item,))
        if self.tracker is not None:
            outer.cell = self.tracker.join(outer.cell, self.state.cell)
        self.state = outer
        return result

    def bind_comprehension(self, target: Node, value: Type) -> None:
        """Bind a comprehension's target in the comprehension's own scope."""
        raise NotImplementedError

    def test(self, node: Node) -> Type:
        """Evaluate a test."""
        value = self.eval(node, "tested")
        self.misused(node, value, "__bool__")
        if node[0] in ("name", "attr", "call"):
            self._implicit(node, value, _ASKING["bool"])
        return value

    def misused(self, node: Node, value: Type, method: str) -> None:
        """Note an operation that a coroutine cannot do, or that is always true of it."""
        if isinstance(value, Coroutine) and type(node[1]) is int:
            self.emit(Loaded(node[1], value=value, name=method))

    def iterate(self, node: Node, value: Type, is_async: bool, statement: int = -1) -> Type:
        """The element type of an iteration, with its event; `node` is the iterable."""
        targets, settled = self.world.iteration(value, is_async)
        at = node[1] if len(node) > 1 and type(node[1]) is int else 0
        if value is not UNKNOWN:
            self.emit(Iterated(at, targets, settled, iterable=value, is_async=is_async, statement=statement))
        return self.world.iterated(value, is_async)

    def _yield(self, node: Node, use: str) -> Type:
        value = self.eval(node[2], "yielded") if node[2] is not None else NONE
        self.emit(Yielded(node[1], value=value))
        self.yielded(value)
        return UNKNOWN

    def yielded(self, value: Type) -> None:
        """Note what the body yields."""
        raise NotImplementedError

    def _yieldfrom(self, node: Node, use: str) -> Type:
        value = self.eval(node[2], "iterated")
        self.yielded(self.iterate(node[2], value, False))
        if isinstance(value, Generator) and isinstance(value.origin, Function):
            return UNKNOWN
        return UNKNOWN

    def _walrus(self, node: Node, use: str) -> Type:
        value = self.eval(node[3], "stored")
        self.store(node[2], value)
        return value

    def _star(self, node: Node, use: str) -> Type:
        self.eval(node[1], "iterated")
        return UNKNOWN

    def _slice(self, node: Node, use: str) -> Type:
        for part in node[1:]:
            if part is not None:
                self.eval(part)
        return SLICE

    _dispatch: ClassVar[dict[str, Callable[[Any, Node, str], Type]]] = {
        "name": _name,
        "attr": _attr,
        "call": _call,
        "await": _await,
        "const": _const,
        "quoted": _quoted,
        "fstring": _fstring,
        "tstring": _fstring,
        "tuple": _tuple,
        "list": _list,
        "set": _list,
        "dict": _dict,
        "sub": _sub,
        "slice": _slice,
        "bin": _bin,
        "unary": _unary,
        "bool": _bool,
        "cmp": _cmp,
        "ifexp": _ifexp,
        "lambda": _lambda,
        "comp": _comp,
        "yield": _yield,
        "yieldfrom": _yieldfrom,
        "walrus": _walrus,
        "star": _star,
    }


_CONSUMERS = frozenset(
    (
        *("all", "any", "bool", "dict", "enumerate", "float", "frozenset", "int", "iter", "len", "list"),
        *("max", "min", "next", "reversed", "set", "sorted", "sum", "tuple", "zip"),
    )
)
_ITERATING = frozenset({"all", "any", "dict", "frozenset", "list", "max", "min", "set", "sorted", "sum", "tuple"})
_ASKING = {
    "bool": ("__bool__", "__len__"),
    "enumerate": ("__iter__",),
    "iter": ("__iter__",),
    "len": ("__len__",),
    "zip": ("__iter__",),
}
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
