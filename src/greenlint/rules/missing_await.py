"""A database coroutine or awaitable that is created and dropped

## What it does
Finds calls whose result would do database work once awaited (`AsyncSession.commit()`, `asyncpg`'s `execute()`, a project coroutine that works on
a database, ...) and whose result nobody keeps; or which an endpoint returns without awaiting it.

## Why is this bad?
Calling a coroutine function runs none of its body. The commit does not happen, the row is not deleted, the connection is not closed; all that
is seen is `RuntimeWarning: coroutine '...' was never awaited`, and for other awaitables not even that.

## Example
```py
from sqlalchemy.ext.asyncio import AsyncSession


async def remove(session: AsyncSession, user: object) -> None:
    session.delete(user)
    await session.commit()
```

## Use instead
```py
from sqlalchemy.ext.asyncio import AsyncSession


async def remove(session: AsyncSession, user: object) -> None:
    await session.delete(user)
    await session.commit()
```

## Fix safety
Safe: nothing of the call runs before the fix, and the fix only adds `await`. There is no fix outside an `async def`.

## References
- SQLAlchemy documentation, "Asynchronous I/O (asyncio)"
- Python documentation, "Detect never-awaited coroutines"
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.edit import Safety
from greenlint.base.finding import Severity
from greenlint.rule import Context, Draft, Plan, rule
from greenlint.world.events import Called, Event


@rule(Called, code="ADB201", name="missing-await", severity=Severity.ERROR)
def missing_await(event: Event, context: Context) -> Iterator[Draft]:
    """What a call made is dropped before anything awaited it."""
    assert isinstance(event, Called)
    returned = event.use == "returned" and context.is_route
    if event.use != "dropped" and not returned:
        return
    for id in context.database_coroutines(event)[:1]:
        name = context.name(id)
        what = "is returned to the framework without `await`" if returned else "is never awaited"
        effect = _EFFECTS.get(name.rsplit(".", 1)[-1], "its database work does not run")
        advice = "add `await`" if context.in_async else "make the function `async` and await it"
        plans = (Plan("Add `await`", Safety.SAFE, lambda editor: editor.insert_await(event.at)),) if context.in_async else ()
        yield context.draft(event.at, f"the result of `{name}` {what}: {effect}; {advice}", plans=plans)


_EFFECTS = {
    "commit": "nothing is committed, the changes are lost",
    "delete": "the row is not deleted",
    "flush": "nothing is flushed",
    "refresh": "nothing is refreshed",
    "rollback": "nothing is rolled back",
    "close": "the connection stays checked out",
    "execute": "the statement is not executed",
}
