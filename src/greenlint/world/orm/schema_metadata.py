"""The metadata of `Annotated`, which types do not keep: read from the annotation, and from what its names are written as."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from greenlint.model.trace import Node
from greenlint.world import effects
from greenlint.world.events import Called
from greenlint.world.orm.scope import written
from greenlint.world.types import UNKNOWN, Class, Form, Instance, Module

if TYPE_CHECKING:
    from greenlint.world.evaluate import Evaluator
    from greenlint.world.world import World

_OWN_WAY = ("__get_pydantic_core_schema__", "__get_validators__")


class Metadata(NamedTuple):
    """One piece of metadata, and the scope that it is evaluated in; `outer` where it speaks of the whole annotation. No node: there may be any."""

    scope: Evaluator
    node: Node | None
    outer: bool


def metadata(world: World, scope: Evaluator, annotation: Node, outer: bool = True) -> Iterator[Metadata]:
    """The metadata in an annotation, of it and of its parts."""
    tag = annotation[0]
    if tag == "quoted":
        yield from metadata(world, scope, annotation[2], outer)
    elif tag == "const":
        parsed = world.parsed(annotation[3], annotation[1]) if annotation[2] == "str" and annotation[3] else None
        if parsed is not None:
            yield from metadata(world, scope, parsed, outer)
    elif tag == "bin":
        for part in (annotation[2], *(operand for _, operand in annotation[3])):
            yield from metadata(world, scope, part, False)
    elif tag == "sub":
        parts = annotation[3][0][2] if len(annotation[3]) == 1 and annotation[3][0][0] == "tuple" else annotation[3]
        is_annotated = world.special_form(scope.eval(annotation[2])) == "Annotated"
        for index, part in enumerate(parts):
            if is_annotated and index:
                yield Metadata(scope, part, outer)
            else:
                yield from metadata(world, scope, part, outer and is_annotated)
        if annotation[2][0] in ("name", "attr"):
            yield from metadata(world, scope, annotation[2], outer)
    elif tag in ("name", "attr"):
        value = scope.eval(annotation)
        if isinstance(value, Form) and world.special_form(value) is None:
            owner = scope.eval(annotation[2]) if tag == "attr" else Module(scope.path)
            behind = written(world, owner.path, annotation[-1]) if isinstance(owner, Module) else None
            if behind is None:
                yield Metadata(scope, None, outer)
            else:
                yield from metadata(world, behind.scope, behind.node, outer)


def converts(world: World, item: Metadata) -> bool:
    """Whether metadata may have another value made of what was read."""
    if item.node is None:
        return True
    value = item.scope.eval(item.node)
    if isinstance(value, Instance | Class):
        return "converts" in world.class_marks(value.id) or world.is_open(value.id) or any(world.may_have(value.id, name) for name in _OWN_WAY)
    return value is UNKNOWN and not describes_field(world, item.scope, item.node)


def describes_field(world: World, scope: Evaluator, node: Node) -> bool:
    """Whether an expression, which was evaluated, is a call that describes a field of a schema."""
    event = scope.events.get((node[1], Called)) if node[0] == "call" else None
    return event is not None and any("schema_field" in effects.marks(world, target.function.id) for target in event.targets)
