"""What the evaluation of every expression rests on: the scope around, and the events of iterations, tests and misuse.

Deliberately absent: what a tag of the trace grammar means.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from greenlint.model.trace import Node
from greenlint.world.annotations import Annotations
from greenlint.world.calls import Arguments, call
from greenlint.world.events import Called, Event, Iterated, Loaded
from greenlint.world.flow import State, Tracker
from greenlint.world.types import BUILTINS_PATH, UNKNOWN, Coroutine, Instance, Type

if TYPE_CHECKING:
    from greenlint.world.definitions import Definition

Method = Callable[[Any, Node, str], Type]
"""Evaluates an expression, given what becomes of its value."""

ASKING = {
    "bool": ("__bool__", "__len__"),
    "enumerate": ("__iter__",),
    "iter": ("__iter__",),
    "len": ("__len__",),
    "zip": ("__iter__",),
}
"""The special methods that builtin functions ask an argument for: the first that its class has."""


class Evaluation(Annotations):
    """Evaluates in a scope. Expressions, statements and scopes are the subclasses'."""

    state: State
    tracker: Tracker | None
    given: dict[str, Type]
    optional: frozenset[str]
    flags: frozenset[str]
    rebound: set[str]
    definition: Definition | None
    receiver: Type | None
    events: dict[tuple[int, type], Event]
    keyed: dict[int, dict[str, Type]]

    def emit(self, event: Event) -> None:
        """Record an event, joined with what the same site gave before."""
        raise NotImplementedError

    def lookup(self, name: str) -> Type:
        """What a name stands for here."""
        raise NotImplementedError

    def is_local(self, name: str) -> bool:
        """Whether a name belongs to this body's scope."""
        raise NotImplementedError

    def combined(self, left: Type, right: Type, result: Type) -> Type:
        """What an operator makes of two operands, with what is known of it."""
        raise NotImplementedError

    def shown(self, node: Node, value: Type, method: str) -> None:
        """Follow the making of a text of a value by a special method."""
        raise NotImplementedError

    def taken_out(self, value: Type) -> None:
        """Note that a value, or a row, is all that is kept of those that a query gave."""
        raise NotImplementedError

    def spread(self, node: Node, value: Type) -> None:
        """Follow the use of all items of a dictionary."""
        raise NotImplementedError

    def store(self, target: Node, value: Type, source: Node | None = None) -> None:
        """Bind a target to a value; `source` is the expression that gave it."""
        raise NotImplementedError

    def fill(self, place: Node, container: Type, content: Type) -> None:
        """Note that something is put into a container that has a name."""
        raise NotImplementedError

    def defined(self, node: Node) -> Type:
        """The function or class value that a definition in this scope makes."""
        raise NotImplementedError

    def bind_comprehension(self, target: Node, value: Type) -> None:
        """Bind a comprehension's target in the comprehension's own scope."""
        raise NotImplementedError

    def yielded(self, value: Type) -> None:
        """Note what the body yields."""
        raise NotImplementedError

    def test(self, node: Node) -> Type:
        """Evaluate a test."""
        value = self.eval(node, "tested")
        self.misused(node, value, "__bool__")
        if node[0] in ("name", "attr", "call"):
            self._implicit(node, value, ASKING["bool"])
        return value

    def emptied(self, node: Node, state: State) -> State:
        """The state in which an attribute is known to be empty."""
        raise NotImplementedError

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

    def _implicit(self, node: Node, value: Type, names: tuple[str, ...], *arguments: Type) -> None:
        """Note that an operation runs a special method of an object: the first of some that its class has."""
        if not isinstance(value, Instance) or value.id.path == BUILTINS_PATH:
            return
        for name in names:
            if self.world.may_have(value.id, name):
                method, _ = self.world.attribute(value, name)
                result, targets = call(self.world, method, Arguments(arguments))
                if node[0] in ("call", "unary"):
                    self.emit(Loaded(node[1], targets, True, value=value, name=name))
                else:
                    self.emit(Called(node[1], targets, True, callee=method, result=result, use="tested"))
                return
