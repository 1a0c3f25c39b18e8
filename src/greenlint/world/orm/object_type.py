"""GraphQL's object types: classes whose fields a query asks for one by one, each given by its resolver or by the object's attribute of that name.

Deliberately absent: what resolvers do (`serializing` runs them), arguments of fields, and types that a union or an interface chooses among.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from greenlint.model.trace import Node
from greenlint.world import effects
from greenlint.world.definitions import Definition
from greenlint.world.events import Called
from greenlint.world.orm.schema import Field, Schema
from greenlint.world.orm.schema_metadata import metadata
from greenlint.world.orm.shapes import shape_of
from greenlint.world.substitute import fill, solved
from greenlint.world.types import UNKNOWN, Class, DefId, Function, Instance, Type

if TYPE_CHECKING:
    from greenlint.world.evaluate import Evaluator
    from greenlint.world.world import World

_SOURCES = frozenset({"root", "self"})


def kind(world: World, id: DefId) -> str:
    """What decorators make of a class: `object`, `interface`, or nothing where it is no object type or another decorator is not known."""
    definition = world.definition(id)
    if id.is_stub or definition is None or definition.kind != "class" or not definition.decorators:
        return ""
    scope = world.evaluator(id.path, definition.parent, definition.piece)
    found = ""
    for node in definition.decorators:
        value = scope.eval(node[2] if node[0] == "call" else node)
        if value is UNKNOWN:
            return ""
        if isinstance(value, Function) and "object_type" in effects.marks(world, value.id):
            is_interface = effects.argument_name(world, value.id, "object_type") or _says_interface(node)
            found = "interface" if is_interface else "object"
    return found


def _says_interface(node: Node) -> bool:
    return node[0] == "call" and any(keyword in ("is_interface", "**") for keyword, _ in node[3])


def object_type(world: World, id: DefId, arguments: tuple[Type, ...] = ()) -> Schema | None:
    """What an object type, with these type arguments, reads of the object that stands for it; None for any other class.

    The schema is not `whole` where an object that is no instance of the class is refused.
    """
    if world.ask("object_kind", id) != "object":
        return None
    given = dict(zip(world.class_info(id).variables, arguments, strict=False))
    fields: dict[str, Field | None] = {}
    known, refuses, decides = True, False, False
    for base, args in reversed(world.ask("mro", id)):
        is_exposed = world.ask("object_kind", base) if base is not None and not base.is_stub else ""
        known = known and base is not None
        definition = world.definition(base) if base is not None and is_exposed else None
        if base is None or definition is None:
            continue
        refuses = refuses or is_exposed == "interface"
        decides = decides or any(node[0] == "def" and node[3] == "is_type_of" for node in definition.body)
        info = world.class_info(base)
        variables = dict(zip(info.variables, (fill(arg, given) for arg in args), strict=False))
        scope = world.evaluator(base.path, definition, definition.piece)
        scope.block(definition.body)
        for node in definition.body:
            name = _bound(node)
            if name:
                declared = solved(fill(info.declared.get(name, UNKNOWN), variables))
                fields[name] = _field(world, scope, definition, node, name, declared)
    return Schema(id, tuple(field for field in fields.values() if field is not None), True, known and (decides or not refuses), asked=True)


def _bound(node: Node) -> str:
    """The name that a statement of a class body may make a field of."""
    if node[0] == "def":
        return str(node[3])
    target = node[2] if node[0] == "annassign" else node[2][0] if node[0] == "assign" and len(node[2]) == 1 else ["none"]
    return str(target[2]) if target[0] == "name" else ""


def _field(world: World, scope: Evaluator, owner: Definition, node: Node, name: str, declared: Type) -> Field | None:
    """The field of a statement; None where it makes none, or one that does not read the object."""
    tag, at = node[0], node[1]
    if tag == "def":
        if not any(is_resolver(world, scope, decorator) for decorator in node[6]):
            return None
        method = world.attribute(Class(owner.id), name)[0]
        return _resolved(world, name, at, owner.id, method if isinstance(method, Function) else UNKNOWN)
    value = node[4] if tag == "annassign" else node[3]
    described = value is not None and value[0] == "call" and is_resolver(world, scope, value)
    event = scope.events.get((value[1], Called)) if described else None
    resolver = dict(event.arguments).get("resolver") if isinstance(event, Called) else None
    if resolver is not None:
        return _resolved(world, name, at, owner.id, resolver)
    if tag == "assign" or (described and "**" in dict(value[3])) or (value is not None and scope.eval(value) is UNKNOWN):
        return None
    if world.special_form(scope.eval(node[3])) == "ClassVar" or is_marked(world, scope, node[3], "no_field"):
        return None
    shape = shape_of(world, declared)
    return Field(name, at, owner.id) if shape is None else Field(name, at, owner.id, shape.schema, shape.many, shape.arguments)


def is_resolver(world: World, scope: Evaluator, node: Node) -> bool:
    """Whether an expression is, or is a call of, what describes a field, without anything that changes what its resolver gives."""
    value = scope.eval(node[2] if node[0] == "call" else node)
    is_open = node[0] == "call" and not {"extensions", "**"}.isdisjoint(keyword for keyword, _ in node[3])
    return isinstance(value, Function) and "resolves" in effects.marks(world, value.id) and not is_open


def _resolved(world: World, name: str, at: int, owner: DefId, resolver: Type) -> Field | None:
    """A field with a resolver; None where that is not known, or is not given the object."""
    definition = world.definition(resolver.id) if isinstance(resolver, Function) and not resolver.id.is_stub else None
    if definition is None or not isinstance(resolver, Function) or not _takes_object(world, definition):
        return None
    scope = world.evaluator(definition.id.path, definition.parent, definition.piece)
    shape = shape_of(world, scope.annotation(definition.returns))
    if shape is None:
        return Field(name, at, owner, resolver=resolver.id)
    return Field(name, at, owner, shape.schema, shape.many, shape.arguments, resolver=resolver.id)


def _takes_object(world: World, definition: Definition) -> bool:
    """Whether a resolver's first parameter is given the object whose field it resolves: by its name, or by its annotation."""
    if not definition.params:
        return False
    _, name, annotation, *_ = definition.params[0]
    if name in _SOURCES or annotation is None:
        return name in _SOURCES
    return is_marked(world, world.evaluator(definition.id.path, definition.parent, definition.piece), annotation, "source")


def is_marked(world: World, scope: Evaluator, annotation: Node, marker: str) -> bool:
    """Whether the metadata of an annotation is of a class that a stub marks so."""
    values = [item.scope.eval(item.node) for item in metadata(world, scope, annotation) if item.outer and item.node is not None]
    return any(isinstance(value, Instance) and marker in world.class_marks(value.id) for value in values)
