"""Sessions and statements of SQLModel and of SQLAlchemy mixed up

## What it does
Finds `exec` on a session of SQLAlchemy, `scalars` and the like on what SQLModel's `exec` gives for one entity, and SQLAlchemy's `select()` given to
`exec` where what it gives is used as instances.

## Why is this bad?
Only SQLModel's sessions have `exec`; elsewhere it is `AttributeError: 'AsyncSession' object has no attribute 'exec'`. For SQLModel's `select()` of
one entity, `exec` gives scalars already: `AttributeError: 'ScalarResult' object has no attribute 'scalars'`. For SQLAlchemy's `select()` it gives
rows without a word, and `row.name` raises later.

## Example
```py
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, select


class Hero(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str


async def heroes(session: AsyncSession):
    return (await session.exec(select(Hero))).all()
```

## Use instead
```py
from sqlmodel import Field, SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession


class Hero(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str


async def heroes(session: AsyncSession):
    return (await session.exec(select(Hero))).all()
```

## Fix safety
Safe where the code always raises: `exec` becomes the `scalars` or `execute` that gives the same, which both libraries' sessions have, and calls that
take scalars out of scalars are left out. Unsafe for SQLAlchemy's `select()`: `exec` becomes `scalars`, and code that reads rows has to change, too.

## References
- SQLModel documentation, "Read Data - SELECT"
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.edit import Safety
from greenlint.base.finding import Severity
from greenlint.fix.editor import Editor
from greenlint.rule import Context, Draft, Plan, rule
from greenlint.world.events import Called, Event, Loaded, Returned
from greenlint.world.orm.notes import bare
from greenlint.world.types import TUPLE, Instance, Type, members, without_none

_EXEC = frozenset({"sqlmodel.ext.asyncio.session.AsyncSession.exec", "sqlmodel.Session.exec"})
_SCALAR_RESULT = "sqlalchemy.ScalarResult"
_OF_SCALAR = "sqlmodel.sql._expression_select_cls.SelectOfScalar"
_OF_ROWS = ("sqlmodel.sql._expression_select_cls.Select", "sqlalchemy.UpdateBase")
_ON_SCALARS = {"scalars": "", "scalar": "first", "scalar_one": "one", "scalar_one_or_none": "one_or_none"}


@rule(Loaded, Returned, code="ADB209", name="mixed-sqlmodel", severity=Severity.ERROR)
def mixed_sqlmodel(event: Event, context: Context) -> Iterator[Draft]:
    """A session, a result or a row of one library is used as the other library's."""
    if isinstance(event, Returned):
        declared = {item for value in members(context.declared_result()) for item in _contained(value)}
        for row in _rows(bare(event.value), True):
            if row.args[0] in declared:
                yield from _given_rows(row, "returning it as one", context)
        return
    assert isinstance(event, Loaded)
    if event.name == "exec":
        yield from _exec(event, context)
    elif event.name in _ON_SCALARS and context.derives(event.value, _SCALAR_RESULT):
        yield from _scalars(event, context)
    else:
        for row in _rows(bare(event.value), False):
            if context.has_attribute(row.args[0], event.name) and not context.has_attribute(row, event.name):
                yield from _given_rows(row, f"`.{event.name}` raises an AttributeError", context)


def _exec(event: Loaded, context: Context) -> Iterator[Draft]:
    """`exec` of a session that has none. One that is only annotated may be SQLModel's where the project uses those."""
    if not (context.has_attribute(without_none(event.value), "scalars") and context.lacks(event)):
        return
    name = context.described(without_none(event.value))
    if not context.is_made_here(event.value) and context.takes_derived(event.value, event.name):
        return
    call = context.calling(event.at)
    statement = context.argument_at(call, 0, "statement") if call is not None else None
    given = context.made_by(statement) if statement is not None else None
    method = ""
    if given is not None and context.derives(given, _OF_SCALAR):
        method = "scalars"
    elif given is not None and any(context.derives(given, base) for base in _OF_ROWS):
        method = "execute"
    plans = (Plan(f"Use `{method}`", Safety.SAFE, lambda editor: editor.rename_attribute(event.at, method)),) if method else ()
    message = f"`{name}` of SQLAlchemy has no attribute `exec` (AttributeError): use SQLModel's `{name}`, or `scalars()` and `execute()`"
    yield context.draft(event.at if call is None else call, message, plans=plans)


def _scalars(event: Loaded, context: Context) -> Iterator[Draft]:
    """A method of `Result` on the scalars that `exec` gives."""
    if not context.lacks(event) or not any(context.awaited_result(call) == event.value for call in _calls(context)):
        return
    if any(isinstance(call, Called) and call.open and context.derives(call.result, _OF_SCALAR) for call in context.events_of(Called)):
        # `select(*columns)` is of one or of several.
        return
    call = context.calling(event.at)
    instead = _ON_SCALARS[event.name]

    def edit(editor: Editor) -> bool:
        if instead:
            return editor.rename_attribute(event.at, instead)
        return call is not None and editor.drop_call(call)

    advice = f"use `{instead}()`" if instead else "leave it out"
    message = f"SQLModel's `exec` gives scalars already and `ScalarResult` has no attribute `{event.name}` (AttributeError): {advice}"
    plans = (Plan(f"Use `{instead}`" if instead else "Leave `scalars()` out", Safety.SAFE, edit),) if call is not None else ()
    yield context.draft(event.at if call is None else call, message, plans=plans)


def _given_rows(row: Instance, symptom: str, context: Context) -> Iterator[Draft]:
    """The calls of `exec` in the function that gave such a row, for a `select()` of SQLAlchemy."""
    for call in _calls(context):
        statement = context.argument(call, "statement")
        if statement is None or not isinstance(statement, Instance) or statement.args != (row,) or context.derives(statement, _OF_SCALAR):
            continue
        attribute = context.called_at(call.at)
        message = (
            f"`exec` gives rows for a `select()` of SQLAlchemy, not `{context.described(row.args[0])}`: {symptom}; "
            "use `sqlmodel.select()`, or `scalars()`"
        )
        plans: tuple[Plan, ...] = ()
        if attribute is not None:
            plans = (_using_scalars(attribute),)
        yield context.draft(call.at, message, plans=plans)


def _using_scalars(attribute: int) -> Plan:
    return Plan("Use `scalars`", Safety.UNSAFE, lambda editor: editor.rename_attribute(attribute, "scalars"))


def _calls(context: Context) -> list[Called]:
    """The function's calls of SQLModel's `exec`."""
    return [
        call
        for call in context.events_of(Called)
        if isinstance(call, Called) and call.targets and all(context.name(target.function.id) in _EXEC for target in call.targets)
    ]


def _rows(value: Type, within: bool) -> list[Instance]:
    """The rows of a single class that a value is, or (`within`) is a container of."""
    found = [item for part in members(without_none(value)) for item in (_contained(part) if within else (part,))]
    rows = [item for item in found if isinstance(item, Instance) and item.id == TUPLE and len(item.args) == 1]
    return [row for row in rows if isinstance(row.args[0], Instance)]


def _contained(value: Type) -> tuple[Type, ...]:
    """A value, or the elements of a list or sequence."""
    if isinstance(value, Instance) and value.id != TUPLE and len(value.args) == 1:
        return value.args
    return (value,)
