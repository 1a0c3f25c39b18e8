"""What the body of one schema class says: its fields with the names that they are read by, and the validators that see what was read.

Deliberately absent: what bases say, and the types of fields.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from greenlint.model.trace import Node
from greenlint.world import effects
from greenlint.world.definitions import Definition, statements
from greenlint.world.events import Called
from greenlint.world.orm.schema_metadata import converts, describes_field, metadata
from greenlint.world.types import UNKNOWN, Class, DefId

if TYPE_CHECKING:
    from greenlint.world.evaluate import Evaluator
    from greenlint.world.world import World

_OWN_WAY = frozenset({"__get_pydantic_core_schema__", "__get_validators__"})
_NO_FIELDS = frozenset({"model_config", "Config"})


class Keys(NamedTuple):
    """The names that a field is looked for by, in order; none where its own name is. `inner`: not the attribute, but a part of it, is the value."""

    names: tuple[str, ...] = ()
    inner: bool = False


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field of a body; `keys` None where they cannot be known, `converted` where its value may be made into another one."""

    at: int
    keys: Keys | None
    converted: bool


@dataclass(frozen=True, slots=True)
class Body:
    """A schema class's body: None for a name that is no field, whatever it is in a base.

    `converted` names the fields whose value a validator may make into another one, `*` for all. `plain` is False where the object may be replaced
    before it is read, or something in the body is not understood.
    """

    fields: dict[str, OwnField | None]
    converted: frozenset[str]
    plain: bool


def body(world: World, id: DefId) -> Body:
    """What the body of a schema class says."""
    definition = world.definition(id)
    if definition is None or definition.kind != "class":
        return Body({}, frozenset(), False)
    scope = world.evaluator(id.path, definition, definition.piece)
    scope.block(definition.body)
    fields = {
        node[2][2]: _field(world, scope, node)
        for node in definition.body
        if node[0] == "annassign" and node[2][0] == "name" and not node[2][2].startswith("_") and node[2][2] not in _NO_FIELDS
    }
    converted = _converted(world, scope, definition)
    hidden = any(node[0] == "annassign" and node not in definition.body for node in statements(definition.body))
    plain = not hidden and None not in converted and not definition.decorators and _OWN_WAY.isdisjoint(scope.state.names)
    return Body(fields, frozenset(name for name in converted if name is not None), plain)


def _field(world: World, scope: Evaluator, node: Node) -> OwnField | None:
    _, at, _, annotation, value = node
    form = _form(world, scope, annotation)
    if form == "ClassVar" or (form == "Final" and value is not None):
        return None
    found = list(metadata(world, scope, annotation))
    described = [(item.scope, item.node) for item in found if item.outer and item.node is not None]
    keys: Keys | None = Keys()
    for where, one in [*described, *([(scope, value)] if value is not None and value[0] == "call" else [])]:
        what = where.eval(one)
        if describes_field(world, where, one):
            keys = _keys(world, where, one, keys)
        elif one is value:
            if _is_relationship(world, scope, value):
                return None
            # A function that is not known may describe the field.
            keys = keys if what is not UNKNOWN else None
    return OwnField(at, keys, any(converts(world, item) for item in found))


def _form(world: World, scope: Evaluator, annotation: Node) -> str | None:
    """The special form that an annotation is an application of."""
    while annotation[0] == "quoted":
        annotation = annotation[2]
    applied = annotation[2] if annotation[0] == "sub" else annotation
    return world.special_form(scope.eval(applied)) if applied[0] in ("name", "attr") else None


def _is_relationship(world: World, scope: Evaluator, value: Node) -> bool:
    event = scope.events.get((value[1], Called))
    return event is not None and any("relationship" in effects.marks(world, target.function.id) for target in event.targets)


def _keys(world: World, scope: Evaluator, call: Node, before: Keys | None) -> Keys | None:
    """The names of a field after one more description."""
    given = dict(call[3])
    if "**" in given:
        return None
    for name in ("validation_alias", "alias"):
        node = given.get(name)
        if node is not None and not (node[0] == "const" and node[2] == "none"):
            return _alias(world, scope, node)
    return before


def _alias(world: World, scope: Evaluator, node: Node) -> Keys | None:
    if node[0] == "const" and node[2] == "str" and node[3]:
        return Keys((node[3],))
    value = scope.eval(node[2]) if node[0] == "call" else UNKNOWN
    kind = world.qualified(value) if isinstance(value, Class) else ""
    if kind not in ("pydantic.AliasPath", "pydantic.AliasChoices") or any(keyword for keyword, _ in node[3]) or not node[3]:
        return None
    if kind == "pydantic.AliasPath":
        first = _alias(world, scope, node[3][0][1])
        return Keys(first.names, True) if first is not None else None
    choices = [_alias(world, scope, part) for _, part in node[3]]
    known = [choice for choice in choices if choice is not None]
    if len(known) < len(choices):
        return None
    return Keys(tuple(name for choice in known for name in choice.names), any(choice.inner for choice in known))


def _converted(world: World, scope: Evaluator, definition: Definition) -> set[str | None]:
    """The fields that validators of a body may make into something else; None for the whole object."""
    found: set[str | None] = set()
    for node in definition.body:
        for decorator in node[6] if node[0] == "def" else ():
            event = scope.events.get((decorator[1], Called)) if decorator[0] == "call" else None
            if isinstance(event, Called) and any("converts" in effects.marks(world, target.function.id) for target in event.targets):
                found.update(_named(part for keyword, part in decorator[3] if not keyword))
    return found


def _named(nodes: Iterable[Node]) -> set[str | None]:
    names: set[str | None] = {str(node[3]) if node[0] == "const" and node[2] == "str" else "*" for node in nodes}
    return names or {None}
