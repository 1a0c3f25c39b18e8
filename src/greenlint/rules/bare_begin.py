"""A transaction that is neither awaited nor entered

## What it does
Finds `session.begin()`, `begin_nested()` of asynchronous sessions and connections, and `connection.transaction()` of asyncpg and psycopg, as
statements of their own.

## Why is this bad?
The call only makes an object. No transaction begins, no savepoint is set, and nothing says so: what follows runs without the transaction that
the code shows.

## Example
```py
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def transfer(session: AsyncSession) -> None:
    session.begin_nested()
    await session.execute(text("UPDATE account SET amount = 0"))
```

## Use instead
```py
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def transfer(session: AsyncSession) -> None:
    async with session.begin_nested():
        await session.execute(text("UPDATE account SET amount = 0"))
```

## Fix safety
Unsafe: the fix awaits the call, which begins a transaction that something must end; a block that ends it by itself is often the better cure.

## References
- SQLAlchemy documentation, `AsyncSession.begin()`
- asyncpg documentation, "Transactions"
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.edit import Safety
from greenlint.base.finding import Severity
from greenlint.rule import Context, Draft, Plan, rule
from greenlint.world.events import Called, Event
from greenlint.world.types import ContextManager


@rule(Called, code="ADB207", name="bare-begin", severity=Severity.ERROR)
def bare_begin(event: Event, context: Context) -> Iterator[Draft]:
    """An object that would begin a transaction is made and dropped."""
    assert isinstance(event, Called)
    if event.use != "dropped" or not event.settled:
        return
    made_by = [target.function.id for target in event.targets]
    if isinstance(event.result, ContextManager):
        made_by = [event.result.origin.id]
    if not made_by:
        return
    if not all(context.marked(id, "must_use") and (context.marked(id, "begins") or not context.is_awaitable(event.result)) for id in made_by):
        return
    plans: tuple[Plan, ...] = ()
    if context.in_async and context.is_awaitable(event.result):
        plans = (Plan("Add `await`", Safety.UNSAFE, lambda editor: editor.insert_await(event.at)),)
    message = f"`{context.name(made_by[0])}` is neither awaited nor entered: no transaction begins; enter it with `async with`"
    yield context.draft(event.at, message, plans=plans)
