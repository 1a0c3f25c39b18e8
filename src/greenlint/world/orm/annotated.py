"""What the annotation of a mapped attribute says: its container, whether it is a collection, the class in it, and columns in its metadata."""

from __future__ import annotations

from typing import NamedTuple

from greenlint.model.trace import Node
from greenlint.world.orm.scope import Expression
from greenlint.world.types import UNKNOWN, Class, DefId, Instance, Type

CONTAINERS = frozenset({"mapped", "dynamic", "write_only"})
COLLECTION, SCALAR = "collection", "scalar"


class Annotation(NamedTuple):
    """An annotation taken apart: its container (one of CONTAINERS, or empty) and what is in it."""

    container: str
    inner: Expression | None
    is_variable: bool = True


class Shape(NamedTuple):
    """What is in a container: `form` is COLLECTION, SCALAR, or empty where that is not known."""

    form: str
    item: Expression | None
    optional: bool


def taken_apart(annotation: Expression | None) -> Annotation:
    """The container of an annotation."""
    if annotation is None:
        return Annotation("", None)
    found = unquoted(annotation)
    if found.node[0] == "sub":
        head = found.beside(found.node[2])
        if found.world.special_form(head.type) == "ClassVar":
            return Annotation("", None, False)
        if head.kind in CONTAINERS:
            return Annotation(head.kind, found.beside(_parts(found.node)[0]))
    elif found.kind in CONTAINERS:
        return Annotation(found.kind, None)
    return Annotation("", found)


def shape(inner: Expression | None) -> Shape:
    """Whether an annotation is one of a collection, and what it has one or many of."""
    found, optional = _required(inner)
    if found is None:
        return Shape("", None, optional)
    if found.node[0] != "sub":
        return Shape(SCALAR, found, optional)
    world = found.world
    head = found.beside(found.node[2]).type
    parts = _parts(found.node)
    if not isinstance(head, Class):
        return Shape("", None, optional)
    is_collection = world.is_subclass(Instance(head.id), Instance(world.typing("Collection")))
    if is_collection is None:
        return Shape("", None, optional)
    is_dictionary = world.is_subclass(Instance(head.id), Instance(world.typing("Mapping"))) is True
    item, _ = _required(found.beside(parts[-1 if is_dictionary else 0]))
    return Shape(COLLECTION if is_collection else SCALAR, item, optional)


def metadata(inner: Expression | None) -> list[Expression]:
    """The calls in the metadata of `Annotated`, also behind a name, that say how an attribute is mapped."""
    found, _ = _required(inner)
    if found is None:
        return []
    found = found.followed()
    if found.node[0] != "sub" or found.world.special_form(found.beside(found.node[2]).type) != "Annotated":
        return []
    first, *others = _parts(found.node)
    calls = [found.beside(part) for part in others if part[0] == "call"]
    return [*metadata(found.beside(first)), *(call for call in calls if call.beside(call.node[2]).kind)]


def is_optional(inner: Expression | None) -> bool | None:
    """Whether an annotation admits None; None where nobody knows."""
    found, optional = _required(inner)
    if optional or found is None:
        return optional or None
    followed = found.followed()
    if followed is not found and followed.node[0] == "sub" and followed.world.special_form(followed.beside(followed.node[2]).type) == "Annotated":
        return is_optional(followed.beside(_parts(followed.node)[0]))
    return False if found.scope.annotation(found.node) is not UNKNOWN else None


def named(item: Expression | None) -> tuple[DefId | None, str]:
    """The class that an annotation names, else the name that it is written with."""
    if item is None:
        return None, ""
    value: Type = item.scope.annotation(item.node)
    if isinstance(value, Instance):
        return value.id, ""
    node = item.node
    parts: list[str] = []
    while node[0] == "attr":
        parts.append(node[3])
        node = node[2]
    return None, ".".join(reversed([*parts, node[2]])) if node[0] == "name" and value is UNKNOWN else ""


def unquoted(expression: Expression) -> Expression:
    """The expression that an annotation's string holds; itself where it is no string."""
    node: Node | None = expression.node
    while node is not None and node[0] in ("quoted", "const"):
        if node[0] == "quoted":
            node = node[2]
        elif node[2] == "str" and len(node) > 3 and node[3]:
            node = expression.world.parsed(node[3], node[1])
        else:
            break
    return expression.beside(node) if node is not None else expression


def _required(inner: Expression | None) -> tuple[Expression | None, bool]:
    """An annotation less `None`, and whether it had one; nothing for other unions."""
    if inner is None:
        return None, False
    found = unquoted(inner)
    node = found.node
    if node[0] == "bin":
        parts = [node[2], *(part[1] for part in node[3])]
    elif node[0] == "sub" and found.world.special_form(found.beside(node[2]).type) in ("Optional", "Union"):
        parts = _parts(node)
        if found.world.special_form(found.beside(node[2]).type) == "Optional":
            return _required(found.beside(parts[0]))[0], True
    else:
        return found, False
    others = [part for part in parts if not (part[0] == "const" and part[2] == "none")]
    optional = len(others) < len(parts)
    return (_required(found.beside(others[0]))[0] if len(others) == 1 else None), optional


def _parts(node: Node) -> list[Node]:
    parts: list[Node] = node[3]
    return list(parts[0][2]) if len(parts) == 1 and parts[0][0] == "tuple" else parts


