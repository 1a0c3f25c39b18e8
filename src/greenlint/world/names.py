"""What names stand for: module members, imports, scopes around a function, star imports, builtins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greenlint.model.trace import Node
from greenlint.world import relations
from greenlint.world.calls import Arguments, call
from greenlint.world.declaring import declared
from greenlint.world.definitions import Definition, bindings
from greenlint.world.effects import argument, argument_name
from greenlint.world.events import Called
from greenlint.world.filling import filled, is_empty
from greenlint.world.orm import lending
from greenlint.world.orm.notes import with_notes
from greenlint.world.types import (
    BUILTINS_PATH,
    NEVER,
    TYPING_PATH,
    UNKNOWN,
    Coroutine,
    DefId,
    Generator,
    Module,
    Param,
    Type,
    TypeVar,
    join,
    sited,
    union,
)

if TYPE_CHECKING:
    from greenlint.world.evaluate import Evaluator
    from greenlint.world.world import World


def name(world: World, path: str, wanted: str) -> Type:
    """The value of a module's global name: the last definition where one ends the row, else all assignments joined; then builtins."""
    if path == TYPING_PATH and wanted in relations.FORMS:
        return relations.form(wanted)
    pieces = world.ask("binding", path, wanted)
    found: list[Type] = []
    for piece in reversed(pieces):
        value = declared(world, path, piece, wanted)
        if value is not None:
            found.append(value)
            break
        value = _from_piece(world, path, piece, wanted)
        if value is None:
            continue
        found.append(value)
        if _defines(world, path, piece, wanted):
            break
    if found:
        value = union(found)
        return world.settled(_filled(world, path, wanted, value) if is_empty(value) else value)
    for module in world.ask("stars", path):
        value = world.member(module, wanted)
        if value is not UNKNOWN:
            return value
    return builtin(world, path, wanted)


def _filled(world: World, path: str, wanted: str, container: Type) -> Type:
    """An empty container with what the functions of its file put into it."""
    fill: Type = NEVER
    loose = world.ask("loose", path)
    for piece in world.ask("mentions_in", path, wanted):
        if piece in loose or world.ask("taken", path, piece) is not None:
            continue
        for definition in world.ask("definitions", path, piece).values():
            if wanted in definition.filled:
                fill = join(fill, world.ask("summary", definition.id, world.own_receiver(definition)).fills.get(wanted, NEVER))
    return container if fill is NEVER else filled(container, fill)


def _defines(world: World, path: str, piece: int, wanted: str) -> bool:
    if world.ask("taken", path, piece) is not None:
        return False
    return any(node[0] in ("def", "class") and node[3 if node[0] == "def" else 2] == wanted for node in world.ask("trace", path, piece)[1:])


def builtin(world: World, path: str, wanted: str) -> Type:
    """A builtin name."""
    if path == BUILTINS_PATH:
        return UNKNOWN
    return world.ask("name", BUILTINS_PATH, wanted) if world.ask("binding", BUILTINS_PATH, wanted) else UNKNOWN


def _from_piece(world: World, path: str, piece: int, wanted: str) -> Type | None:
    if world.ask("taken", path, piece) is not None:
        return world.ask("brought", path, piece, wanted)  # type: ignore[no-any-return]
    bound = world.ask("bindings", path, piece)
    if wanted in bound:
        return bound[wanted]  # type: ignore[no-any-return]
    stored: Type = NEVER
    for definition in world.ask("definitions", path, piece).values():
        if definition.kind == "def" and wanted in definition.global_names:
            receiver = world.own_receiver(definition)
            stored = join(stored, world.ask("summary", definition.id, receiver).globals.get(wanted, NEVER))
    return None if stored is NEVER else stored


def piece_bindings(world: World, path: str, piece: int) -> dict[str, Type]:
    """What a top-level statement binds."""
    if world.ask("trace", path, piece)[0] != "piece":
        return dict.fromkeys(world.ask("bound", path, piece), UNKNOWN)
    names: dict[str, Type] = world.ask("ran_top", path, piece).summary.names
    return names


def bound(world: World, path: str, piece: int) -> frozenset[str]:
    """The names that a top-level statement binds."""
    trace = world.ask("trace", path, piece)
    return frozenset(name for name, kind in bindings(trace[1:]) if kind not in ("global", "nonlocal")) if trace[0] == "piece" else frozenset()


def member(world: World, path: str, wanted: str) -> Type:
    """What `module.name` is: a global of the module, else a submodule, else what the module's `__getattr__` gives."""
    if not path.startswith("dir:"):
        if world.ask("binding", path, wanted) or world.ask("stars", path):
            found = world.ask("name", path, wanted)
            if found is not UNKNOWN:
                return found  # type: ignore[no-any-return]
        if not world.ask("binding", path, wanted) and wanted in ("__name__", "__file__", "__doc__"):
            return world.string
    inner = world.ask("submodule", path, wanted)
    return Module(inner) if inner is not None else UNKNOWN


def imported(world: World, path: str, level: int, module: str | None, wanted: str) -> Type:
    """What `from module import name` binds in a file."""
    if level:
        found = world.ask("relative", level, module, path)
    else:
        found = world.ask("resolve", module, path)
    if found is None:
        return world.marker(module, wanted)
    return member(world, found, wanted)


def free_name(world: World, definition: Definition, receiver: Type | None, wanted: str) -> Type:
    """A name that a function or class body uses but does not bind: scopes around it, type parameters, the module, builtins."""
    around: Definition | None = definition
    while around is not None:
        if any(param[1] == wanted for param in around.type_params):
            return TypeVar(around.id.path, f"{around.id.qualname}.{wanted}")
        outer = around.parent
        if outer is not None and outer.kind != "class" and wanted in outer.bound_names:
            return world.ask("summary", outer.id, receiver_of(world, outer, receiver)).names.get(wanted, NEVER)  # type: ignore[no-any-return]
        around = outer
    return world.ask("name", definition.id.path, wanted)  # type: ignore[no-any-return]


def receiver_of(world: World, definition: Definition, receiver: Type | None) -> Type | None:
    """The receiver of the function around a nested one: the same one, when there is a method in between."""
    return receiver if receiver is not None else world.own_receiver(definition)


def parameters(world: World, id: DefId, receiver: Type | None) -> dict[str, Type]:
    """The types of a function's parameters by annotation, receiver, injected dependency; a Param where only a caller can tell."""
    definition = world.definition(id)
    if definition is None:
        return {}
    scope = world.evaluator(id.path, definition.parent, definition.piece, receiver if definition.owner is None else None)
    scope.type_params = {param[1]: TypeVar(id.path, f"{id.qualname}.{param[1]}") for param in definition.type_params}
    found: dict[str, Type] = {}
    is_static = definition.owner is not None and definition.name != "__new__" and world.method_kind(definition) == "staticmethod"
    for index, (kind, param, annotation, default, _) in enumerate(definition.params):
        if index == 0 and definition.owner is not None and not is_static and kind in ("pos", "arg"):
            declared = scope.annotation(annotation) if annotation is not None else UNKNOWN
            found[param] = declared if declared is not UNKNOWN and id.is_stub else _first(world, definition, receiver)
            continue
        value = scope.annotation(annotation) if annotation is not None else UNKNOWN
        if default is not None and (value is UNKNOWN or (not id.is_stub and lending.holds(world, value))):
            provider = injected(world, scope, default)
            value = provider if value is UNKNOWN else with_notes(value, provider)
        if value is UNKNOWN and (annotation is None or world.is_bare_any(annotation)) and kind not in ("*", "**"):
            value = Param(id, param)
        found[param] = value
    return found


def _first(world: World, definition: Definition, receiver: Type | None) -> Type:
    value = receiver if receiver is not None else world.own_receiver(definition)
    return value if value is not None else UNKNOWN


def injected(world: World, scope: Evaluator, default: Node) -> Type:
    """What a framework passes instead of a default such as `Depends(get_db)`; other defaults tell nothing."""
    scope.eval(default, "default")
    event = scope.events.get((default[1], Called)) if default[0] == "call" else None
    if not isinstance(event, Called):
        return UNKNOWN
    for target in event.targets:
        wanted = argument_name(world, target.function.id, "injects")
        dependency = argument(world, target.function, event, wanted) if wanted is not None else None
        if dependency is not None:
            return provided(world, dependency)
    return UNKNOWN


def provided(world: World, dependency: Type) -> Type:
    """What a dependency provides: what it yields, what it gives once awaited, or what it returns."""
    result, targets = call(world, dependency, Arguments((), (), True))
    for target in targets:
        if not target.function.id.is_stub:
            result = lending.known_result(world, target.function, result)
    if isinstance(result, Generator):
        return result.yields
    if isinstance(result, Coroutine):
        return result.result
    return result


def defaults(world: World, id: DefId) -> dict[Param, Type]:
    """What parameters without annotation stand for when nothing is passed; Unknown where a local name of the function around says it."""
    definition = world.definition(id)
    if definition is None or not any(param[3] is not None and param[2] is None for param in definition.params):
        return {}
    scope = world.evaluator(id.path, definition.parent, definition.piece)
    values = {Param(id, param[1]): scope.eval(param[3]) for param in definition.params if param[3] is not None and param[2] is None}
    return {param: UNKNOWN if value is NEVER else value for param, value in values.items()}


def returns(world: World, id: DefId, receiver: Type | None) -> Type:
    """What a function's body returns (or yields, for a generator): its annotation where that says something, else what was inferred."""
    definition = world.definition(id)
    if definition is None:
        return UNKNOWN
    if definition.returns is not None:
        scope = world.evaluator(id.path, definition.parent, definition.piece, receiver)
        scope.type_params = {param[1]: TypeVar(id.path, f"{id.qualname}.{param[1]}") for param in definition.type_params}
        declared = scope.annotation(definition.returns)
        if definition.is_generator and declared is not UNKNOWN:
            declared = world.iterated(declared, definition.is_async)
        if declared is not UNKNOWN:
            return declared
    if id.is_stub:
        return UNKNOWN
    summary = world.ask("summary", id, receiver)
    return sited(summary.yields if definition.is_generator else summary.returns, -1)
