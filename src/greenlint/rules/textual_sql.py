"""A raw SQL string where SQLAlchemy wants a statement

## What it does
Finds `execute`, `scalar`, `scalars`, `stream` and the like of SQLAlchemy sessions and connections that are given a plain string.

## Why is this bad?
SQLAlchemy 2.0 refuses it: `ArgumentError: Textual SQL expression ... should be explicitly declared as text(...)` from a session,
`ObjectNotExecutableError: Not an executable object` from a connection.

## Example
```py
from sqlalchemy.ext.asyncio import AsyncSession


async def ping(session: AsyncSession) -> None:
    await session.execute("SELECT 1")
```

## Use instead
```py
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def ping(session: AsyncSession) -> None:
    await session.execute(text("SELECT 1"))
```

## Fix safety
Safe: the call always raises before the fix.

## References
- SQLAlchemy documentation, `sqlalchemy.text()`
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.edit import Safety
from greenlint.base.finding import Severity
from greenlint.fix.editor import Editor
from greenlint.rule import Context, Draft, Plan, rule
from greenlint.world.events import Called, Event


@rule(Called, code="ADB212", name="textual-sql", severity=Severity.ERROR)
def textual_sql(event: Event, context: Context) -> Iterator[Draft]:
    """A string is given for a parameter that takes an executable."""
    assert isinstance(event, Called)
    if not event.settled or not context.refuses_text(event, "statement"):
        return
    id = event.targets[0].function.id
    argument = context.argument_at(event.at, 0, "statement")
    plans: tuple[Plan, ...] = ()
    if argument is not None:
        plans = (_plan(argument),)
    message = f"`{context.name(id)}` is given a plain string and raises (an SQL string must be declared with `text()`); wrap it in `text()`"
    yield context.draft(event.at, message, plans=plans)


def _plan(argument: int) -> Plan:
    def edit(editor: Editor) -> bool:
        return editor.ensure_import("sqlalchemy", "text") and editor.wrap(argument, "text(", ")")

    return Plan("Wrap it in `text()`", Safety.SAFE, edit)
