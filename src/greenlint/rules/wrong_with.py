"""A `with` statement of the wrong kind for what it enters

## What it does
Finds `with` on asynchronous database objects, `async with` on synchronous ones, a session factory that is entered without being called, and a
coroutine that is entered without being awaited (`async with AsyncConnection.connect()`).

## Why is this bad?
Each raises when the statement is reached: `TypeError: 'AsyncSession' object does not support the context manager protocol`,
`TypeError: 'coroutine' object does not support the asynchronous context manager protocol` and the like.

## Example
```py
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession


async def work(engine: AsyncEngine) -> None:
    with AsyncSession(engine, expire_on_commit=False) as session:
        await session.commit()
```

## Use instead
```py
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession


async def work(engine: AsyncEngine) -> None:
    async with AsyncSession(engine, expire_on_commit=False) as session:
        await session.commit()
```

## Fix safety
Safe: the statement always raises before the fix.

## References
- Python language reference, "The async with statement"
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.edit import Safety
from greenlint.base.finding import Severity
from greenlint.rule import Context, Draft, Plan, rule
from greenlint.world.events import Entered, Event
from greenlint.world.types import UNKNOWN, Class, ContextManager, Coroutine, Function, Instance, Type

_SYNC, _ASYNC = "context manager", "asynchronous context manager"


@rule(Entered, code="ADB205", name="wrong-with", severity=Severity.ERROR)
def wrong_with(event: Event, context: Context) -> Iterator[Draft]:
    """What is entered does not support the statement's protocol, but would another."""
    assert isinstance(event, Entered)
    manager = event.manager
    if not context.is_database(manager):
        return
    if _supports(manager, event.is_async, context) or context.awaits_elsewhere(event.at):
        if event.is_async and context.was_started(event.at, manager):
            name = context.described(manager)
            fix = Plan("Remove `await`", Safety.SAFE, lambda editor: editor.remove_await(event.at))
            yield context.draft(event.at, f"`{name}` is awaited and then entered: it is started twice, which raises; only enter it", plans=(fix,))
        return
    what = f"`{context.described(manager)}` does not support the {_ASYNC if event.is_async else _SYNC} protocol (TypeError)"
    if _supports(manager, not event.is_async, context):
        plans: tuple[Plan, ...] = ()
        if event.alone and event.is_async:
            plans = (Plan("Use `with`", Safety.SAFE, lambda editor: editor.remove_async(event.statement)),)
        elif event.alone and context.in_async:
            plans = (Plan("Use `async with`", Safety.SAFE, lambda editor: editor.add_async(event.statement)),)
        yield context.draft(event.at, f"{what}: use `{'with' if event.is_async else 'async with'}`", plans=plans)
    elif isinstance(manager, Coroutine):
        fix = Plan("Add `await`", Safety.SAFE, lambda editor: editor.insert_await(event.at))
        fits = context.in_async and manager.result is not UNKNOWN and _supports(manager.result, event.is_async, context)
        yield context.draft(event.at, f"{what}: await it first", plans=(fix,) if fits else ())
    elif isinstance(manager, Instance | Function) and _supports(context.called(manager), event.is_async, context):
        fix = Plan("Call it", Safety.SAFE, lambda editor: editor.append_call(event.at))
        yield context.draft(event.at, f"{what}: call it, what it makes is what can be entered", plans=(fix,))
    elif isinstance(manager, Class) and _supports(Instance(manager.id, manager.args), event.is_async, context):
        yield context.draft(event.at, f"{what}: it is the class; enter an instance of it")


def _supports(value: Type, is_async: bool, context: Context) -> bool:
    if isinstance(value, ContextManager):
        return value.is_async == is_async
    if isinstance(value, Coroutine | Class | Function):
        return False
    return not context.is_closed(value) or context.has_method(value, "__aenter__" if is_async else "__enter__")
