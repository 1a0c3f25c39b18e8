"""Serialisers that a body hands mapped instances to, or returns them to: which attribute they find not loaded, and which instances they find empty.

A dictionary with the note of an instance is what that instance's `__dict__` is. Deliberately absent: who reads by which schema (`serialization`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from greenlint.model.trace import Node
from greenlint.world.calls import Arguments
from greenlint.world.events import Called, ReadBy, Target, Unready
from greenlint.world.lacking import lacks
from greenlint.world.orm import transitions
from greenlint.world.orm.following import Following
from greenlint.world.orm.notes import Held, Key, has_notes
from greenlint.world.orm.operations import roles
from greenlint.world.orm.plans import mapping_of
from greenlint.world.orm.schema import Field
from greenlint.world.orm.serialization import Reader, fields_by_key, is_own, nested, readings, schema_read
from greenlint.world.orm.shapes import item_of
from greenlint.world.orm.state import REASONS
from greenlint.world.orm.transfer import Transfer, sent
from greenlint.world.types import ANY_LENGTH, DICT, TUPLE, UNKNOWN, Class, DefId, Function, Instance, Type, builtin, members, without_none

if TYPE_CHECKING:
    from greenlint.world.definitions import Definition
    from greenlint.world.world import World

LIMIT = 100
"""How many instances one serialisation is followed into."""

_VARS = builtin("vars")
_TAKING = frozenset({"copy", "items", "values"})


@dataclass(slots=True)
class _Walk:
    """One serialisation: the node where it takes place, and the instances that it has come to."""

    node: Node
    seen: set[tuple[Key, Reader]] = field(default_factory=set)


class Serializing(Following):
    """The part of an evaluator that follows what serialisers read."""

    definition: Definition | None
    is_lent: bool
    foreign: dict[tuple[DefId, Unready], None]
    keyed: dict[int, dict[str, Type]]

    def _borrowed(
        self, node: Node, function: Function, arguments: Arguments, result: Type, surely: bool = False, kept: bool = False
    ) -> Type:
        """The result of a call of a project function, whose body runs on what it is lent; `surely` whatever is known of it. `kept`: its reads are
        only kept, wherever they stand."""
        raise NotImplementedError

    def adopted(self, node: Node, value: Type) -> Type:
        """A value from another body, followed from here on."""
        raise NotImplementedError

    # Where

    def handed(self, node: Node, callee: Type, arguments: Arguments, result: Type, targets: tuple[Target, ...]) -> Type:
        """Follow what a call reads of the instances that it is given; what it gives."""
        reading = False
        for target in targets:
            if not target.function.id.is_stub:
                continue
            reading = reading or serializes(self.world, target.function.id)
            self._dumped(node, target.function)
            if target.function.id == _VARS and len(arguments.positional) == 1:
                result = self.dictionary(arguments.positional[0], result)
        if isinstance(callee, Class) and callee.id == DICT and arguments.positional:
            self.spread(node, arguments.positional[0])
        if not reading or not any(has_notes(value) for _, value in arguments.flat):
            return result
        event = Called(node[1], targets, callee=callee, result=result, arguments=arguments.flat, open=arguments.open)
        nodes = [value for keyword, value in node[3] if not keyword] + [value for keyword, value in node[3] if keyword]
        for found in readings(self.world, event):
            self._serialized(_Walk(node), arguments.flat[found.argument][1], found.reader, nodes[found.argument])
        return result

    def responded(self, node: Node, value: Type) -> None:
        """Follow what a framework reads of what an endpoint returns."""
        if self.definition is None or self.is_lent or not has_notes(value):
            return
        for reader in self.world.ask("responses", self.definition.id):
            self._serialized(_Walk(node), value, reader, node[2])

    def dictionary(self, value: Type, found: Type) -> Type:
        """What an instance's dictionary is."""
        value = without_none(value)
        entity = self.entity(value)
        if entity is None or not isinstance(value, Instance) or value.id == DICT:
            return found
        self.touched = True
        return Instance(DICT, (self.world.string, UNKNOWN), Held(entity[0]))

    def spread(self, node: Node, value: Type) -> None:
        """Follow the use of all items of a dictionary."""
        if isinstance(value, Instance) and value.id == DICT and isinstance(value.note, Held):
            self._emptied(node, value, "emptied")

    def _dumped(self, node: Node, function: Function) -> None:
        receiver = function.receiver
        if isinstance(receiver, Instance) and isinstance(receiver.note, Held):
            if receiver.id == DICT and function.id.qualname.rsplit(".", 1)[-1] in _TAKING:
                self.spread(node, receiver)
            elif "dumps" in roles(self.world, function.id):
                self._emptied(node, receiver, "emptied")

    def _emptied(self, node: Node, value: Instance, use: str) -> bool:
        """Report an instance whose columns a commit has all expired, so that its dictionary is empty."""
        found = self.entity(value)
        if found is None:
            return False
        self.touched = True
        entity = found[1]
        columns = [entity.unready.get(name) for name in transitions.attributes(self.world, entity.id, ("column",))]
        lost = [status for status in columns if status is not None and status.why == "commit"]
        if not lost or len(lost) < len(columns):
            return False
        self._report(node[1], entity, None, lost[0], use)
        return True

    # What. Each of these says whether it has reported something: nothing is read after that.

    def _serialized(self, walk: _Walk, value: Type, reader: Reader, node: Node | None) -> bool:
        """Follow the reading of a value; of a dictionary that is written where it is read, by its keys."""
        display = self.keyed.get(node[1]) if node is not None and node[0] == "dict" and reader.schema is not None and not reader.many else None
        if display is None:
            return self._walked(walk, value, reader)
        fields = fields_by_key(self.world, reader)
        parts = [(item, nested(fields[key], reader)) for key, item in display.items() if key in fields]
        return any(inner is not None and self._walked(walk, item, inner) for item, inner in parts)

    def _walked(self, walk: _Walk, value: Type, reader: Reader) -> bool:
        return any(isinstance(item, Instance) and self._read_of(walk, item, reader) for item in members(value))

    def _read_of(self, walk: _Walk, value: Instance, reader: Reader) -> bool:
        if isinstance(value.note, Held):
            return not reader.many and self._instance(walk, value, value.note.key, reader)
        if not reader.many and (reader.schema is not None or reader.transfer is not None):
            return False
        inner = replace(reader, many=False)
        if value.id == TUPLE:
            return any(self._walked(walk, item, inner) for item in value.args if item is not ANY_LENGTH)
        item = item_of(value)
        return item is not None and self._walked(walk, item, inner)

    def _instance(self, walk: _Walk, value: Instance, key: Key, reader: Reader) -> bool:
        entity = self.state.held.entities.get(key)
        if entity is None or (key, reader) in walk.seen or len(walk.seen) > LIMIT or self._hangs_on_nothing(key):
            return False
        self.touched = True
        walk.seen.add((key, reader))
        if value.id == DICT:
            return self._emptied(walk.node, value, "serialized")
        mapping = mapping_of(self.world, value.id)
        if reader.transfer is not None:
            return mapping is not None and any(
                self._field(walk, value, key, (name,), None, self._behind(value, name, inner))
                for name, inner in sent(self.world, reader.transfer, mapping)
            )
        if reader.schema is None and mapping is not None and mapping.dataclass:
            return any(self._field(walk, value, key, (name,), None, reader) for name in self._data(value.id))
        if is_own(self.world, reader, value.id) or (reader.schema is None and self._is_plain(value)):
            return self._emptied(walk.node, value, "serialized")
        read = schema_read(self.world, reader, value.id)
        for item in read.fields if read is not None else ():
            by = ReadBy(reader.schema, (item.owner, item.at), asked=read is not None and read.asked)
            found = self._resolved(walk, value, item, by, nested(item, reader)) if item.resolver is not None else self._field(
                walk, value, key, (item.name, *item.choices), by, nested(item, reader)
            )
            if found and not by.asked:
                return True
        return False

    def _behind(self, value: Instance, name: str, transfer: Transfer | None) -> Reader | None:
        """How the instances behind a relationship are sent."""
        mapping = mapping_of(self.world, value.id)
        many = mapping is not None and bool(mapping.attributes[name].collection)
        return Reader(None, many=many, transfer=transfer) if transfer is not None else None

    def _hangs_on_nothing(self, key: Key) -> bool:
        """Whether the attribute that gave an instance is not there itself: its read is what fails."""
        holder = self.state.held.entities.get(key[1]) if key[0] == "d" else None
        return holder is not None and key[2] in holder.unready

    def _is_plain(self, value: Instance) -> bool:
        """Whether nothing but its dictionary tells what data an instance is."""
        return "schema" in self.world.class_marks(value.id) or lacks(self.world, value, "__iter__")

    def _data(self, id: DefId) -> list[str]:
        """The fields of a mapped data class, as far as mapped data classes declare them."""
        mapping = mapping_of(self.world, id)
        found: list[str] = []
        for name, attribute in mapping.attributes.items() if mapping is not None else ():
            owner = mapping_of(self.world, attribute.owner)
            if owner is not None and owner.dataclass and attribute.at >= 0 and name in self.world.class_info(attribute.owner).declared:
                found.append(name)
        return found

    def _field(self, walk: _Walk, value: Instance, key: Key, names: tuple[str, ...], by: ReadBy | None, inner: Reader | None) -> bool:
        """Follow the read of one field, by the first of its names that the instance has."""
        entity = self.state.held.entities[key]
        for name in names:
            attribute, status = self.missing(key, value, name)
            if status is not None and not (status.some and by is not None and by.asked):
                self._report(walk.node[1], entity, attribute, status, "serialized", by)
                return True
            if attribute is None and lacks(self.world, value, name):
                continue
            found, targets = self.world.attribute(value, name)
            functions = [replace(target.function, receiver=value, bound=True) for target in targets if not target.function.id.is_stub]
            if any(self._ran(walk, function, Arguments(), found, by)[0] for function in functions):
                return True
            if attribute is not None and attribute.kind == "relationship" and attribute.name == name:
                found = self._reached(key, entity, attribute, found)
            return inner is not None and self._walked(walk, found, inner)
        return False

    def _resolved(self, walk: _Walk, value: Instance, item: Field, by: ReadBy, inner: Reader | None) -> bool:
        """Follow a field that a resolver gives, which is called with the object."""
        definition = self.world.definition(item.resolver) if item.resolver is not None else None
        if definition is None:
            return False
        if definition.owner is not None:
            told, found = self._ran(walk, Function(definition.id, value, True), Arguments(), UNKNOWN, by)
        else:
            told, found = self._ran(walk, Function(definition.id), Arguments((value,)), UNKNOWN, by)
        return told or (inner is not None and self._walked(walk, found, inner))

    def _ran(self, walk: _Walk, function: Function, arguments: Arguments, found: Type, by: ReadBy | None) -> tuple[bool, Type]:
        """Run the function that gives a field; what it finds missing is missing here. What it gives."""
        before, self.foreign = self.foreign, {}
        found = self._borrowed(walk.node, function, arguments, found, surely=found is UNKNOWN, kept=True)
        inside, self.foreign = self.foreign, before
        asked = by is not None and by.asked
        for place, event in inside:
            if event.why in REASONS and not (asked and event.some):
                read = (by or ReadBy())._replace(within=(place, event.at))
                self.emit(replace(event, at=walk.node[1], use="serialized", lent=(), by=read))
                return True, found
        return False, found


def serializes(world: World, id: DefId) -> bool:
    """Whether a library function reads what it is given as a serialiser does."""
    what = roles(world, id) if id.is_stub else {}
    return "validates" in what or "serializes" in what
