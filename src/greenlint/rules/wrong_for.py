"""A `for` loop of the wrong kind for what it iterates

## What it does
Finds `for` over asynchronous database results (`AsyncResult`, asynchronous generators) and `async for` over synchronous ones, or over a
coroutine that was not awaited.

## Why is this bad?
Each raises when the loop is reached: `TypeError: 'AsyncResult' object is not iterable`,
`TypeError: 'async for' requires an object with __aiter__ method, got ScalarResult` and the like.

## Example
```py
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def show(session: AsyncSession) -> None:
    async for row in await session.execute(text("SELECT 1")):
        print(row)
```

## Use instead
```py
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def show(session: AsyncSession) -> None:
    for row in await session.execute(text("SELECT 1")):
        print(row)
```

## Fix safety
Safe: the loop always raises before the fix.

## References
- Python language reference, "The async for statement"
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.edit import Safety
from greenlint.base.finding import Severity
from greenlint.rule import Context, Draft, Plan, rule
from greenlint.world.events import Event, Iterated
from greenlint.world.types import UNKNOWN, Coroutine, Generator, Type


@rule(Iterated, code="ADB206", name="wrong-for", severity=Severity.ERROR)
def wrong_for(event: Event, context: Context) -> Iterator[Draft]:
    """What is iterated does not support the loop's protocol, but would the other."""
    assert isinstance(event, Iterated)
    value = event.iterable
    if not (context.is_database(value) or context.from_library(event.at)) or _supports(value, event.is_async, context):
        return
    what = f"`{context.described(value)}` is not {'asynchronously ' if event.is_async else ''}iterable (TypeError)"
    plans: tuple[Plan, ...] = ()
    if _supports(value, not event.is_async, context):
        if event.statement >= 0 and event.is_async:
            plans = (Plan("Use `for`", Safety.SAFE, lambda editor: editor.remove_async(event.statement)),)
        elif event.statement >= 0 and context.in_async:
            plans = (Plan("Use `async for`", Safety.SAFE, lambda editor: editor.add_async(event.statement)),)
        yield context.draft(event.at, f"{what}: use `{'for' if event.is_async else 'async for'}`", plans=plans)
    elif isinstance(value, Coroutine) and event.is_async:
        if context.in_async and value.result is not UNKNOWN and _supports(value.result, True, context):
            plans = (Plan("Add `await`", Safety.SAFE, lambda editor: editor.insert_await(event.at)),)
        yield context.draft(event.at, f"{what}: await it first", plans=plans)


def _supports(value: Type, is_async: bool, context: Context) -> bool:
    if isinstance(value, Generator):
        return value.is_async == is_async
    if isinstance(value, Coroutine):
        return False
    names = ("__aiter__",) if is_async else ("__iter__", "__getitem__")
    return not context.is_closed(value) or any(context.has_method(value, name) for name in names)
