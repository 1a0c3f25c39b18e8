"""An event loop started in code that runs on one

## What it does
Finds `asyncio.run`, `loop.run_until_complete`, `Runner.run`, `anyio.run` and calls of what `async_to_sync` makes, in an `async def` function and in
the project's plain functions that it calls. Functions that ask first whether a loop runs, and those that run on a thread of their own, are silent.

## Why is this bad?
A thread runs one loop at a time: `RuntimeError: asyncio.run() cannot be called from a running event loop`, `This event loop is already running`. The
coroutine that was passed is never awaited.

## Example
```py
import asyncio

from sqlalchemy.ext.asyncio import AsyncSession


async def save(session: AsyncSession) -> None:
    asyncio.run(session.commit())
```

## Use instead
```py
from sqlalchemy.ext.asyncio import AsyncSession


async def save(session: AsyncSession) -> None:
    await session.commit()
```

## Fix safety
Safe: the call always raises before the fix, which awaits the coroutine. There is no fix where a plain function on the way starts the loop.

## References
- Python documentation, `asyncio.run` and `loop.run_until_complete`
- asgiref documentation, `async_to_sync`
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.edit import Safety
from greenlint.base.finding import Severity
from greenlint.rule import Context, Draft, Plan, rule
from greenlint.world.events import Called, Entered, Event, Iterated, Loaded
from greenlint.world.types import DefId


@rule(Called, Entered, Iterated, Loaded, code="ADB108", name="nested-event-loop", severity=Severity.ERROR)
def nested_event_loop(event: Event, context: Context) -> Iterator[Draft]:
    """What needs a thread without a running loop runs on the loop's thread."""
    if not context.in_async or not context.is_reached or context.loops_nest:
        return
    for id in context.ends(event, "loop")[:1]:
        if not context.decides_by_loop(event):
            message = f"`{context.name(id)}` raises RuntimeError: this function runs on an event loop already; await the coroutine"
            yield context.draft(event.at, message, plans=_plans(event, id, context))
        return
    chain = context.chain(event, "loop")
    if chain is None and isinstance(event, Called):
        chain = context.chain_handed(event, "in_greenlet", "loop")
    if chain is None or context.decides_by_loop(event):
        return
    path, related = context.told(chain)
    name = context.name(chain[0].function)
    message = f"`{name}` raises RuntimeError: a loop runs on this thread already: {path}; make the chain asynchronous and await it"
    yield context.draft(event.at, message, related=related)


def _plans(event: Event, id: DefId, context: Context) -> tuple[Plan, ...]:
    """The one argument awaited, where it is the awaitable; the function that the callee was made of."""
    at = event.at
    maker = context.callee_at(at)
    handed = context.handed(maker, "on_loop") if maker is not None else None
    if maker is not None and handed is not None and context.argument_names(maker.at) == [""] and context.is_awaitable(context.called(handed.value)):
        made = maker.at
        return (Plan("Await the function", Safety.SAFE, lambda editor: editor.replace_call(made, handed.at, "", "") and editor.insert_await(at)),)
    argument = context.argument_at(at, 0, "")
    if not isinstance(event, Called) or argument is None or context.call_of(argument) != at or not event.arguments:
        return ()
    if not context.is_awaitable(event.arguments[0][1]):
        return ()
    return (Plan("Await the coroutine", Safety.SAFE, lambda editor: editor.replace_call(at, argument, "await ", "")),)
