"""Expressions of a scope as a mapping reads them: types, plain values, calls with their arguments, and the expressions that names stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from greenlint.model.trace import Node
from greenlint.world import effects
from greenlint.world.definitions import Definition
from greenlint.world.types import NONE, Class, DefId, Function, Instance, Literal, Type

if TYPE_CHECKING:
    from greenlint.world.evaluate import Evaluator
    from greenlint.world.world import World

UNTOLD: Any = object()
"""A value that is written, but not known."""

_FOLLOWED = 8


class Arguments(NamedTuple):
    """The arguments of a call as they are written; `open` when there are `*` or `**` arguments that say nothing."""

    positional: list[Expression]
    keywords: dict[str, Expression]
    open: bool = False

    def get(self, keyword: str, index: int = -1) -> Expression | None:
        """The argument of a keyword, or at an index from 0."""
        found = self.keywords.get(keyword)
        return self.positional[index] if found is None and 0 <= index < len(self.positional) else found


class Expression:
    """An expression in a scope that has run; one that a module's name is bound to keeps that name."""

    def __init__(self, scope: Evaluator, node: Node, name: str = "") -> None:
        self.scope = scope
        self.node = node
        self._name = name

    @property
    def world(self) -> World:
        """The project."""
        return self.scope.world

    def beside(self, node: Node) -> Expression:
        """Another expression of the same scope."""
        return Expression(self.scope, node)

    @property
    def at(self) -> int:
        """The ordinal of the expression; -1 where it has none."""
        return self.node[1] if len(self.node) > 1 and type(self.node[1]) is int else -1

    @property
    def type(self) -> Type:
        """The type of the value."""
        return self.scope.eval(self.node)

    @property
    def plain(self) -> Any:
        """The value where it is a string, number, truth value or None; UNTOLD otherwise."""
        value = self.type
        if isinstance(value, Literal):
            return value.value
        return None if value is NONE else UNTOLD

    @property
    def kind(self) -> str:
        """What a call of this expression (or its class) maps an attribute as; empty for anything else."""
        return kind_of(self.world, self.type)

    def followed(self) -> Expression:
        """The expression that a name stands for, as far as it is bound once; itself otherwise."""
        found = self
        for _ in range(_FOLLOWED):
            node = found.node
            if node[0] == "quoted":
                found = found.beside(node[2])
                continue
            definition = found.scope.definition
            if node[0] != "name" or (definition is not None and found.scope.is_local(node[2])):
                return found
            other = written(found.world, found.scope.path, node[2])
            if other is None:
                return found
            found = other
        return found

    def _constant(self) -> Expression:
        """The container that a name stands for; itself where statements beside the one that binds it may change that."""
        found = self.followed()
        if not found._name:
            return found
        path, piece, world = found.scope.path, found.scope.piece, self.world
        beside = [number for number in world.ask("mentions_in", path, found._name) if number != piece and number in world.ask("loose", path)]
        return found if all(_hands_on(world.ask("trace", path, number), found._name) for number in beside) else self

    def arguments(self) -> Arguments:
        """The arguments of a call."""
        positional: list[Expression] = []
        keywords: dict[str, Expression] = {}
        is_open = False
        for keyword, node in self.node[3]:
            if keyword == "**":
                more = self.beside(node).items()
                is_open = is_open or more is None
                keywords.update(more or {})
            elif keyword == "*":
                elements = self.beside(node).elements()
                is_open = is_open or elements is None
                positional += elements or ()
            elif keyword:
                keywords[keyword] = self.beside(node)
            else:
                positional.append(self.beside(node))
        return Arguments(positional, keywords, is_open)

    def items(self) -> dict[str, Expression] | None:
        """The items of a dictionary with string keys; None where they are not known."""
        source = self._constant()
        node = source.node
        if node[0] == "call" and isinstance(callee := source.beside(node[2]).type, Class) and callee.id == self.world.dict_id:
            given = source.arguments()
            return None if given.open or given.positional else given.keywords
        if node[0] != "dict":
            return None
        found: dict[str, Expression] = {}
        for key, value in node[2]:
            if key is None:
                more = source.beside(value).items()
                if more is None:
                    return None
                found.update(more)
                continue
            name = source.beside(key).plain
            if not isinstance(name, str):
                return None
            found[name] = source.beside(value)
        return found

    def elements(self) -> list[Expression] | None:
        """The elements of a list or tuple display; None where they are not known."""
        source = self._constant()
        if source.node[0] not in ("list", "tuple", "set") or any(item[0] == "star" for item in source.node[2]):
            return None
        return [source.beside(item) for item in source.node[2]]


def _hands_on(trace: Node, name: str) -> bool:
    """Whether all that a piece does with a container is to hand on its items, `**name`."""
    pending: list[Any] = [trace]
    while pending:
        node = pending.pop()
        if type(node) is not list or (len(node) == 2 and node[0] == "**" and type(node[1]) is list and node[1][0] == "name"):
            continue
        if node[:1] == ["name"] and node[2] == name:
            return False
        pending.extend(node)
    return True


def kind_of(world: World, value: Type) -> str:
    """What a function, a class or its instances are marked to map an attribute as."""
    if isinstance(value, Function):
        return marked(world, value.id, "maps_as") or ("relationship" if "relationship" in effects.marks(world, value.id) else "")
    if not isinstance(value, Class | Instance):
        return ""
    return next((kind for base, _ in world.ask("mro", value.id) if base is not None and (kind := marked(world, base, "maps_as"))), "")


def marked(world: World, id: DefId, marker: str) -> str:
    """The word that a stub's marker is given; empty without the marker."""
    given = effects.marks(world, id).get(marker, ())
    return next((str(value.value) for _, value in given if isinstance(value, Literal)), "")


def written(world: World, path: str, name: str) -> Expression | None:
    """The expression that a module's name is bound to, here or in the module that it is imported from; None unless there is exactly one."""
    seen: set[tuple[str, str]] = set()
    while (path, name) not in seen:
        seen.add((path, name))
        pieces = world.ask("binding", path, name)
        trace = world.ask("trace", path, pieces[0]) if len(pieces) == 1 else []
        if len(trace) != 2 or trace[0] != "piece":
            return None
        statement = trace[1]
        if statement[0] == "assign" and len(statement[2]) == 1 and statement[2][0][0] == "name":
            return Expression(world.evaluator(path, None, pieces[0]), statement[3], name)
        if statement[0] == "typealias" or (statement[0] == "annassign" and statement[2][0] == "name" and statement[4] is not None):
            return Expression(world.evaluator(path, None, pieces[0]), statement[4], name)
        if statement[0] != "from":
            return None
        level, dotted = statement[2], statement[3]
        module = world.ask("relative", level, dotted, path) if level else world.ask("resolve", dotted, path)
        original = next((wanted for wanted, alias in statement[4] if (alias or wanted) == name), None)
        if module is None or original is None:
            return None
        path, name = module, original
    return None


def body_scope(world: World, definition: Definition) -> Evaluator:
    """The scope of a class's or function's body after it has run."""
    scope = world.evaluator(definition.id.path, definition, definition.piece, world.own_receiver(definition) if definition.kind != "class" else None)
    if definition.kind == "class":
        scope.block(definition.body)
    else:
        scope.run(definition.body)
    return scope
