"""What the declaration of a column says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from greenlint.world.orm import annotated
from greenlint.world.orm.model import Attribute
from greenlint.world.orm.scope import Arguments, Expression
from greenlint.world.types import NONE, UNKNOWN, Class, DefId, Instance, members

Foreign = frozenset[str | DefId | None]
_SERVER = frozenset({"fetched", "computed"})


def column(base: Attribute, calls: list[Expression], inner: Expression | None, is_annotated: bool) -> tuple[Attribute, Foreign]:
    """A column and the tables that it refers to; of several calls the later ones add to the earlier ones."""
    exact = [value for call in calls if (value := call.arguments().get("sa_column")) is not None and value.plain is not None]
    given = _merged([call.arguments() for call in calls])
    foreign = {table for argument in given.positional for table in _foreign(argument)}
    text = given.get("foreign_key")
    if text is not None:
        foreign.add(_table_of(text.plain))
    kinds = [argument.kind for argument in given.positional]
    updates = [argument for argument in given.positional if argument.kind == "fetched" and _is_for_update(argument)]
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
        onupdate="sql" if "computed" in kinds or updates or _given(given, "server_onupdate") else origin(given.get("onupdate"), ""),
        default="sql" if "sequence" in kinds else next((told for value in defaults if (told := origin(value, "python"))), ""),
        server_default="computed" in kinds or kinds.count("fetched") > len(updates) or _given(given, "server_default"),
        nullable=_nullable(given, inner, primary_key, is_annotated and not exact),
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
    if value is None or NONE in members(value.type):
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
            named = owner.beside(owner.node[2])
            if named.node[0] == "attr" and named.node[3] == "__table__":
                named = named.beside(named.node[2])
            return named.type.id if isinstance(named.type, Class) else table_name(named)
    return None


class Table(NamedTuple):
    """A table as it is written: `columns` by name; `whole` is False where it may have more than those."""

    name: str | None
    columns: dict[str, Expression]
    constraints: tuple[Expression, ...]
    whole: bool


def table(written: Expression) -> Table | None:
    """The table that a name or call stands for; None where it is none that can be read."""
    call = written.followed()
    if call.node[0] != "call" or call.beside(call.node[2]).kind != "table":
        return None
    given = call.arguments()
    name = given.get("name", 0)
    columns: dict[str, Expression] = {}
    constraints: list[Expression] = []
    whole = not given.open and not {"autoload_with", "autoload", "include_columns"} & given.keywords.keys()
    for argument in given.positional[2:]:
        made = argument.followed()
        kind = made.beside(made.node[2]).kind if made.node[0] == "call" else ""
        key = _column_name(made) if kind == "column" else ""
        if key:
            columns[key] = made
        elif kind == "foreign_key":
            constraints.append(made)
        else:
            whole = whole and kind == ""
    return Table(name.plain if name is not None and isinstance(name.plain, str) else None, columns, tuple(constraints), whole)


def of_table(value: Expression) -> str:
    """The name of the table's column that an expression takes from the table; empty for others."""
    node = value.node
    return str(node[3]) if node[0] == "attr" and node[2][0] == "attr" and node[2][3] in ("c", "columns") else ""


def _column_name(call: Expression) -> str:
    given = call.arguments()
    value = given.get("key") or given.get("name", 0)
    return value.plain if value is not None and isinstance(value.plain, str) else ""


def table_name(written: Expression) -> str | None:
    """The name of the table that a name or call stands for."""
    found = table(written)
    return found.name if found is not None else None


def _table_of(column: Any) -> str | None:
    parts = column.split(".") if isinstance(column, str) else []
    return parts[-2] if len(parts) > 1 else None


def _is_for_update(argument: Expression) -> bool:
    call = argument.followed()
    value = call.arguments().get("for_update", 0) if call.node[0] == "call" else None
    return value is not None and value.plain is True


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


