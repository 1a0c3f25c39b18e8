"""What the declaration of a column says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from greenlint.world.orm import annotated
from greenlint.world.orm.model import Attribute
from greenlint.world.orm.scope import Arguments, Expression
from greenlint.world.types import UNKNOWN, Class, DefId, Instance

Foreign = frozenset[str | DefId | None]
_SERVER = frozenset({"fetched", "computed"})


def column(base: Attribute, calls: list[Expression], inner: Expression | None, is_annotated: bool) -> tuple[Attribute, Foreign]:
    """A column and the tables that it refers to; of several calls the later ones add to the earlier ones."""
    given = _merged([call.arguments() for call in calls])
    foreign = {table for argument in given.positional for table in _foreign(argument)}
    text = given.get("foreign_key")
    if text is not None:
        foreign.add(_table_of(text.plain))
    kinds = [argument.kind for argument in given.positional]
    primary_key = _is(given, "primary_key")
    group = _text(given, "deferred_group")
    raises = _is(given, "deferred_raiseload")
    defaults = [value for name in ("insert_default", "default", "default_factory") if (value := given.get(name)) is not None]
    found = Attribute(
        base.name,
        "column",
        base.owner,
        base.at,
        deferred=_is(given, "deferred") or (given.get("deferred") is None and (bool(group) or raises)),
        deferred_group=group,
        raises=raises,
        primary_key=primary_key,
        onupdate="sql" if "computed" in kinds or _given(given, "server_onupdate") else origin(given.get("onupdate"), ""),
        default=next((told for value in defaults if (told := origin(value, "python"))), ""),
        server_default=not _SERVER.isdisjoint(kinds) or _given(given, "server_default"),
        nullable=_nullable(given, inner, primary_key, is_annotated),
        init=not _is_not(given, "init"),
        repr=is_annotated and not _is_not(given, "repr"),
    )
    return found, frozenset(foreign)


def _merged(all_arguments: Iterable[Arguments]) -> Arguments:
    positional: list[Expression] = []
    keywords: dict[str, Expression] = {}
    is_open = False
    for arguments in all_arguments:
        keywords.update(arguments.keywords)
        positional += arguments.positional
        is_open = is_open or arguments.open
        for name in ("sa_column_kwargs", "sa_column_args", "sa_column"):
            more = arguments.get(name)
            if more is None or more.plain is None:
                continue
            inner = _more(name, more)
            positional += inner.positional
            keywords.update(inner.keywords)
            is_open = is_open or inner.open
    return Arguments(positional, keywords, is_open)


def _more(name: str, value: Expression) -> Arguments:
    if name.endswith("args") and not name.endswith("kwargs"):
        elements = value.elements()
        return Arguments(elements or [], {}, elements is None)
    if name.endswith("kwargs"):
        items = value.items()
        return Arguments([], items or {}, items is None)
    call = value.followed()
    if call.node[0] == "call" and call.beside(call.node[2]).kind == "column":
        return call.arguments()
    return Arguments([], {}, True)


def _nullable(given: Arguments, inner: Expression | None, primary_key: bool, is_annotated: bool) -> bool | None:
    value = given.get("nullable")
    if value is not None:
        return value.plain if isinstance(value.plain, bool) else None
    if primary_key:
        return False
    if given.open:
        return None
    return annotated.is_optional(inner) if is_annotated else True


def origin(value: Expression | None, untold: str) -> str:
    """Who computes a default: `sql`, `python`, nobody (empty), or `untold` where that is not known."""
    if value is None or value.plain is None:
        return ""
    if value.type is UNKNOWN:
        return untold
    return "sql" if value.kind in ("sql", "column", *_SERVER) and isinstance(value.type, Instance) else "python"


def _foreign(argument: Expression) -> Iterable[str | DefId | None]:
    call = argument.followed()
    if call.node[0] != "call" or call.beside(call.node[2]).kind != "foreign_key":
        return ()
    given = call.arguments()
    # A constraint of several columns names those that it refers to in its second argument.
    referred = given.get("refcolumns", 1) if len(given.positional) > 1 and given.positional[0].elements() is not None else None
    wanted = referred.elements() if referred is not None else [value] if (value := given.get("column", 0)) is not None else []
    return [referred_table(value) for value in wanted or ()]


def constraint(call: Expression) -> Foreign:
    """The tables that a foreign key constraint refers to."""
    return frozenset(_foreign(call))


def referred_table(value: Expression) -> str | DefId | None:
    """The table that a column belongs to: its name, or the class that maps it."""
    if isinstance(value.plain, str):
        return _table_of(value.plain)
    node = value.node
    if node[0] == "attr":
        owner = value.beside(node[2])
        if isinstance(owner.type, Class):
            return owner.type.id
        if owner.node[0] == "attr" and owner.node[3] in ("c", "columns"):
            return table_name(owner.beside(owner.node[2]))
    return None


def table_name(table: Expression) -> str | None:
    """The name of a table that a name or call stands for."""
    call = table.followed()
    if call.node[0] == "call" and call.beside(call.node[2]).kind == "table":
        name = call.arguments().get("name", 0)
        return name.plain if name is not None and isinstance(name.plain, str) else None
    if call.node[0] == "attr" and call.node[3] == "__table__":
        return None
    return None


def _table_of(column: Any) -> str | None:
    parts = column.split(".") if isinstance(column, str) else []
    return parts[-2] if len(parts) > 1 else None


def _is(given: Arguments, name: str) -> bool:
    value = given.get(name)
    return value is not None and value.plain is True


def _is_not(given: Arguments, name: str) -> bool:
    value = given.get(name)
    return value is not None and value.plain is False


def _given(given: Arguments, name: str) -> bool:
    value = given.get(name)
    return value is not None and value.plain is not None


def _text(given: Arguments, name: str) -> str:
    value = given.get(name)
    return value.plain if value is not None and isinstance(value.plain, str) else ""


