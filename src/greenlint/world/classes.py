"""Classes: bases, resolution order, type parameters, members, what is declared and what methods store."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from greenlint.model.trace import Node
from greenlint.world.substitute import fill
from greenlint.world.types import NEVER, UNKNOWN, Class, DefId, Type, TypeVar, Union

if TYPE_CHECKING:
    from greenlint.world.world import World


@dataclass(frozen=True, slots=True)
class ClassInfo:
    """A class as its body and header say: `bases` None for what is not known, `opaque` the attributes that are declared as nothing known."""

    bases: tuple[Class | None, ...] = ()
    variables: tuple[TypeVar, ...] = ()
    members: dict[str, Type] = field(default_factory=dict)
    declared: dict[str, Type] = field(default_factory=dict)
    methods: tuple[DefId, ...] = ()
    stored: frozenset[str] = frozenset()
    metaclass: Type = NEVER
    keywords: dict[str, Type] = field(default_factory=dict)
    opaque: frozenset[str] = frozenset()


Order = tuple[tuple[DefId | None, tuple[Type, ...]], ...]


def class_info(world: World, id: DefId) -> ClassInfo:
    """The class's header and body, evaluated."""
    definition = world.definition(id)
    if definition is None or definition.kind != "class":
        return ClassInfo(bases=(None,))
    around = world.evaluator(id.path, definition.parent, definition.piece)
    bases: list[Class | None] = []
    keywords: dict[str, Type] = {}
    generic: tuple[TypeVar, ...] | None = None
    for keyword, node in definition.node[3]:
        if keyword:
            keywords[keyword] = around.eval(node)
            continue
        form = _generic_header(world, around, node)
        if form is not None:
            generic = form
            if node[0] == "sub" and world.special_form(around.eval(node[2])) == "Generic":
                continue
        value = around.eval(node)
        if world.special_form(value) in ("Generic", "Protocol", "NamedTuple", "TypedDict"):
            continue
        bases.append(_base(world, value))
    variables = tuple(TypeVar(id.path, f"{id.qualname}.{param[1]}") for param in definition.type_params)
    if not variables:
        variables = generic if generic is not None else _collected(bases)
    inner = world.evaluator(id.path, definition, definition.piece)
    inner.block(definition.body)
    methods = tuple(
        found.id
        for found in world.ask("definitions", id.path, definition.piece).values()
        if found.parent is definition and found.kind == "def"
    )
    stored = frozenset(
        name for method in methods if (one := world.definition(method)) is not None for name in one.stored_attributes
    )
    declared = {name: value for name, value in inner.declared.items() if value is not UNKNOWN}
    return ClassInfo(
        tuple(bases),
        variables,
        inner.state.names,
        declared,
        methods,
        stored,
        keywords.pop("metaclass", NEVER),
        keywords,
        frozenset(inner.declared.keys() - declared.keys()),
    )


def _base(world: World, value: Type) -> Class | None:
    """The class that a base is. One whose type argument an owner tells passes the question on where it has none."""
    if not isinstance(value, Class):
        return None
    variables = world.class_info(value.id).variables if not value.args else ()
    return Class(value.id, variables) if variables and "takes_owner" in world.class_marks(value.id) else value


def _generic_header(world: World, around: object, node: Node) -> tuple[TypeVar, ...] | None:
    from greenlint.world.evaluate import Evaluator

    if node[0] != "sub" or not isinstance(around, Evaluator):
        return None
    if world.special_form(around.eval(node[2])) not in ("Generic", "Protocol"):
        return None
    parts = node[3][0][2] if len(node[3]) == 1 and node[3][0][0] == "tuple" else node[3]
    values = [around.eval(part) for part in parts if part[0] != "star"]
    return tuple(value for value in values if isinstance(value, TypeVar))


def _collected(bases: list[Class | None]) -> tuple[TypeVar, ...]:
    found: dict[TypeVar, None] = {}
    pending: list[Type] = [base for base in bases if base is not None]
    while pending:
        item = pending.pop(0)
        if isinstance(item, TypeVar):
            found[item] = None
        elif isinstance(item, Union):
            pending.extend(item.members)
        else:
            pending.extend(getattr(item, "args", ()))
    return tuple(found)


def order(world: World, id: DefId) -> Order:
    """The method resolution order with each base's type arguments; a None where something unknown stands."""
    info = world.class_info(id)
    lines: list[list[tuple[DefId | None, tuple[Type, ...]]]] = []
    heads: list[tuple[DefId | None, tuple[Type, ...]]] = []
    for base in info.bases:
        if base is None or base.id == id:
            lines.append([(None, ())])
            heads.append((None, ()))
            continue
        variables = world.class_info(base.id).variables
        given = dict(zip(variables, base.args, strict=False))
        line = [(item, tuple(fill(arg, given) for arg in args)) for item, args in world.ask("mro", base.id)]
        if line:
            line[0] = (base.id, base.args or line[0][1])
        lines.append(line)
        heads.append((base.id, base.args))
    own = (id, tuple(info.variables))
    return (own, *_merge([*lines, heads]))


def _merge(lines: list[list[tuple[DefId | None, tuple[Type, ...]]]]) -> list[tuple[DefId | None, tuple[Type, ...]]]:
    result: list[tuple[DefId | None, tuple[Type, ...]]] = []
    rows = [list(line) for line in lines if line]
    while rows:
        for row in rows:
            head = row[0]
            if head[0] is None or not any(head[0] == item[0] for other in rows for item in other[1:]):
                break
        else:
            head = rows[0][0]
        result.append(head)
        if head[0] is None:
            rows[rows.index(row)] = row[1:]
        else:
            rows = [[item for item in line if item[0] != head[0]] for line in rows]
        rows = [line for line in rows if line]
    return result


