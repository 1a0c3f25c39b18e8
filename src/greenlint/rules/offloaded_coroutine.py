"""An async function handed to a thread or a greenlet

## What it does
Finds async functions, and coroutines, handed to `asyncio.to_thread`, `run_in_executor`, an executor, a `Thread`, `sync_to_async` or SQLAlchemy's
`run_sync`, which call what they are given and await nothing. Silent: a coroutine that is awaited after all, or handed to `asyncio.run` there.

## Why is this bad?
Calling an async function only makes a coroutine: nothing of its body runs, without any error. A coroutine in place of a function raises
`TypeError: 'coroutine' object is not callable`.

## Example
```py
import asyncio

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def clear(session: AsyncSession) -> None:
    await asyncio.to_thread(session.execute, text("DELETE FROM cart"))
    await session.commit()
```

## Use instead
```py
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def clear(session: AsyncSession) -> None:
    await session.execute(text("DELETE FROM cart"))
    await session.commit()
```

## Fix safety
Safe: nothing of the function runs before the fix. The fix awaits it; there is none where the result is not awaited at once, or where other arguments
would be lost.

## References
- Python documentation, `asyncio.to_thread`
- SQLAlchemy documentation, `AsyncSession.run_sync()`
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.edit import Safety
from greenlint.base.finding import Severity
from greenlint.rule import Context, Draft, Plan, rule
from greenlint.world.events import Called, Event
from greenlint.world.handed import Handed
from greenlint.world.types import Coroutine, Function, Type, members


@rule(Called, code="ADB107", name="offloaded-coroutine", severity=Severity.ERROR)
def offloaded_coroutine(event: Event, context: Context) -> Iterator[Draft]:
    """What is handed over makes a coroutine, or is one."""
    assert isinstance(event, Called)
    handed = context.handed(event, "offloads", "in_greenlet") if context.is_reached else None
    if handed is None:
        return
    by = context.name(handed.by).removesuffix(".__init__")
    made = _coroutines(handed.value)
    if made:
        name = context.name(made[0].origin.id)
        message = f"`{by}` is given a coroutine of `{name}`, which is not callable (TypeError); await it instead"
    else:
        made = _coroutines(context.called(handed.value))
        if not made or context.may_use_coroutine(event, made[0].origin.id):
            return
        name = context.name(made[0].origin.id)
        message = f"`{by}` only calls `{name}`, which makes a coroutine that nobody awaits: nothing of it runs; await it instead"
    yield context.draft(handed.at, message, plans=_plans(event, handed, context))


def _coroutines(value: Type) -> list[Coroutine]:
    found = [item for item in members(value) if isinstance(item, Coroutine)]
    return found if len(found) == len(members(value)) else []


def _plans(call: Called, handed: Handed, context: Context) -> tuple[Plan, ...]:
    """The function awaited in place of the call that hands it over, where that is awaited itself and keeps none of its arguments."""
    if not context.in_async or context.marked(handed.by, "in_greenlet"):
        return ()
    at, index, names = call.at, handed.index, context.argument_names(call.at)
    plain = handed.names.isdisjoint(names) and not any(names[: index + 1])
    if context.is_callable(call.result):
        if not isinstance(handed.value, Function) or len(names) != 1:
            return ()
        return (Plan("Call the async function itself", Safety.SAFE, lambda editor: editor.replace_call(at, handed.at, "", "")),)
    if call.use != "awaited" or not plain:
        return ()
    if _coroutines(handed.value):
        if not handed.alone or context.call_at(handed.at) is None or index:
            return ()
        return (Plan("Await the coroutine itself", Safety.SAFE, lambda editor: editor.replace_call(at, handed.at, "", "")),)
    if not isinstance(handed.value, Function) or not handed.positional:
        return ()
    return (Plan("Await the async function itself", Safety.SAFE, lambda editor: editor.call_argument(at, index)),)
