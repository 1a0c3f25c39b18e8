"""What annotations and subscripted classes spell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greenlint.model.trace import Node
from greenlint.world.types import ANY_LENGTH, IDENTITY, NONE, UNKNOWN, Class, Form, Instance, Type, TypeVar, union

if TYPE_CHECKING:
    from greenlint.world.world import World


class Annotations:
    """Turns annotations into types. Names and values are the subclass's."""

    world: World
    path: str

    def eval(self, node: Node, use: str = "operand") -> Type:
        """The type of an expression."""
        raise NotImplementedError

    def _subscript_type(self, value: Type, form: str | None, node: Node) -> Type:
        parts = node[3]
        if len(parts) == 1 and parts[0][0] == "tuple":
            parts = parts[0][2]
        if form == "Annotated":
            return Form(self._annotated(parts))
        if form == "Literal":
            return Form(union(self.eval(part) for part in parts))
        if form in ("Optional", "Union"):
            types = [self.annotation(part) for part in parts]
            return Form(union([*types, NONE] if form == "Optional" else types))
        if form in ("ClassVar", "Final", "Required", "NotRequired", "ReadOnly", "TypeGuard", "TypeIs", "Unpack"):
            return Form(self.annotation(parts[0]))
        if form == "Callable":
            returns = self.annotation(parts[-1])
            taken = parts[0][2] if parts[0][0] == "list" else []
            same = isinstance(returns, TypeVar) and len(taken) == 1 and self.annotation(taken[0]) == returns
            return Class(self.world.callable_id, (IDENTITY if same else returns,))
        if isinstance(value, Class) and value.args:
            return self.world.apply_alias(Form(Instance(value.id, value.args)), [self.annotation(part) for part in parts])
        if isinstance(value, Class):
            return Class(value.id, tuple(self._type_argument(part) for part in parts))
        if isinstance(value, Form):
            return self.world.apply_alias(value, [self.annotation(part) for part in parts])
        return UNKNOWN

    def _annotated(self, parts: list[Node]) -> Type:
        """The type of an `Annotated`, with what the dependencies in it tell of the very value."""
        declared = self.annotation(parts[0])
        return self.world.provided(self, declared, parts[1:])

    def _type_argument(self, part: Node) -> Type:
        if part[0] == "const" and part[2] == "ellipsis":
            return ANY_LENGTH
        if part[0] == "star":
            return self.world.rest_atom
        if part[0] == "list":
            return UNKNOWN
        return self.annotation(part)

    def annotation(self, node: Node | None) -> Type:
        """The type that an annotation spells."""
        if node is None:
            return UNKNOWN
        tag = node[0]
        if tag == "quoted":
            return self.annotation(node[2])
        if tag == "const":
            return self._written_annotation(node)
        if tag == "bin":
            return union([self.annotation(node[2]), *(self.annotation(part[1]) for part in node[3])])
        if tag not in ("name", "attr", "sub", "call"):
            return UNKNOWN
        return self.world.spelled(self.eval(node))

    def _written_annotation(self, node: Node) -> Type:
        if node[2] == "none":
            return NONE
        if node[2] == "str" and node[3]:
            parsed = self.world.parsed(node[3], node[1])
            return self.annotation(parsed) if parsed is not None else UNKNOWN
        return UNKNOWN
