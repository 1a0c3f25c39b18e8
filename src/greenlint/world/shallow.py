"""The type of an expression in a body that is not run: what it names is read off the statements that bind it, wherever they stand.

Deliberately absent: the order of statements, tests, and names that are taken out of something.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from greenlint.model.trace import Node
from greenlint.world.calls import Arguments
from greenlint.world.definitions import binders
from greenlint.world.narrow import named
from greenlint.world.types import NEVER, UNKNOWN, Type, join

if TYPE_CHECKING:
    from greenlint.world.definitions import Definition
    from greenlint.world.evaluate import Evaluator
    from greenlint.world.world import World

DEPTH = 5


class Shallow:
    """One body, which may be a top-level statement (`definition` None)."""

    def __init__(self, world: World, path: str, piece: int, definition: Definition | None) -> None:
        self._world = world
        self._definition = definition
        self._binders = definition.binders if definition is not None else binders(world.ask("trace", path, piece)[1:])
        around = definition.parent if definition is not None else None
        self._around = Shallow(world, path, piece, around) if around is not None and around.kind == "def" else None
        self._known: dict[str, Type] = {}
        self._open: set[str] = set()
        receiver = world.own_receiver(definition) if definition is not None and definition.kind != "class" else None
        self._scope: Evaluator = world.evaluator(path, definition, piece, receiver)
        # What a call does to what it is lent depends on what came before it.
        self._scope.lends = False
        self._scope.bind_parameters()
        self._parameters = dict(self._scope.state.names)

    def type_of(self, node: Node) -> Type:
        """The type of an expression."""
        for name in named(node):
            self._bind(name)
        return self._scope.eval(node)

    def arguments(self, node: Node) -> Arguments:
        """The arguments of a call."""
        positional = tuple(self.type_of(value) for keyword, value in node[3] if not keyword)
        keywords = tuple((keyword, self.type_of(value)) for keyword, value in node[3] if keyword not in ("", "*", "**"))
        return Arguments(positional, keywords, any(keyword in ("*", "**") for keyword, _ in node[3]))

    def assigned(self, statement: Node, target: Node) -> Type:
        """What a statement assigns to a target that is no name."""
        if statement[0] == "assign" and any(target is whole for whole in statement[2]):
            return self.type_of(statement[3])
        if statement[0] != "annassign":
            return UNKNOWN
        declared = self._scope.annotation(statement[3])
        return self.type_of(statement[4]) if declared is UNKNOWN and statement[4] is not None else declared

    def _bind(self, name: str) -> None:
        if name not in self._open:
            value = self._value(name)
            if value is not None:
                self._scope.state.names[name if self._scope.is_local(name) else f".{name}"] = value

    def _value(self, name: str) -> Type | None:
        """What a name of this body or of a function around it is; None for others."""
        if not self._scope.is_local(name):
            return self._around._value(name) if self._around is not None else None
        if name not in self._known and len(self._open) < DEPTH:
            self._open.add(name)
            value = self._parameters.get(name, NEVER)
            for statement in self._binders.get(name, ()):
                value = join(value, self._bound(statement, name))
            self._open.discard(name)
            self._known[name] = value
        return self._known.get(name, UNKNOWN)

    def _bound(self, statement: Node, name: str) -> Type:
        """What a statement binds a name to."""
        tag = statement[0]
        if tag == "with":
            items = [item for item, target in statement[3] if target is not None and target[0] == "name" and target[2] == name]
            return self._world.entered(self.type_of(items[0]), bool(statement[2])) if items else UNKNOWN
        if tag == "for" and statement[3][0] == "name":
            return self._world.iterated(self.type_of(statement[4]), bool(statement[2]))
        if tag == "assign" and all(target[0] == "name" for target in statement[2]):
            return self.type_of(statement[3])
        if tag == "annassign" and statement[4] is not None:
            self.type_of(statement[4])
        elif tag not in ("annassign", "import", "from", "def", "class"):
            return UNKNOWN
        self._scope.block([statement])
        return self._scope.state.names.get(name, UNKNOWN)


def called(body: list[Node], names: frozenset[str] | set[str]) -> Iterator[Node]:
    """The calls of something of some names in a body, those of the definitions in it left out."""
    pending: list[Any] = list(body)
    while pending:
        node = pending.pop()
        if type(node) is not list or not node or node[0] in ("def", "class", "lambda"):
            continue
        if node[0] == "call" and len(node) == 4 and _called(node[2]) in names:
            yield node
        pending.extend(node)


def _called(callee: Node) -> str:
    while callee[0] == "sub":
        callee = callee[2]
    return str({"name": callee[2], "attr": callee[-1]}.get(callee[0], ""))
