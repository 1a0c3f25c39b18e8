"""What code outside of a class's body says of its mapping: calls that map it, attributes that are assigned to it, bases that calls give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from greenlint.model.trace import Node
from greenlint.world.definitions import Definition
from greenlint.world.orm.scope import Expression, body_scope, marked
from greenlint.world.types import Class, DefId, Function

if TYPE_CHECKING:
    from greenlint.world.world import World

_MARK = "maps_argument"

Place = tuple[str, int, int]
"""A file, a piece of it, and an ordinal in that."""


class Given(NamedTuple):
    """A base that a call gives: `root` stands for that call, `model` is the class of the project that the base derives from, if any."""

    root: DefId
    model: DefId | None
    known: bool


def mapping_call(world: World, id: DefId) -> Place | None:
    """Where the call stands that maps a class that it is given; None unless there is exactly one."""
    paths = {path for word in sorted(world.ask("marked_words", _MARK)) for path in world.ask("mentioning", word)}
    name = id.qualname.rpartition(".")[2]
    own = world.ask("mentioning", name) if paths else ()
    found = [(path, piece, at) for path in own if path in paths for piece, at, mapped in world.ask("calls_mapping", path, name) if mapped == id]
    return found[0] if len(found) == 1 else None


def calls_mapping(world: World, path: str, name: str) -> tuple[tuple[int, int, DefId], ...]:
    """The calls in a file that map a class of a name that they are given: the piece, the ordinal, the class."""
    own = set(world.ask("mentions_in", path, name))
    pieces = dict.fromkeys(piece for word in sorted(world.ask("marked_words", _MARK)) for piece in world.ask("mentions_in", path, word))
    return tuple(
        (piece, at, mapped)
        for piece in pieces
        if piece in own
        for at, mapped in world.ask("mapped_by", path, piece)
        if mapped.qualname.rpartition(".")[2] == name
    )


def mapped_by(world: World, path: str, piece: int) -> tuple[tuple[int, DefId], ...]:
    """The calls in a piece that map a class that they are given, each with that class."""
    found: list[tuple[int, DefId]] = []
    for call in _calls(world, path, piece, sorted(world.ask("marked_words", _MARK))):
        callee = call.beside(call.node[2]).type
        name = marked(world, callee.id, _MARK) if isinstance(callee, Function) else ""
        given = call.arguments().get(name, 0) if name else None
        if given is not None and isinstance(given.type, Class):
            found.append((call.at, given.type.id))
    return tuple(found)


def call_at(world: World, place: Place) -> Expression | None:
    """The mapping call at a place."""
    path, piece, at = place
    return next((call for call in _calls(world, path, piece, sorted(world.ask("marked_words", _MARK))) if call.at == at), None)


def _calls(world: World, path: str, piece: int, words: list[str]) -> Iterator[Expression]:
    """The calls of functions with some names in a piece, each in its scope."""
    trace = world.ask("trace", path, piece)
    if trace[0] != "piece":
        return
    bodies: list[tuple[Definition | None, list[Node]]] = [(None, trace[1:])]
    bodies += [(definition, definition.body) for definition in world.ask("definitions", path, piece).values() if definition.kind == "def"]
    for definition, body in bodies:
        nodes = [node for node in _nodes(body) if node[0] == "call" and node[2][0] in ("name", "attr") and node[2][-1] in words]
        if nodes:
            scope = body_scope(world, definition) if definition is not None else world.evaluator(path, None, piece)
            if definition is None:
                scope.block(body)
            yield from (Expression(scope, node) for node in nodes)


def _nodes(body: list[Node]) -> Iterator[Node]:
    """The nodes of a body, without those of the definitions in it."""
    pending: list[Any] = list(reversed(body))
    while pending:
        node = pending.pop()
        if type(node) is not list or not node:
            continue
        if type(node[0]) is str:
            if node[0] in ("def", "class"):
                continue
            yield node
        pending.extend(reversed(node))


def loose(world: World, path: str) -> tuple[int, ...]:
    """The pieces of a file that are neither a definition nor an import."""
    return tuple(number for number, piece in world.index.facts(path).pieces.items() if piece.kind == "")


def assigned(world: World, id: DefId) -> list[tuple[str, Expression]]:
    """What statements at the top of a file assign to attributes of a class."""
    found: list[tuple[str, Expression]] = []
    for path in world.ask("mentioning", id.qualname.rpartition(".")[2]):
        if world.ask("assigns_to", path, id):
            found += [(name, value) for _, name, value in _assignments(world, path, id)]
    return found


def assigns_to(world: World, path: str, id: DefId) -> tuple[tuple[int, str], ...]:
    """Where statements at the top of a file assign to attributes of a class: the piece, and the attribute."""
    return tuple((piece, name) for piece, name, _ in _assignments(world, path, id))


def _assignments(world: World, path: str, id: DefId) -> Iterator[tuple[int, str, Expression]]:
    loose = world.ask("loose", path)
    for piece in world.ask("mentions_in", path, id.qualname.rpartition(".")[2]):
        if piece not in loose:
            continue
        trace = world.ask("trace", path, piece)
        for node in trace[1:] if trace[0] == "piece" else ():
            if node[0] != "assign" or len(node[2]) != 1 or node[2][0][0] != "attr":
                continue
            target = node[2][0]
            scope = world.evaluator(path, None, piece)
            owner = scope.eval(target[2])
            if isinstance(owner, Class) and owner.id == id:
                yield piece, target[3], Expression(scope, node[3])


def given_base(world: World, id: DefId) -> Given | None:
    """The base among a class's bases that a call gives or holds."""
    definition = world.definition(id)
    if definition is None or definition.kind != "class":
        return None
    scope = world.evaluator(id.path, definition.parent, definition.piece)
    for keyword, node in definition.node[3]:
        value = scope.eval(node)
        if keyword or (isinstance(value, Class) and not value.id.is_stub):
            continue
        holder = Expression(scope, node[2] if node[0] == "attr" else node).followed()
        if holder.node[0] != "call":
            continue
        callee = holder.beside(holder.node[2]).type
        if not isinstance(callee, Class | Function) or not callee.id.is_stub:
            continue
        name = marked(world, callee.id, "maps_given")
        if not name:
            continue
        given = holder.arguments()
        model = given.get(name)
        made = model.type if model is not None and model.plain is not None else None
        root = DefId(holder.scope.path, f"<base@{holder.at}>", holder.scope.piece)
        return Given(root, made.id if isinstance(made, Class) else None, not given.open and (made is None or isinstance(made, Class)))
    return None
