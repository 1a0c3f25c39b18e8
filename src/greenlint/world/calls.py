"""What a call gives and which functions it runs: arguments bound to parameters, overloads, type variables, symbolic callees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from greenlint.world.events import FALSY, TRUTHY, Facts, Target, alternatives
from greenlint.world.orm.notes import bare
from greenlint.world.substitute import TypeVars, fill, match, solved, variables, with_args
from greenlint.world.types import (
    ANY_LENGTH,
    IDENTITY,
    NEVER,
    NONE,
    TUPLE,
    TYPE,
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
    depth,
    is_symbolic,
    join,
    members,
    symbolic,
    union,
)

if TYPE_CHECKING:
    from greenlint.world.definitions import Definition
    from greenlint.world.world import World

OVERLOAD_LIMIT = 24
# Characters that a captured value may take in print: stacked decorators fit, recursion through captures ends.
CAPTURED_LIMIT = 4_000
SELF = TypeVar("", "self")
SELF_TYPE = TypeVar("", "Self")


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of a call; `open` tells of `*` or `**` arguments whose count or names are not known, `starred` what these are."""

    positional: tuple[Type, ...] = ()
    keywords: tuple[tuple[str, Type], ...] = ()
    open: bool = False
    starred: tuple[Type, ...] = ()

    @property
    def flat(self) -> tuple[tuple[str, Type], ...]:
        """All arguments with their keyword, or an empty one."""
        return tuple(("", value) for value in self.positional) + self.keywords


NO_TARGETS: tuple[Target, ...] = ()


def call(world: World, callee: Type, arguments: Arguments) -> tuple[Type, tuple[Target, ...]]:
    """The result of a call and the functions that run because of it."""
    if isinstance(callee, Function):
        return _call_function(world, callee, arguments)
    if isinstance(callee, Class):
        return _construct(world, callee, arguments)
    if isinstance(callee, Union):
        found: Type = NEVER
        ways: list[tuple[Target, ...]] = []
        for item in members(callee):
            if item is NONE:
                continue
            result, more = call(world, item, arguments)
            found = join(found, result)
            ways.append(more)
        return found, alternatives(ways)
    if isinstance(callee, Descriptor) and callee.kind.endswith("contextmanager"):
        return _call_manager(world, callee, arguments)
    if isinstance(callee, Partial):
        merged = {**dict(callee.keywords), **dict(arguments.keywords)}
        return call(world, callee.function, Arguments(callee.args + arguments.positional, tuple(merged.items()), arguments.open))
    if is_symbolic(callee):
        return symbolic("apply", callee, "", arguments.flat), NO_TARGETS
    if isinstance(callee, Instance):
        return _call_instance(world, callee, arguments)
    return (NEVER if callee is NEVER else UNKNOWN), NO_TARGETS


def _call_instance(world: World, callee: Instance, arguments: Arguments) -> tuple[Type, tuple[Target, ...]]:
    if callee.id.qualname == "Callable":
        result = callee.args[-1] if callee.args else UNKNOWN
        if result is IDENTITY:
            return (arguments.positional[0] if arguments.positional else UNKNOWN), NO_TARGETS
        return result, NO_TARGETS
    if callee.id == TYPE and callee.args:
        return callee.args[0], NO_TARGETS
    method, _ = world.attribute(callee, "__call__")
    if isinstance(method, Function):
        return call(world, method, arguments)
    return UNKNOWN, NO_TARGETS


def _call_manager(world: World, callee: Descriptor, arguments: Arguments) -> tuple[Type, tuple[Target, ...]]:
    result, targets = call(world, callee.function, arguments)
    is_async = callee.kind == "asynccontextmanager"
    origin = targets[0].function if targets else callee.function
    if not isinstance(origin, Function):
        return UNKNOWN, NO_TARGETS
    return ContextManager(world.iterated(result, is_async), is_async, _capture(origin, dict(targets[0].bound)) if targets else origin), NO_TARGETS


def _construct(world: World, callee: Class, arguments: Arguments) -> tuple[Type, tuple[Target, ...]]:
    special = world.special_call(callee, arguments)
    if special is not None:
        return special, NO_TARGETS
    info = world.class_info(callee.id)
    if callee.id == TUPLE and len(arguments.positional) == 1 and not arguments.open:
        return Instance(TUPLE, (world.general(world.iterated(arguments.positional[0], False)), ANY_LENGTH)), NO_TARGETS
    if callee.id.is_stub and callee.id.qualname in ("tuple", "type") and callee.id.path == TUPLE.path:
        return Instance(callee.id, callee.args), NO_TARGETS
    instance = Instance(callee.id, callee.args)
    initialiser, _ = world.attribute(instance, "__init__")
    targets = NO_TARGETS
    if isinstance(initialiser, Function) and initialiser.id.qualname != "object.__init__":
        found: TypeVars = {}
        _, targets = _call_function(world, initialiser, arguments, found)
        own = _own_self(found)
        if own is not None:
            return own, targets
        if info.variables and not callee.args:
            # An argument that is not seen may say what a variable stands for, within its limit.
            limited = arguments.open and callee.id.is_stub
            args = tuple(found.get(variable, world.ask("limit", variable) if limited else UNKNOWN) for variable in info.variables)
            instance = Instance(callee.id, args)
    elif info.variables and not callee.args:
        instance = Instance(callee.id, tuple(UNKNOWN for _ in info.variables))
    return instance, targets + _after_construction(world, instance)


def _own_self(found: TypeVars) -> Instance | None:
    """What an overload's annotated `self` says that the call makes."""
    own = found.pop(SELF, None)
    filled = solved(fill(own, found)) if own is not None else None
    return filled if isinstance(filled, Instance) else None


def _after_construction(world: World, instance: Instance) -> tuple[Target, ...]:
    if not world.may_have(instance.id, "__post_init__"):
        return NO_TARGETS
    hook, _ = world.attribute(instance, "__post_init__")
    return (Target(hook),) if isinstance(hook, Function) else NO_TARGETS



def _call_function(
    world: World, callee: Function, arguments: Arguments, found: TypeVars | None = None
) -> tuple[Type, tuple[Target, ...]]:
    overloads = world.overloads(callee.id)
    if overloads and callee.id.is_stub:
        return _call_overloaded(world, callee, overloads, arguments, found)
    definition = world.definition(callee.id)
    if definition is None:
        return UNKNOWN, NO_TARGETS
    called = _call_one(world, callee, definition, arguments, found if found is not None else {})[0]
    if overloads:
        return _declared(world, callee, overloads, arguments, called[0]), called[1]
    if found is None and definition.is_hollow and callee.bound and isinstance(callee.receiver, Instance):
        return _call_concrete(world, callee.id, callee.receiver, arguments, called)
    return called


def _call_concrete(
    world: World, method: DefId, receiver: Instance, arguments: Arguments, declared: tuple[Type, tuple[Target, ...]]
) -> tuple[Type, tuple[Target, ...]]:
    """What a call of an abstract method runs: one of the methods that implement it in the project. It gives what it is declared to give."""
    functions: tuple[Function, ...] = world.ask("concrete", method, receiver.id)
    if not functions:
        return declared
    calls = [_call_function(world, function, arguments) for function in functions]
    result = declared[0]
    if isinstance(result, Coroutine) and all(isinstance(given, Coroutine) for given, _ in calls):
        promised = result.result
        parts = [replace(given, result=promised) if promised is not UNKNOWN else given for given, _ in calls if isinstance(given, Coroutine)]
        result = union(parts)
    elif result is UNKNOWN:
        result = union(given for given, _ in calls)
    return result, alternatives(targets for _, targets in calls)


def _call_overloaded(
    world: World, callee: Function, overloads: tuple[DefId, ...], arguments: Arguments, found: TypeVars | None
) -> tuple[Type, tuple[Target, ...]]:
    for id in overloads[:OVERLOAD_LIMIT]:
        definition = world.definition(id)
        if definition is None:
            continue
        attempt: TypeVars = {}
        result, fits = _call_one(world, replace(callee, id=id), definition, arguments, attempt)
        if fits:
            if found is not None:
                found.update(attempt)
            return result
    return UNKNOWN, NO_TARGETS


def _declared(world: World, callee: Function, overloads: tuple[DefId, ...], arguments: Arguments, made: Type) -> Type:
    """What the overloads of a project's function say that a call gives: what the first says that fits, if its arguments tell which that is."""
    fitting: list[Type] = []
    for id in overloads[:OVERLOAD_LIMIT]:
        definition = world.definition(id)
        if definition is not None:
            (result, _), fits = _call_one(world, replace(callee, id=id), definition, arguments, {})
            fitting += [result] if fits else []
    told = not arguments.open and not any(value is UNKNOWN or is_symbolic(value) for _, value in arguments.flat)
    if not fitting or not (told or all(result == fitting[0] for result in fitting)):
        return made
    given = fitting[0]
    if isinstance(made, Coroutine):
        return replace(made, result=given.result) if isinstance(given, Coroutine) and given.result is not UNKNOWN else made
    return made if given is UNKNOWN or isinstance(made, Generator) else given


def _call_one(
    world: World, callee: Function, definition: Definition, arguments: Arguments, found: TypeVars
) -> tuple[tuple[Type, tuple[Target, ...]], bool]:
    bound, fits = bind(definition, arguments, callee.bound)
    receiver = None if callee.id.is_stub or callee.receiver is None else bare(callee.receiver)
    found.update(world.receiver_variables(callee))
    if callee.receiver is not None:
        found[SELF_TYPE] = Instance(callee.receiver.id, callee.receiver.args) if isinstance(callee.receiver, Class) else callee.receiver
    types = world.ask("parameters", callee.id, receiver)
    if callee.bound and callee.receiver is not None and definition.params and definition.params[0][2] is not None:
        own = types.get(definition.params[0][1], UNKNOWN)
        if definition.name == "__init__":
            found[SELF] = own
        elif not match(world, own, callee.receiver, found):
            fits = False
    params: dict[Param, Type] = dict(callee.captured)
    if callee.bound and callee.receiver is not None and definition.params:
        first = types.get(definition.params[0][1])
        # A function that is no method where it is defined: a decorator's wrapper, a function that a class body binds.
        if isinstance(first, Param):
            params[first] = callee.receiver
    for name, value in bound.items():
        declared = types.get(name, UNKNOWN)
        if isinstance(declared, Param):
            params[declared] = value
        elif not match(world, declared, value, found):
            fits = False
    params.update({param: value for param, value in world.ask("defaults", callee.id).items() if param.name not in bound})
    facts = _facts(definition, bound, arguments) if definition.optional_names or definition.flags else frozenset()
    passed = tuple((param, bare(value)) for param, value in params.items())
    target = Target(Function(callee.id, callee.receiver if callee.id.is_stub else receiver, callee.bound, (), callee.altered), passed, facts)
    returns = world.ask("returns", callee.id, receiver)
    around = (callee.receiver, *bound.values()) if callee.receiver is not None else tuple(bound.values())
    result = solved(fill(returns if definition.id.is_stub else resolve(world, returns, params), found), variables(around))
    if callee.altered and definition.is_async:
        return (UNKNOWN, (target,)), fits
    return wrap(definition, result, target), fits


def _facts(definition: Definition, bound: Mapping[str, Type], arguments: Arguments) -> Facts:
    """Which optional parameters certainly are None in a call and which certainly are not; which flags are set and which are not.

    A flag that no argument names is what it is by default, also where `**` arguments might say otherwise.
    """
    found: set[tuple[str, bool | str | DefId]] = set()
    for name in definition.optional_names:
        value = bound.get(name)
        if value is None:
            if not arguments.open:
                found.add((name, True))
        elif value is NONE:
            found.add((name, True))
        elif value is not UNKNOWN and value is not NEVER and not is_symbolic(value) and NONE not in members(value):
            found.add((name, False))
    for name, default in definition.flags.items():
        value = bound.get(name, Literal("bool", default))
        if isinstance(value, Literal):
            found.add((name, TRUTHY if value.value else FALSY))
    return frozenset(found)


def wrap(definition: Definition, result: Type, target: Target) -> tuple[Type, tuple[Target, ...]]:
    """What calling the function gives at once, and whether its body runs now: not that of a coroutine or a generator."""
    origin = _capture(target.function, dict(target.bound))
    if definition.is_generator:
        return Generator(result, definition.is_async, origin), (target,)
    if definition.is_async:
        return Coroutine(result, origin), (target,)
    return result, (target,)


def _capture(function: Function, params: Mapping[Param, Type]) -> Function:
    return replace(function, captured=tuple(params.items()))


def bind(definition: Definition, arguments: Arguments, is_bound: bool) -> tuple[dict[str, Type], bool]:
    """The arguments by parameter name, and whether they fit the parameters at all."""
    params = definition.params[1:] if is_bound and definition.params and definition.params[0][0] in ("pos", "arg") else definition.params
    bound: dict[str, Type] = {}
    fits = True
    names = [param for param in params if param[0] in ("pos", "arg")]
    rest = next((param[1] for param in params if param[0] == "*" and param[1]), None)
    extra = next((param[1] for param in params if param[0] == "**"), None)
    for index, value in enumerate(arguments.positional):
        if index < len(names):
            bound[names[index][1]] = value
        elif rest is not None:
            bound[rest] = join(bound.get(rest, NEVER), value)
        else:
            fits = False
    by_keyword = {param[1] for param in params if param[0] in ("arg", "kwonly")}
    for keyword, value in arguments.keywords:
        if keyword in by_keyword and keyword not in bound:
            bound[keyword] = value
        elif extra is not None:
            bound[extra] = join(bound.get(extra, NEVER), value)
        else:
            fits = False
    if not arguments.open:
        fits = fits and all(param[1] in bound for param in params if param[0] in ("pos", "arg", "kwonly") and param[3] is None)
    return bound, fits


def resolve(world: World, value: Type, params: Mapping[Param, Type]) -> Type:
    """The type with parameters replaced by what is passed, and what was done to them done again."""
    if not params:
        return value
    if isinstance(value, Param):
        return params.get(value, value)
    if isinstance(value, Symbolic):
        base = resolve(world, value.base, params)
        if is_symbolic(base) and base == value.base:
            return value if not value.args else replace(value, args=_pairs(world, value.args, params))
        return _redo(world, value, base, params)
    if isinstance(value, Union):
        return union(resolve(world, item, params) for item in members(value))
    if isinstance(value, Instance | Class):
        if not value.args:
            return value
        return with_args(value, tuple([resolve(world, arg, params) for arg in value.args]))
    if isinstance(value, Function):
        return _close(world, value, params)
    if isinstance(value, Coroutine):
        return Coroutine(resolve(world, value.result, params), _close(world, value.origin, params))
    if isinstance(value, Generator):
        return Generator(resolve(world, value.yields, params), value.is_async, _close(world, value.origin, params))
    if isinstance(value, ContextManager):
        return ContextManager(resolve(world, value.enters, params), value.is_async, _close(world, value.origin, params))
    if isinstance(value, Descriptor):
        return Descriptor(value.kind, resolve(world, value.function, params))
    if isinstance(value, Partial):
        args = tuple(resolve(world, arg, params) for arg in value.args)
        return Partial(resolve(world, value.function, params), args, _pairs(world, value.keywords, params))
    return value


def _pairs(world: World, pairs: tuple[tuple[str, Type], ...], params: Mapping[Param, Type]) -> tuple[tuple[str, Type], ...]:
    return tuple((name, resolve(world, value, params)) for name, value in pairs)


def _close(world: World, function: Function, params: Mapping[Param, Type]) -> Function:
    """The function with what its captured values and enclosing parameters stand for."""
    captured = {param: resolve(world, value, params) for param, value in function.captured}
    scopes = world.enclosing(function.id)
    for param, value in params.items():
        if param.owner in scopes and param not in captured:
            captured[param] = value
    if dict(function.captured) == captured:
        return function
    small = tuple((param, value if depth(value) < 3 and len(repr(value)) < CAPTURED_LIMIT else UNKNOWN) for param, value in captured.items())
    return replace(function, captured=small)


def _redo(world: World, value: Symbolic, base: Type, params: Mapping[Param, Type]) -> Type:
    if value.op == "attr":
        return world.attribute(base, value.name)[0]
    if value.op == "apply":
        pairs = _pairs(world, value.args, params)
        positional = tuple(item for name, item in pairs if not name)
        return call(world, base, Arguments(positional, tuple(pair for pair in pairs if pair[0])))[0]
    if value.op == "await":
        return world.awaited(base)
    if value.op in ("enter", "aenter"):
        return world.entered(base, value.op == "aenter")
    return world.iterated(base, value.op == "aiterate")
