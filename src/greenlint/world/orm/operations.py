"""What the functions and classes of stubs mean to load state, by their markers.

Stubs never change while a world lives, so what is found here is kept beside the recorder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from greenlint.world import effects
from greenlint.world.events import Target
from greenlint.world.orm.scope import marked
from greenlint.world.types import DefId, Function, Instance, Literal

if TYPE_CHECKING:
    from greenlint.world.world import World

OPERATIONS = frozenset(
    {
        *("attaches", "begins", "changes", "closes", "commits", "consumes", "deduplicates", "detaches", "dumps", "expires", "flushes"),
        *("in_greenlet", "lazy_query", "loader", "loads", "opens", "refreshes", "replaces", "rolls_back", "serializes", "usable", "validates"),
    }
)


def roles(world: World, id: DefId) -> dict[str, str]:
    """The markers of a stub function that matter to load state, each with its first argument, which may be empty."""
    found = world.orm_roles.get(id)
    if found is None:
        found = {}
        for name, arguments in effects.marks(world, id).items():
            if name in OPERATIONS:
                first = next((value for keyword, value in arguments if not keyword), None)
                found[name] = str(first.value) if isinstance(first, Literal) else ""
        world.orm_roles[id] = found
    return found


def acting(world: World, targets: tuple[Target, ...]) -> list[tuple[Function, dict[str, str]]]:
    """The stub functions among targets that matter, with their roles."""
    return [(target.function, found) for target in targets if target.function.id.is_stub and (found := roles(world, target.function.id))]


def session_kind(world: World, id: DefId) -> str:
    """`session` for an asynchronous session or a class derived from one, `factory` for what makes sessions, else nothing."""
    if not id.is_stub:
        for base, _ in world.ask("mro", id):
            if base is not None and base.is_stub and (found := session_kind(world, base)):
                return found
        return ""
    return "" if is_statement(world, id) else _kind(world, id)


def is_statement(world: World, id: DefId) -> bool:
    """Whether the instances of a library's class are statements, which take loader options."""
    return id.is_stub and _kind(world, id) == "statement"


def _kind(world: World, id: DefId) -> str:
    known = world.orm_kinds.get(id)
    if known is None:
        options, _ = world.attribute(Instance(id), "options")
        is_open = isinstance(options, Function) and roles(world, options.id).get("loader") == "options"
        known = world.orm_kinds[id] = "statement" if is_open else _session_kind(world, id)
    return known


def _session_kind(world: World, id: DefId) -> str:
    commit, load, call = (world.attribute(Instance(id), name)[0] for name in ("commit", "execute", "__call__"))
    if isinstance(commit, Function) and isinstance(load, Function) and "commits" in roles(world, commit.id):
        definition = world.definition(commit.id)
        first = (world.overloads(load.id) or (load.id,))[0]
        return "session" if definition is not None and definition.is_async and "loads" in roles(world, first) else ""
    return "factory" if isinstance(call, Function) and "opens" in roles(world, call.id) else ""


def is_expression(world: World, id: DefId) -> bool:
    """Whether a class of a stub is one of SQL expressions."""
    return any(base is not None and base.is_stub and marked(world, base, "maps_as") == "sql" for base, _ in world.ask("mro", id))
