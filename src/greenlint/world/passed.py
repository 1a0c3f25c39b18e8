"""What the project passes for parameters that say nothing of their type: a reverse question, from a function to its calls.

An answer needs that all calls which inference resolves agree, and that the function is not handed on as a value. Deliberately absent: what other
projects pass, and lambdas.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from greenlint.model.trace import Node
from greenlint.world.calls import Arguments, bind, call, resolve
from greenlint.world.definitions import Definition
from greenlint.world.events import Target
from greenlint.world.shallow import Shallow, called
from greenlint.world.types import NEVER, NONE, UNKNOWN, Class, DefId, Function, Instance, Literal, Param, Type, is_symbolic, members, union

if TYPE_CHECKING:
    from greenlint.world.world import World

Passed = dict[Param, Type]


class Use(NamedTuple):
    """What a body (`id`; None for the statement itself) calls by name, and which names it reads without calling them."""

    id: DefId | None
    called: frozenset[str]
    read: frozenset[str]


class Site(NamedTuple):
    """A call: what runs, with what, and the function or class that it stands in."""

    target: Target
    arguments: Arguments
    caller: DefId | None


def uses(world: World, path: str, piece: int) -> tuple[Use, ...]:
    """The names that the bodies of a piece use, those of the definitions in them left out."""
    trace = world.ask("trace", path, piece)
    if trace[0] != "piece":
        return ()
    bodies: list[tuple[DefId | None, list[Node]]] = [(None, trace[1:])]
    bodies += [(one.id, one.body) for one in world.ask("definitions", path, piece).values()]
    return tuple(Use(id, *_names(body)) for id, body in bodies)


def _names(body: list[Node]) -> tuple[frozenset[str], frozenset[str]]:
    called: set[str] = set()
    read: set[str] = set()
    pending: list[Any] = list(body)
    while pending:
        node = pending.pop()
        if type(node) is not list or not node:
            continue
        tag = node[0]
        if tag == "def" and len(node) == 10:
            pending += [node[6], *(param[3] for param in node[4])]
        elif tag == "class" and len(node) == 7:
            pending += [node[3], node[4]]
        elif tag == "lambda" and len(node) == 4:
            pending += [param[3] for param in node[2]]
        elif tag == "call" and len(node) == 4 and node[2][0] in ("name", "attr"):
            called.add(node[2][-1])
            pending += [node[2][2] if node[2][0] == "attr" else None, node[3]]
        elif tag in ("name", "attr") and len(node) > 2 and type(node[1]) is int:
            read.add(node[-1])
            pending.append(node[2])
        else:
            pending.extend(node)
    return frozenset(called), frozenset(read)


def passed(world: World, id: DefId) -> Passed | None:
    """The types of a function's parameters that only its callers know, as far as they agree; None while nothing is known yet."""
    definition = world.definition(id)
    if definition is None or definition.kind != "def" or id.is_stub or world.sources.is_installed(id.path):
        return {}
    types = world.ask("parameters", id, world.own_receiver(definition))
    wanted = [value for value in types.values() if isinstance(value, Param) and value.owner == id]
    found = {param: declared for param in wanted if (declared := _inherited(world, definition, param.name)) is not UNKNOWN}
    wanted = [param for param in wanted if param not in found]
    if not wanted or (definition.decorators and not _is_plain(world, definition)):
        return found
    given: dict[Param, list[Type]] = {param: [] for param in wanted}
    waiting = False
    for site in _sites(world, definition):
        if site is None:
            return found
        target, arguments, caller = site
        known = around(world, None if caller is None else world.definition(caller))
        waiting = waiting or known is None
        bound = dict(target.bound)
        for param, values in given.items():
            value = UNKNOWN if arguments.open else bound.get(Param(target.function.id, param.name), UNKNOWN)
            values.append(NEVER if value == param else _plain(told(world, value, known)))
        if all(UNKNOWN in values for values in given.values()):
            return found
    found.update({param: value for param, values in given.items() if (value := union(values)) not in (NEVER, UNKNOWN)})
    return found if found or not waiting else None


def handed(world: World, id: DefId, name: str) -> Type:
    """What all calls of a function pass for a parameter, whatever it is declared; Unknown where they do not tell."""
    definition = world.definition(id)
    found: list[Type] = []
    for site in _sites(world, definition) if definition is not None else ():
        if site is None:
            return UNKNOWN
        target, arguments, caller = site
        function = world.definition(target.function.id)
        bound = bind(function, arguments, target.function.bound)[0] if function is not None and not arguments.open else {}
        known = around(world, None if caller is None else world.definition(caller))
        found.append(told(world, bound.get(name, UNKNOWN), known))
    value = union(found)
    return UNKNOWN if value is NEVER else value


def around(world: World, definition: Definition | None) -> Passed | None:
    """What is passed for the parameters of a function and of those around it."""
    known: Passed = {}
    while definition is not None:
        if definition.kind == "def":
            found = world.ask("passed", definition.id)
            if found is None:
                return None
            known.update(found)
        definition = definition.parent
    return known


def certain(world: World, definition: Definition) -> Passed:
    """What is passed for the parameters of a function and of those around it, so that its body can be read again: `None` alone says nothing."""
    return {param: value for param, value in (around(world, definition) or {}).items() if value is not NONE}


def told(world: World, value: Type, known: Passed | None) -> Type:
    """What a value is that parameters decide: Unknown where the calls of their functions do not tell."""
    if known is None:
        return NEVER if any(map(is_symbolic, members(value))) else value
    value = resolve(world, value, known)
    return UNKNOWN if any(map(is_symbolic, members(value))) else value


def _plain(value: Type) -> Type:
    """Literals differ from call to call and tell nothing more."""
    return UNKNOWN if isinstance(value, Literal) else value


def _is_plain(world: World, definition: Definition) -> bool:
    """Whether the function is called with what its callers pass: no decorator but those that make a method of a class or a coroutine manager."""
    return bool(world.method_kind(definition)) and len(definition.decorators) == 1


def _inherited(world: World, definition: Definition, name: str) -> Type:
    """What a base's method of the same name declares of a parameter."""
    if definition.owner is None or definition.name.startswith("__"):
        return UNKNOWN
    for base in _overridden(world, definition):
        types = world.ask("parameters", base, Instance(definition.owner.id, world.class_info(definition.owner.id).variables))
        value = types.get(name, UNKNOWN)
        if value is not UNKNOWN and not isinstance(value, Param):
            return value  # type: ignore[no-any-return]
    return UNKNOWN


def _overridden(world: World, definition: Definition) -> Iterator[DefId]:
    """The methods of known bases that a method overrides, the nearest first."""
    if definition.owner is None:
        return
    for base, _ in world.ask("mro", definition.owner.id)[1:]:
        if base is None:
            return
        yield from (method for method in world.class_info(base).methods if method.qualname == f"{base.qualname}.{definition.name}")


def _sites(world: World, definition: Definition) -> Iterator[Site | None]:
    """The calls of a function, or of the methods that it overrides; None stands for some that nobody knows."""
    ids = {definition.id}
    owner = definition.owner if definition.name == "__init__" else None
    makes = owner is not None
    if owner is not None:
        names = sorted(set(_class_names(world, owner.id)))
    else:
        ids.update(_overridden(world, definition) if not definition.name.startswith("__") else ())
        names = [definition.name]
        if _is_handed_on(world, definition):
            return
    for path, called_by in sorted((path, name) for name in names for path in world.ask("mentioning", name)):
        found = world.ask("sites", path, called_by, makes)
        if found is None:
            yield None
        else:
            yield from (site for id in sorted(ids) for site in found.get(id, ()))


def sites(world: World, path: str, name: str, makes: bool) -> dict[DefId, tuple[Site, ...]]:
    """The calls in a file by a name, of each function of the project that they run. Asked once for all functions that are called by it.

    Args:
        world: the project.
        path: the file.
        name: a function's, or a class's.
        makes: where the name is mentioned, also the calls of `__init__`, and of the first parameter of a method, for that may be the class.
    """
    found: dict[DefId, list[Site]] = {}
    for piece in world.ask("mentions_in", path, name):
        for site in _sites_in(world, path, piece, name, makes) if world.leads(path, piece) else ():
            found.setdefault(site.target.function.id, []).append(site)
    return {id: tuple(found[id]) for id in sorted(found)}


def _sites_in(world: World, path: str, piece: int, name: str, makes: bool) -> Iterator[Site]:
    for use in world.ask("uses", path, piece):
        caller = world.definition(use.id) if use.id is not None else None
        names = {name}
        if makes:
            is_method = caller is not None and caller.kind == "def" and caller.owner is not None and caller.params
            names |= {"__init__", str(caller.params[0][1])} if caller is not None and is_method else {"__init__"}
        if use.called.isdisjoint(names):
            continue
        shallow = Shallow(world, path, piece, caller)
        for node in called(caller.body if caller is not None else world.ask("trace", path, piece)[1:], names):
            callee = shallow.type_of(node[2])
            if any(_may_run(item) for item in members(callee)):
                arguments = shallow.arguments(node)
                _, targets = call(world, callee, arguments)
                yield from (Site(target, arguments, use.id) for target in targets if not target.function.id.is_stub)


def _may_run(callee: Type) -> bool:
    """Whether calling something may run a function of the project that has the name of what is called."""
    return callee is not UNKNOWN and callee is not NEVER and not (isinstance(callee, Function | Class) and callee.id.is_stub)


def hands_on(world: World, path: str, name: str) -> bool:
    """Whether some body of a file reads a name without calling it."""
    pieces = (piece for piece in world.ask("mentions_in", path, name) if world.leads(path, piece))
    return any(name in use.read for piece in pieces for use in world.ask("uses", path, piece))


def _is_handed_on(world: World, definition: Definition) -> bool:
    """Whether some body reads the name of a function without calling it: then others may call it, with what nobody knows."""
    return any(world.ask("hands_on", path, definition.name) for path in world.ask("mentioning", definition.name))


def _class_names(world: World, id: DefId) -> Iterator[str]:
    """What a class is made by: its name, and those of its subclasses."""
    pending = [id]
    seen = {id}
    while pending:
        current = pending.pop()
        name = current.qualname.rsplit(".", 1)[-1]
        yield name
        for path in world.ask("mentioning", name):
            below = [one for one in world.ask("derived_in", path, current) if one not in seen]
            seen.update(below)
            pending += below
