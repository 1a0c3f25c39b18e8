"""Who reads attributes by a schema: calls that make a schema's instance of an object, frameworks that validate what an endpoint returns.

A reading takes place before the dependencies of an endpoint end: what they opened is open, what the endpoint's own `with` opened is closed. An
exception in it goes through, unless several schemas are tried. Deliberately absent: what of the attributes is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from greenlint.model.trace import Node
from greenlint.world import effects
from greenlint.world.calls import Arguments, bind
from greenlint.world.definitions import Definition
from greenlint.world.events import Called, Target
from greenlint.world.orm.object_type import is_resolver
from greenlint.world.orm.schema import Field, Schema
from greenlint.world.orm.schema_metadata import converts, metadata
from greenlint.world.orm.shapes import Shape, root_of, shape_of
from greenlint.world.orm.transfer import Transfer, answered
from greenlint.world.types import NONE, DefId, Instance, Literal, Type

if TYPE_CHECKING:
    from greenlint.world.evaluate import Evaluator
    from greenlint.world.world import World


@dataclass(frozen=True, slots=True)
class Reader:
    """How a value is read: by a schema with its type arguments, or where `many` each item of it (of a mapping, each value).

    `forced`: whatever the schemas' configuration says. No schema: data is made of it, of a data class by reading all its fields, of the objects in
    lists and dictionaries likewise, of any other object of what its `__dict__` holds, without reading an attribute. With a `transfer` that says what
    is read of a mapped instance.
    """

    schema: DefId | None
    arguments: tuple[Type, ...] = ()
    many: bool = False
    forced: bool = False
    transfer: Transfer | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One argument of a call that is read: its index among the event's arguments."""

    argument: int
    reader: Reader


def readings(world: World, event: Called) -> tuple[Reading, ...]:
    """What a call reads of its arguments."""
    found: dict[Reading, None] = {}
    for target in event.targets:
        for marker, read in (("validates", _validated), ("serializes", _serialized)):
            name = effects.argument_name(world, target.function.id, marker)
            definition = world.definition(target.function.id)
            if name is not None and definition is not None:
                found.update(dict.fromkeys(read(world, event, target, definition, name)))
    return tuple(found)


def schema_read(world: World, reader: Reader, value: DefId) -> Schema | None:
    """The schema whose fields a reader certainly reads of an instance of a class: none where it is the schema's own, which is taken as it is."""
    if is_own(world, reader, value):
        return None
    found = _schema(world, reader)
    return found if found is not None and found.whole and (reader.forced or found.from_attributes) else None


def _schema(world: World, reader: Reader) -> Schema | None:
    if reader.schema is None:
        return None
    found: Schema | None = world.ask("schema", reader.schema, reader.arguments) or world.ask("object_type", reader.schema, reader.arguments)
    return found


def is_own(world: World, reader: Reader, value: DefId) -> bool:
    """Whether an instance of a class is one of the reader's schema: no attribute of it is read, only what its `__dict__` holds."""
    return reader.schema is not None and any(base == reader.schema for base, _ in world.ask("mro", value))


def fields_by_key(world: World, reader: Reader) -> dict[str, Field]:
    """The fields that a reader fills from a dictionary, by the keys that it looks for."""
    schema = _schema(world, reader)
    if schema is None or not schema.whole or schema.asked:
        return {}
    return {key: field for field in schema.fields for key in (field.name, *field.choices)}


def nested(field: Field, reader: Reader) -> Reader | None:
    """How the value of a field is read that a reader reads."""
    return Reader(field.nested, field.arguments, field.many, reader.forced) if field.nested is not None else None


def responses(world: World, id: DefId) -> tuple[Reader, ...]:
    """How frameworks read what a function returns: once for each time that it is registered as an endpoint.

    What an endpoint leaves out of its answer (`response_model_exclude` and the like) is read all the same.
    """
    definition = world.definition(id)
    if definition is None or definition.kind != "def" or definition.is_generator or not definition.decorators:
        return ()
    scope = world.evaluator(id.path, definition.parent, definition.piece)
    found: dict[Reader, None] = {}
    for decorator in reversed(definition.decorators):
        if definition.returns is not None and is_resolver(world, scope, decorator):
            shape = shape_of(world, scope.annotation(definition.returns))
            if shape is not None:
                found[_reader(shape, True)] = None
            continue
        scope.eval(decorator, "decorator")
        event = scope.events.get((decorator[1], Called)) if decorator[0] == "call" else None
        answer = answered(world, scope, definition, decorator, event) if isinstance(event, Called) else None
        if answer is not None:
            found[Reader(None, many=answer.many, transfer=answer.transfer)] = None
        names = [effects.argument_name(world, target.function.id, "responds") for target in event.targets] if event is not None else []
        if not isinstance(event, Called) or not names or names[0] is None or any(name != names[0] for name in names):
            # What stands between may give something else to the framework.
            break
        reader = _response(world, scope, definition, decorator, event, names[0])
        if reader is not None:
            found[reader] = None
    return tuple(found)


def _response(world: World, scope: Evaluator, definition: Definition, call: Node, event: Called, name: str) -> Reader | None:
    given = dict(call[3])
    node = given.get(name)
    if event.open:
        return None
    if node is not None:
        value = scope.eval(node)
        if value is NONE:
            return Reader(None)
        declared = world.spelled(value)
    elif definition.returns is None:
        return Reader(None)
    else:
        node = definition.returns
        declared = scope.annotation(node)
    if any(converts(world, item) for item in metadata(world, scope, node)):
        return None
    shape = shape_of(world, declared)
    return _reader(shape, True) if shape is not None else None


def _reader(shape: Shape, forced: bool) -> Reader:
    return Reader(shape.schema, shape.arguments, shape.many, forced)


def _validated(world: World, event: Called, target: Target, definition: Definition, name: str) -> Iterator[Reading]:
    """What a call makes its result of."""
    if any(kind == "**" and param == name for kind, param, *_ in definition.params):
        yield from _constructed(world, event)
        return
    allowed = effects.argument(world, target.function, event, "from_attributes")
    shape = shape_of(world, event.result)
    index = _index(event, target, definition, name)
    if shape is None or index is None or not (allowed is None or allowed is NONE or isinstance(allowed, Literal)):
        return
    if not isinstance(allowed, Literal) or allowed.value:
        yield Reading(index, _reader(shape, isinstance(allowed, Literal)))


def _constructed(world: World, event: Called) -> Iterator[Reading]:
    """What a schema's instance makes of the values of its fields. A mapped class takes them as they are."""
    made = event.result
    if not isinstance(made, Instance) or root_of(world, made) is not None or world.ask("mapping", made.id) is not None:
        return
    fields = fields_by_key(world, Reader(made.id, made.args))
    for index, (keyword, _) in enumerate(event.arguments):
        field = fields.get(keyword)
        reader = nested(field, Reader(made.id)) if field is not None else None
        if reader is not None:
            yield Reading(index, reader)


def _serialized(world: World, event: Called, target: Target, definition: Definition, name: str) -> Iterator[Reading]:
    index = _index(event, target, definition, name)
    if index is not None:
        yield Reading(index, Reader(None))


def _index(event: Called, target: Target, definition: Definition, name: str) -> int | None:
    """Where among a call's arguments the one for a parameter stands."""
    marked = [(keyword, Literal("int", index)) for index, (keyword, _) in enumerate(event.arguments)]
    positional = tuple(place for keyword, place in marked if not keyword)
    bound, _ = bind(definition, Arguments(positional, tuple(pair for pair in marked if pair[0])), target.function.bound)
    place = bound.get(name)
    return int(place.value) if isinstance(place, Literal) and not event.open else None
