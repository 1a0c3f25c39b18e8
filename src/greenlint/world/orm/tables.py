"""The tables of mapped classes, and the directions of relationships that foreign keys between them tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from greenlint.world.orm.columns import Foreign
from greenlint.world.orm.model import Role, Written
from greenlint.world.orm.relations import MANY_TO_ONE, ONE_TO_MANY, UNTOLD_DIRECTION
from greenlint.world.orm.scope import marked
from greenlint.world.types import DefId

if TYPE_CHECKING:
    from greenlint.world.world import World

_HUMP = re.compile(r"((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))")


def has_own_table(world: World, id: DefId) -> bool:
    """Whether a mapped class that inherits from another one has a table of its own: it, a mixin or its base says so."""
    for base, what in _said(world, id):
        if what.declared_table:
            return what.table != "" and (base == id or world.ask("role", base).kind != "mapped")
    return False


def table_names(world: World, id: DefId) -> frozenset[str]:
    """The names of the tables that a class is mapped to, as far as they are known."""
    role: Role = world.ask("role", id)
    found = set(table_names(world, role.parent)) if role.parent is not None else set()
    own = _own_name(world, id)
    return frozenset(found | {own}) if own else frozenset(found)


def _own_name(world: World, id: DefId) -> str:
    name = id.qualname.rpartition(".")[2]
    for base, what in _said(world, id):
        if what.declared_table and (base == id or world.ask("role", base).kind != "mapped"):
            return (what.table or "").replace("{name}", name).replace("{lower}", name.lower())
    if world.ask("role", id).parent is not None:
        return ""
    how = next((how for base, _ in world.ask("mro", id) if base is not None and (how := marked(world, base, "names_tables"))), "")
    if how == "snake":
        return _HUMP.sub(r"_\1", name).lower().lstrip("_")
    return name.lower() if how else ""


def _said(world: World, id: DefId) -> Iterator[tuple[DefId, Written]]:
    for base in classes(world, id):
        yield base, world.ask("written", base)


def classes(world: World, id: DefId) -> list[DefId]:
    """The classes of the project that make a class, in resolution order, with what a library derives its base from at their end."""
    found = [base for base, _ in world.ask("mro", id) if base is not None and not base.is_stub]
    model = world.ask("role", id).model
    if model is not None:
        found += [base for base, _ in world.ask("mro", model) if base is not None and not base.is_stub and base not in found]
    return found


def foreign(world: World, id: DefId) -> dict[str, Foreign]:
    """The columns of a mapped class that refer to tables, with those."""
    found: dict[str, Foreign] = {}
    for _, what in reversed(list(_said(world, id))):
        found.update({name: refers for name, refers in what.foreign.items() if refers})
    return found


def foreign_to(world: World, id: DefId, target: DefId) -> list[str]:
    """The columns of a mapped class that refer to the tables of another one."""
    tables = table_names(world, target) | {target}
    return [name for name, refers in foreign(world, id).items() if refers & tables]


def direction(world: World, id: DefId, target: DefId | None, told: str) -> str:
    """The direction of a relationship, by what it tells itself or by foreign keys; empty where neither tells it."""
    if told.startswith("remote:"):
        columns = foreign(world, id).keys()
        names = set(told.removeprefix("remote:").split(","))
        return ONE_TO_MANY if names <= columns else "" if names & columns else MANY_TO_ONE
    if told:
        return "" if told == UNTOLD_DIRECTION else told
    if target is None:
        return ""
    if target == id:
        return ONE_TO_MANY
    out, back = _refers(world, id, target), _refers(world, target, id)
    return "" if out == back else MANY_TO_ONE if out else ONE_TO_MANY


def _refers(world: World, id: DefId, other: DefId) -> bool:
    names = table_names(world, other)
    above = {base for base, _ in world.ask("mro", other)}
    return any(table in names or table in above for found in foreign(world, id).values() for table in found if table is not None)
