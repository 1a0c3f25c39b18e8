"""The types of expressions, and the events that evaluating them makes. One method a tag of the trace grammar."""

from __future__ import annotations

from typing import ClassVar

from greenlint.model.trace import Node
from greenlint.world.applications import Applications
from greenlint.world.definitions import reference
from greenlint.world.displays import Displays
from greenlint.world.evaluation import Method
from greenlint.world.events import Awaited, Loaded, Target, Yielded
from greenlint.world.operators import Operators
from greenlint.world.types import NONE, UNKNOWN, Class, Instance, Type, Union

_KEEPING = frozenset({"returned", "stored"})


class Expressions(Applications, Displays, Operators):
    """Evaluates expressions in a scope. Statements and scopes are the subclass's."""

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
        if use in _KEEPING and self.state.held.entities:
            self.spread(node, value)
        return value

    def _attribute(self, node: Node, value: Type) -> Type:
        key = reference(node)
        if key is not None:
            known = self.state.names.get(key)
            if known is None and self.given:
                known = self.state.names.get("." + key)
            if known is not None:
                return self.read(node, value, node[3], known) if self.state.held.entities else known
        found, targets = self.world.attribute(value, node[3])
        if value is not UNKNOWN:
            self.emit(Loaded(node[1], targets, found is not UNKNOWN, value=value, name=node[3]))
            if isinstance(value, Instance | Class | Union):
                return self.loaded(node, value, node[3], found, targets)
        return found

    def read(self, node: Node, value: Type, name: str, found: Type) -> Type:
        """Follow an attribute read."""
        raise NotImplementedError

    def loaded(self, node: Node, value: Type, name: str, found: Type, targets: tuple[Target, ...]) -> Type:
        """Follow an attribute read and the function that it runs."""
        raise NotImplementedError

    def _await(self, node: Node, use: str) -> Type:
        value = self.eval(node[2], "awaited")
        self.emit(Awaited(node[1], awaitable=value))
        found = self.world.awaited(value)
        # What a transaction gives is itself.
        return value if isinstance(value, Instance) and isinstance(found, Instance) and found.id == value.id and found.note is None else found

    def _quoted(self, node: Node, use: str) -> Type:
        return self.eval(node[2], use)

    def _lambda(self, node: Node, use: str) -> Type:
        for param in node[2]:
            if param[3] is not None:
                self.eval(param[3])
        return self.defined(node)

    def _yield(self, node: Node, use: str) -> Type:
        value = self.eval(node[2], "yielded") if node[2] is not None else NONE
        self.emit(Yielded(node[1], value=value))
        self.yielded(value)
        return UNKNOWN

    def _yieldfrom(self, node: Node, use: str) -> Type:
        self.yielded(self.iterate(node[2], self.eval(node[2], "iterated"), False))
        return UNKNOWN

    def _walrus(self, node: Node, use: str) -> Type:
        value = self.eval(node[3], "stored")
        self.store(node[2], value)
        return value

    _dispatch: ClassVar[dict[str, Method]] = {
        **Applications.applications,
        **Displays.displays,
        **Operators.operators,
        "name": _name,
        "attr": _attr,
        "await": _await,
        "quoted": _quoted,
        "lambda": _lambda,
        "yield": _yield,
        "yieldfrom": _yieldfrom,
        "walrus": _walrus,
    }
