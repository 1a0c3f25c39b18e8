"""What running a function leads to: the shortest chain of calls to a library function with a marker, found by exhaustive search.

Nothing is memoised as absent before the whole reach of a function was searched: "blocks" is a there-exists property.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from greenlint.world.calls import Arguments, bind, call, resolve
from greenlint.world.events import FALSY, TRUTHY, Called, Entered, Event, Facts, Iterated, Target
from greenlint.world.types import (
    BUILTINS_PATH,
    NEVER,
    NONE,
    UNKNOWN,
    Class,
    ContextManager,
    Coroutine,
    DefId,
    Descriptor,
    Function,
    Generator,
    Instance,
    Literal,
    Param,
    Partial,
    Symbolic,
    Type,
    TypeVar,
    Union,
    is_symbolic,
    members,
)

if TYPE_CHECKING:
    from greenlint.world.world import World

SEARCH_LIMIT = 20_000


class Hop(NamedTuple):
    """A call on a chain: in `caller` (None for the first) at an ordinal, of `function`."""

    caller: DefId | None
    at: int
    function: DefId


Chain = tuple[Hop, ...]


def marks(world: World, id: DefId) -> dict[str, tuple[tuple[str, Type], ...]]:
    """The markers of a stub function with their arguments; empty for project functions."""
    if not id.is_stub:
        return {}
    found: dict[str, tuple[tuple[str, Type], ...]] = world.ask("marks", id)
    return found


def family(world: World, id: DefId) -> str | None:
    """The family that a stub function blocks in."""
    arguments = marks(world, id).get("blocks")
    if arguments is None:
        return None
    first = next((value for name, value in arguments if not name), None)
    return str(getattr(first, "value", "")) or None


def runs_now(world: World, event: Event, target: Target) -> bool:
    """Whether the target's body runs with the event: a coroutine's does not, a generator's only when it is iterated or entered."""
    definition = world.definition(target.function.id)
    if definition is None:
        return False
    if definition.is_async:
        return False
    return not definition.is_generator or type(event) in (Iterated, Entered)


def steps(world: World, target: Target) -> Iterator[tuple[Event, Target]]:
    """The functions that a function's body runs, in the order of their places, with what its parameters stand for put in."""
    function = target.function
    params = {**dict(function.captured), **dict(target.bound)}
    summary = world.ask("summary", function.id, function.receiver)
    for event in sorted(summary.runs, key=lambda item: (item.at, type(item).__name__)):
        if excluded(world, event, target.facts, params):
            continue
        for inner in event.targets:
            yield event, _instantiated(world, inner, params)
        if isinstance(event, Called) and params:
            yield from ((event, found) for found in _symbolic_targets(world, event, params))
        for passed in evaluated(world, event, params):
            yield event, passed


def excluded(world: World, event: Event, facts: Facts, params: dict[Param, Type]) -> bool:
    """Whether what is known of the arguments keeps a call from ever reaching a place."""
    for name, wanted in event.guards:
        if isinstance(wanted, bool):
            if (name, not wanted) in facts:
                return True
        elif isinstance(wanted, str):
            if (name, TRUTHY if wanted == FALSY else FALSY) in facts:
                return True
        else:
            given = [value for param, value in params.items() if param.name == name]
            if given and all(world.is_subclass(value, Instance(wanted)) is False for value in given):
                return True
    return False


def _symbolic_targets(world: World, event: Called, params: dict[Param, Type]) -> tuple[Target, ...]:
    symbolic = [item for item in (event.callee.members if isinstance(event.callee, Union) else (event.callee,)) if is_symbolic(item)]
    found: tuple[Target, ...] = ()
    for callee in symbolic:
        actual = resolve(world, callee, params)
        if actual is UNKNOWN or is_symbolic(actual):
            continue
        pairs = [(name, resolve(world, value, params)) for name, value in event.arguments]
        arguments = Arguments(tuple(value for name, value in pairs if not name), tuple(pair for pair in pairs if pair[0]))
        found += call(world, actual, arguments)[1]
    return found


def evaluated(world: World, event: Event, params: dict[Param, Type], marker: str = "evaluates") -> tuple[Target, ...]:
    """Functions handed to a library function that calls them at once (`map`, `sorted(key=)`), or in the way that another marker tells."""
    if not isinstance(event, Called):
        return ()
    found: tuple[Target, ...] = ()
    for target in event.targets:
        name = argument_name(world, target.function.id, marker)
        if name is None:
            continue
        value = argument(world, target.function, event, name)
        if value is not None:
            found += call(world, resolve(world, value, params), Arguments((), (), True))[1]
    return found


def argument_name(world: World, id: DefId, marker: str) -> str | None:
    """The parameter that a marker names."""
    for name, value in marks(world, id).get(marker, ()):
        if not name:
            return str(getattr(value, "value", ""))
    return None


def argument(world: World, function: Function, event: Called, name: str) -> Type | None:
    """What a call passes for a parameter of its callee."""
    definition = world.definition(function.id)
    if definition is None:
        return None
    positional = tuple(value for key, value in event.arguments if not key)
    bound, _ = bind(definition, Arguments(positional, tuple(pair for pair in event.arguments if pair[0])), function.bound)
    return bound.get(name)


def _instantiated(world: World, target: Target, params: dict[Param, Type]) -> Target:
    if not params:
        return target
    bound = tuple((param, resolve(world, value, params)) for param, value in target.bound)
    captured = tuple((param, resolve(world, value, params)) for param, value in target.function.captured)
    scopes = world.enclosing(target.function.id)
    known = {param for param, _ in captured}
    captured += tuple((param, value) for param, value in params.items() if param.owner in scopes and param not in known)
    return Target(replace(target.function, captured=captured), bound, target.facts)


def trimmed(world: World, target: Target) -> Target:
    """The target with only what its body's chain can depend on, so that equal searches are asked once."""
    function = target.function
    if function.id.is_stub:
        return Target(Function(function.id))
    params = {param: value for param, value in {**dict(function.captured), **dict(target.bound)}.items() if not is_symbolic(value)}
    needed = world.ask("needed", function.id, function.receiver) if params else frozenset()
    kept = tuple(sorted(((param, value) for param, value in params.items() if param in needed), key=repr))
    runs = world.ask("summary", function.id, function.receiver).runs if target.facts else ()
    guarded = {name for event in runs for name, _ in event.guards}
    facts = frozenset(fact for fact in target.facts if fact[0] in guarded)
    return Target(Function(function.id, function.receiver, function.bound, kept), (), facts)


def needed(world: World, id: DefId, receiver: Type | None) -> frozenset[Param]:
    """The parameters that decide what a function's body runs: its own and those of the functions around it."""
    found: set[Param] = set()
    for event in world.ask("summary", id, receiver).runs:
        found.update(Param(id, name) for name, wanted in event.guards if isinstance(wanted, DefId))
        if isinstance(event, Called):
            collect(event.callee, found)
            if is_symbolic(event.callee):
                for _, value in event.arguments:
                    collect(value, found)
        for target in event.targets:
            if argument_name(world, target.function.id, "evaluates") is not None and isinstance(event, Called):
                for _, value in event.arguments:
                    collect(value, found)
            if not target.function.id.is_stub:
                found.update(_needed_below(world, target))
    return frozenset(found)


def _needed_below(world: World, target: Target) -> Iterator[Param]:
    """The parameters that decide what a function runs that is called with them, or that stands where they are."""
    given: dict[Param, set[Param]] = {}
    for param, value in (*target.bound, *target.function.captured):
        collect(value, given.setdefault(param, set()))
    scopes = world.enclosing(target.function.id)
    if scopes or any(given.values()):
        for param in world.ask("needed", target.function.id, target.function.receiver):
            yield from given.get(param, ())
            if param.owner in scopes:
                yield param


def collect(value: Type, found: set[Param]) -> None:
    """The parameters that a value mentions."""
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, Param):
            found.add(item)
        elif isinstance(item, Symbolic):
            pending.append(item.base)
            pending.extend(arg for _, arg in item.args)
        elif isinstance(item, Union):
            pending.extend(item.members)
        elif isinstance(item, Function):
            pending.extend(inner for _, inner in item.captured)
        elif isinstance(item, Instance | Class):
            pending.extend(item.args)
        elif isinstance(item, Coroutine):
            pending += [item.origin, item.result]
        elif isinstance(item, Generator):
            pending += [item.origin, item.yields]
        elif isinstance(item, ContextManager):
            pending += [item.origin, item.enters]
        elif isinstance(item, Descriptor):
            pending.append(item.function)
        elif isinstance(item, Partial):
            pending += [item.function, *item.args, *(arg for _, arg in item.keywords)]


def mentions_coroutine(value: Type) -> bool:
    """Whether a value gives a coroutine once it is awaited or asked for its result."""
    if isinstance(value, Coroutine):
        value = value.result
    parts = value.args if isinstance(value, Instance) else members(value)
    return any(isinstance(part, Coroutine) for part in parts)


def decorations(world: World, id: DefId) -> frozenset[str]:
    """The markers of the library functions that a function's decorators call or are."""
    definition = world.definition(id)
    found: set[str] = set()
    if definition is not None and definition.decorators:
        scope = world.evaluator(id.path, definition.parent, definition.piece)
        for node in definition.decorators:
            value = scope.eval(node)
            if isinstance(value, Function):
                found |= marks(world, value.id).keys()
        for event in scope.events.values():
            for target in event.targets:
                found |= marks(world, target.function.id).keys()
    return frozenset(found)


def is_end(world: World, id: DefId, goal: str) -> bool:
    """Whether a library function is what a search for `goal` looks for: `database` or `foreign` blocking, or a `loop` where none may run."""
    if goal == "loop":
        return marks(world, id).get("sync_world") == ()
    found = family(world, id)
    return found == "foreign" if goal == "foreign" else found not in (None, "foreign")


def is_apart(world: World, function: Function) -> bool:
    """Whether the names in reach of a function tell that running it comes to no database: nothing that it is given could bring one."""
    receiver = function.receiver
    if function.id.is_stub or function.captured or not isinstance(receiver, Instance | Class | None):
        return False
    if receiver is not None and not all(isinstance(arg, TypeVar) for arg in receiver.args):
        return False
    return not any(_is_host(world, id) for id in (function.id, *(() if receiver is None else (receiver.id,))))


def _is_host(world: World, id: DefId) -> bool:
    definition = world.definition(id)
    return id.is_stub or definition is None or definition.piece in world.ask("hosts", id.path)


def leads_to_blocking(world: World, target: Target, goal: str = "database") -> bool:
    """Whether some path from a (trimmed) target's body comes to a goal: answered once, circles included."""
    return any(_blocks(world, inner, goal) for _, inner in _paths(world, target, goal))


def _blocks(world: World, target: Target, goal: str) -> bool:
    if is_end(world, target.function.id, goal):
        return True
    if target.function.id.is_stub or not _may_lead(world, target, goal):
        return False
    return bool(world.ask("leads_to_blocking", trimmed(world, target), goal))


def _may_lead(world: World, target: Target, goal: str = "database") -> bool:
    return goal != "database" or not is_apart(world, target.function) or any(_brings(world, value) for _, value in target.bound)


def _brings(world: World, value: Type) -> bool:
    """Whether a function that is given a value may come to a database by it."""
    for item in members(value):
        if isinstance(item, Instance):
            if (item.id.path != BUILTINS_PATH and _is_host(world, item.id)) or any(_brings(world, arg) for arg in item.args):
                return True
        elif not isinstance(item, Literal) and item not in (UNKNOWN, NEVER, NONE):
            return True
    return False


def _paths(world: World, target: Target, goal: str) -> Iterator[tuple[Event, Target]]:
    """The steps whose bodies run with them. Only certain ones lead to a loop, which is often under a test for the one that runs."""
    definition = world.definition(target.function.id) if goal == "loop" else None
    for event, inner in steps(world, target):
        if not runs_now(world, event, inner) or (definition is not None and event.at not in definition.certain):
            continue
        if _by_all(world, event, lambda other: _blocks(world, other, goal)):
            yield event, inner


def leads_to_database(world: World, target: Target) -> bool:
    """Whether running a coroutine, with all that it awaits, does database work."""
    return any(
        _works(world, inner) and _by_all(world, event, lambda other: _works(world, other)) for event, inner in steps(world, target)
    )


def _works(world: World, target: Target) -> bool:
    found = marks(world, target.function.id)
    if "awaits_db" in found or family(world, target.function.id) not in (None, "foreign"):
        return True
    if target.function.id.is_stub or not _may_lead(world, target):
        return False
    return bool(world.ask("leads_to_database", trimmed(world, target)))


def _by_all(world: World, event: Event, leads: Callable[[Target], bool]) -> bool:
    """Whether all implementations of an abstract method that an event calls lead on: which of them is meant, is not known."""
    if not isinstance(event, Called) or not isinstance(event.callee, Function) or not any(target.way for target in event.targets):
        return True
    definition = world.definition(event.callee.id)
    return definition is None or not definition.is_hollow or all(any(map(leads, way)) for way in event.ways)


def chain(world: World, start: Target, at: int, goal: str = "database") -> Chain | None:
    """The shortest chain from a project function to a library call that is a goal, or None. `at` is where `start` is called."""
    if not _may_lead(world, start, goal):
        return None
    start = trimmed(world, start)
    if start.function.id.is_stub or not world.ask("leads_to_blocking", start, goal):
        return None
    rest: Chain | None = world.ask("chain", start, goal)
    return None if rest is None else (Hop(None, at, start.function.id), *rest)


def shortest(world: World, start: Target, goal: str = "database") -> Chain | None:
    """The hops below `start`, shortest first, ties by place."""
    seen = {start}
    queue: deque[tuple[Target, Chain]] = deque([(start, ())])
    while queue and len(seen) < SEARCH_LIMIT:
        target, path = queue.popleft()
        deeper: list[tuple[Target, Chain]] = []
        for event, inner in _paths(world, target, goal):
            hop = Hop(target.function.id, event.at, inner.function.id)
            if inner.function.id.is_stub:
                if is_end(world, inner.function.id, goal):
                    return (*path, hop)
                continue
            if not _may_lead(world, inner, goal):
                continue
            inner = trimmed(world, inner)
            if inner not in seen and world.ask("leads_to_blocking", inner, goal):
                seen.add(inner)
                deeper.append((inner, (*path, hop)))
        queue.extend(deeper)
    return None
