"""Follows what makes text of mapped instances: the methods that it runs, and the fields that the generated text of a data class reads.

Deliberately absent: texts that are put together within libraries, as a logger does.
"""

from __future__ import annotations

from dataclasses import replace

from greenlint.model.trace import Node
from greenlint.world.calls import Arguments
from greenlint.world.events import ReadBy, Target
from greenlint.world.orm.notes import Held, Key
from greenlint.world.orm.operations import roles
from greenlint.world.orm.plans import mapping_of
from greenlint.world.orm.serializing import LIMIT, Serializing
from greenlint.world.types import ANY_LENGTH, DICT, LIST, SET, TUPLE, UNKNOWN, Class, Function, Instance, Type, builtin, members

FORMAT, STR, REPR = "__format__", "__str__", "__repr__"

_MAKERS = {
    **dict.fromkeys((builtin("format"), builtin("str.format")), FORMAT),
    **dict.fromkeys((builtin("print"), builtin("str")), STR),
    **dict.fromkeys((builtin("ascii"), builtin("repr")), REPR),
}
_SHOWING = frozenset({LIST, SET, TUPLE, DICT})


class Showing(Serializing):
    """The part of an evaluator that follows texts of instances."""

    def handed(self, node: Node, callee: Type, arguments: Arguments, result: Type, targets: tuple[Target, ...]) -> Type:
        result = super().handed(node, callee, arguments, result, targets)
        method = _MAKERS.get(callee.id) if isinstance(callee, Class | Function) else None
        for value in arguments.positional if method is not None else ():
            self.shown(node, value, method or STR)
        return result

    def shown(self, node: Node, value: Type, method: str) -> None:
        """Follow the making of a text of a value by a special method."""
        self._texts(node, value, method, set())

    def _texts(self, node: Node, value: Type, method: str, seen: set[Key]) -> bool:
        """Follow the texts of the instances in a value; whether one of them found something missing, after which there are no others."""
        for item in members(value):
            if not isinstance(item, Instance):
                continue
            inner = [part for part in item.args if part is not ANY_LENGTH] if item.id in _SHOWING or item.id == self.world.typing("Sequence") else []
            own = isinstance(item.note, Held) and item.id != DICT and self._text(node, item, item.note.key, method, seen)
            if own or any(self._texts(node, part, REPR, seen) for part in inner):
                return True
        return False

    def _text(self, node: Node, value: Instance, key: Key, method: str, seen: set[Key]) -> bool:
        mapping = mapping_of(self.world, value.id)
        if mapping is None or key in seen or len(seen) > LIMIT or self._hangs_on_nothing(key):
            return False
        seen.add(key)
        for name in (FORMAT, STR, REPR)[(FORMAT, STR, REPR).index(method) :]:
            if name == REPR and mapping.dataclass and self.world.ask("written", value.id).repr is not False:
                return self._generated(node, value, key, seen)
            found, _ = self.world.attribute(value, name)
            if isinstance(found, Function) and found.id.is_stub and "dumps" in roles(self.world, found.id):
                return self._emptied(node, value, "emptied")
            if isinstance(found, Function) and not found.id.is_stub:
                return self._written(node, replace(found, receiver=value, bound=True))
        return False

    def _written(self, node: Node, method: Function) -> bool:
        """Run a special method of the project; what it finds missing is missing here."""
        before, self.foreign = self.foreign, {}
        self._borrowed(node, method, Arguments(), UNKNOWN)
        inside, self.foreign = self.foreign, before
        for place, event in inside:
            self.emit(replace(event, at=node[1], use="handed", session="", lent=(), by=ReadBy(within=(place, event.at))))
            return True
        return False

    def _generated(self, node: Node, value: Instance, key: Key, seen: set[Key]) -> bool:
        """Follow what the generated text of a data class reads."""
        mapping = mapping_of(self.world, value.id)
        for name in self._data(value.id):
            entity = self.state.held.entities.get(key)
            if entity is None or mapping is None or not mapping.attributes[name].repr:
                continue
            attribute, status = self.missing(key, value, name)
            if status is not None:
                self._report(node[1], entity, attribute, status, "serialized")
                return True
            if attribute is not None and attribute.kind == "relationship":
                found, _ = self.world.attribute(value, name)
                if self._texts(node, self._reached(key, entity, attribute, found), REPR, seen):
                    return True
        return False
