"""Constants, displays, comprehensions and subscripts: expressions that make a container or take something out of one."""

from __future__ import annotations

from typing import ClassVar

from greenlint.model.trace import Node
from greenlint.world.calls import Arguments, call
from greenlint.world.evaluation import Evaluation, Method
from greenlint.world.events import Loaded
from greenlint.world.narrow import narrow
from greenlint.world.types import (
    ANY_LENGTH,
    DICT,
    LIST,
    NEVER,
    NONE,
    SET,
    TUPLE,
    UNKNOWN,
    Class,
    Form,
    Function,
    Instance,
    Literal,
    Type,
    TypeVar,
    builtin,
    members,
    union,
)

_SLICE = Instance(builtin("slice"))


class Displays(Evaluation):
    """Evaluates constants and containers."""

    def _const(self, node: Node, use: str) -> Type:
        kind, value = node[2], node[3] if len(node) > 3 else None
        if kind == "none":
            return NONE
        if kind in ("str", "int", "bool") and value is not None:
            return Literal(kind, value)
        return Instance(builtin(kind)) if kind != "ellipsis" else UNKNOWN

    def _fstring(self, node: Node, use: str) -> Type:
        for index, part in enumerate(node[2]):
            value = self.eval(part)
            if self.state.held.entities:
                self.shown(node, value, "__repr__" if len(node) > 3 and index in node[3] else "__format__")
        return self.world.string

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
                noted = isinstance(inner, Instance) and inner.note is not None
                found.append(self.iterate(node[1], inner, False) if noted else self.world.iterated(inner, False))
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
        keyed: dict[str, Type] = {}
        for key, value in node[2]:
            if key is None:
                inner = self.eval(value, "argument")
                self.spread(value, inner)
                fits = isinstance(inner, Instance) and inner.id == DICT and len(inner.args) == 2
                keys.append(inner.args[0] if fits and isinstance(inner, Instance) else UNKNOWN)
                values.append(inner.args[1] if fits and isinstance(inner, Instance) else UNKNOWN)
            else:
                keys.append(self.eval(key))
                values.append(self.eval(value, "stored"))
                if key[0] == "const" and key[2] == "str" and key[3] is not None:
                    keyed[key[3]] = values[-1]
        if len(keyed) == len(node[2]):
            self.keyed[node[1]] = keyed
        return Instance(DICT, (self.world.general(union(keys)), self.world.general(union(values))))

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
        outer.held = self.state.held
        self.state = outer
        return result

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
            elif declared := self.world.fields(item):
                found.append(_field(declared, index))
            else:
                method, _ = self.world.attribute(item, "__getitem__")
                if not isinstance(method, Function):
                    return UNKNOWN
                result, targets = call(self.world, method, Arguments((index,)))
                if targets and value is not UNKNOWN:
                    self.emit(Loaded(node[1], targets, True, value=item, name="__getitem__"))
                found.append(result)
        result = union(found)
        if node[2][0] in ("call", "await") and isinstance(index, Literal) and self.state.held.entities:
            self.taken_out(result)
        return result

    def _tuple_item(self, value: Instance, index: Type) -> Type:
        if ANY_LENGTH in value.args:
            return value.args[0] if index != _SLICE else value
        if isinstance(index, Literal) and type(index.value) is int and -len(value.args) <= index.value < len(value.args):
            return value.args[index.value]
        if index == _SLICE:
            return Instance(TUPLE, (union(value.args), ANY_LENGTH))
        return union(value.args)

    def _slice(self, node: Node, use: str) -> Type:
        for part in node[1:]:
            if part is not None:
                self.eval(part)
        return _SLICE

    def _star(self, node: Node, use: str) -> Type:
        self.eval(node[1], "iterated")
        return UNKNOWN

    displays: ClassVar[dict[str, Method]] = {
        "const": _const,
        "fstring": _fstring,
        "tstring": _fstring,
        "tuple": _tuple,
        "list": _list,
        "set": _list,
        "dict": _dict,
        "comp": _comp,
        "sub": _sub,
        "slice": _slice,
        "star": _star,
    }


def _field(declared: dict[str, Type], key: Type) -> Type:
    """A field by its name or place."""
    if not isinstance(key, Literal):
        return UNKNOWN
    if type(key.value) is int and -len(declared) <= key.value < len(declared):
        return tuple(declared.values())[key.value]
    return declared.get(str(key.value), UNKNOWN)
