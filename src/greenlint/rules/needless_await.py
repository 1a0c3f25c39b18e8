"""An await on something that is not awaitable

## What it does
Finds `await` on what a database library's synchronous function returns: `await session.add(user)`, `await result.scalars()`.

## Why is this bad?
The function runs, then `await` raises `TypeError: object NoneType can't be used in 'await' expression` (or names the object that the function
returned). What came before stays half done.

## Example
```py
from sqlalchemy.ext.asyncio import AsyncSession


async def create(session: AsyncSession, user: object) -> None:
    await session.add(user)
    await session.commit()
```

## Use instead
```py
from sqlalchemy.ext.asyncio import AsyncSession


async def create(session: AsyncSession, user: object) -> None:
    session.add(user)
    await session.commit()
```

## Fix safety
Safe: the statement always raises before the fix, and the fix only drops `await`.

## References
- SQLAlchemy documentation, `AsyncSession.add()`
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.edit import Safety
from greenlint.base.finding import Severity
from greenlint.rule import Context, Draft, Plan, rule
from greenlint.world.events import Awaited, Event
from greenlint.world.types import NEVER, NONE, UNKNOWN, ContextManager, members


@rule(Awaited, code="ADB204", name="needless-await", severity=Severity.ERROR)
def needless_await(event: Event, context: Context) -> Iterator[Draft]:
    """What is awaited is the result of a library function that gives nothing awaitable."""
    assert isinstance(event, Awaited)
    call = context.awaited_call(event.at)
    if call is None or not call.settled or event.awaitable in (UNKNOWN, NEVER):
        return
    made_by = [target.function.id for target in call.targets]
    if isinstance(event.awaitable, ContextManager):
        made_by = [event.awaitable.origin.id]
    if not made_by:
        return
    if not all(context.is_library(id) and not context.marked(id, "blocks") for id in made_by):
        return
    refused = [
        item is NONE or isinstance(item, ContextManager) or (context.is_closed(item) and not context.is_awaitable(item))
        for item in members(event.awaitable)
    ]
    if all(refused):
        name = context.name(made_by[0])
        message = f"`{name}` is not a coroutine function: `await` raises a TypeError after it ran; drop `await`"
        # A transaction that is neither awaited nor entered would be no transaction, without a word.
        useless = context.is_dropped(event.at) and all(context.marked(id, "must_use") for id in made_by)
        plan = Plan("Remove `await`", Safety.SAFE, lambda editor: editor.remove_await(event.at))
        yield context.draft(event.at, message, plans=() if useless else (plan,))


