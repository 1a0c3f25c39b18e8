"""The result of a database coroutine is used without awaiting it

## What it does
Finds database coroutines whose result is used before anything awaited them: an attribute of it is read, it is iterated, unpacked or indexed, or
the coroutine itself goes where its result is declared: to a parameter, or out of an `async def` function.
`await session.execute(query).scalars()` is one of them: `await` binds to the whole chain, so `scalars` is looked up on the coroutine.

## Why is this bad?
A coroutine has none of the attributes of its result. At run time this is
`AttributeError: 'coroutine' object has no attribute 'scalars'`, `TypeError: 'coroutine' object is not iterable` or
`TypeError: cannot unpack non-iterable coroutine object`, and the statement is never executed.

## Example
```py
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession


async def names(session: AsyncSession) -> list[str]:
    return await session.execute(text("SELECT name FROM users")).scalars().all()
```

## Use instead
```py
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession


async def names(session: AsyncSession) -> list[str]:
    return (await session.execute(text("SELECT name FROM users"))).scalars().all()
```

## Fix safety
Safe where the code raises before the fix, unsafe where it only contradicts what is declared: the fix only inserts or moves `await`. There is no fix
outside an `async def`.

## References
- SQLAlchemy documentation, "Asynchronous I/O (asyncio)", synopsis of the ORM
- Python language reference, "Await expression"
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.edit import Safety
from greenlint.base.finding import Severity
from greenlint.rule import Context, Draft, Plan, rule
from greenlint.world.events import Called, Event


@rule(Called, code="ADB202", name="unawaited-result", severity=Severity.ERROR)
def unawaited_result(event: Event, context: Context) -> Iterator[Draft]:
    """Something is done to a coroutine that only its result can do."""
    assert isinstance(event, Called)
    operation = _operation(event, context)
    mistaken = operation is None and event.use in ("stored", "argument", "returned") and context.misuse(event) is None
    operation = context.expected(event) if mistaken else operation
    if operation is None:
        return
    for id in context.database_coroutines(event)[:1]:
        plans = (_plan(event, context, Safety.UNSAFE if mistaken else Safety.SAFE),) if context.in_async else ()
        advice = "await the call itself" if context.in_async else "make the function `async` and await it"
        yield context.draft(event.at, f"the result of `{context.name(id)}` is used without `await`: {operation}; {advice}", plans=plans)


def _plan(event: Called, context: Context, safety: Safety) -> Plan:
    """The `await` around moves to the call, unless what it waits for has to be awaited as well."""
    waiting = context.awaiting(event.at)
    if waiting is None or context.is_awaitable(context.completed(event, waiting)):
        return Plan("Add `await`", safety, lambda editor: editor.insert_await(event.at))
    return Plan("Await the call before its result is used", safety, lambda editor: editor.move_await(waiting, event.at))


def _operation(event: Called, context: Context) -> str | None:
    """What the program will say."""
    if not context.works_when_awaited(event.result):
        if event.use == "attribute" and context.is_unstarted(event):
            return f"this `{context.described(event.result)}` was not started"
        name = context.lacking(event) if event.use in ("attribute", "stored") else None
        return f"'{context.described(event.result)}' object has no attribute '{name}'" if name is not None else None
    if event.use == "iterated" and context.is_iterated_asynchronously(event.at):
        return None
    if event.use == "iterated":
        return "a coroutine is not iterable (TypeError)"
    if event.use not in ("stored", "operand", "argument", "attribute"):
        return None
    misuse = context.misuse(event)
    if misuse is None or misuse.name in ("__bool__", "__eq__"):
        return None
    if misuse.name.startswith("__"):
        what = {"__iter__": "is not iterable", "__getitem__": "is not subscriptable"}.get(misuse.name, "takes part in no operation")
        return f"a coroutine {what} (TypeError)"
    return f"'coroutine' object has no attribute '{misuse.name}'"
