"""A database coroutine in a truth test

## What it does
Finds database coroutines that stand, un-awaited, where only their truth is asked: in `if`, `while`, `not`, `and`, `or`, `assert`, a conditional
expression, a comprehension's condition, or a comparison with None.

## Why is this bad?
A coroutine object is always true and never None. The query is not sent, no exception is raised, and the branch is always the same: a check
for an existing account always says that there is one, or a permission check always passes.

## Example
```py
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def register(session: AsyncSession, email: str) -> None:
    if session.scalar(text("SELECT 1 FROM users WHERE email = :email"), {"email": email}):
        raise ValueError("exists")
```

## Use instead
```py
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def register(session: AsyncSession, email: str) -> None:
    if await session.scalar(text("SELECT 1 FROM users WHERE email = :email"), {"email": email}):
        raise ValueError("exists")
```

## Fix safety
Safe: the test has one outcome before the fix. Afterwards it has the one that was meant, so the program takes branches that it never took.

## References
- Python documentation, "Truth Value Testing"
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.edit import Safety
from greenlint.base.finding import Severity
from greenlint.rule import Context, Draft, Plan, rule
from greenlint.world.events import Called, Event


@rule(Called, code="ADB203", name="coroutine-truth-test", severity=Severity.ERROR)
def coroutine_truth_test(event: Event, context: Context) -> Iterator[Draft]:
    """The truth of a coroutine, or its being None, is asked."""
    assert isinstance(event, Called)
    if event.use not in ("tested", "stored", "operand", "argument"):
        return
    if event.use != "tested":
        misuse = context.misuse(event)
        if misuse is None or misuse.name not in ("__bool__", "__eq__"):
            return
    for id in context.database_coroutines(event)[:1]:
        plans: tuple[Plan, ...] = ()
        if context.in_async:
            plans = (Plan("Add `await`", Safety.SAFE, lambda editor: editor.insert_await(event.at)),)
        advice = "add `await`" if context.in_async else "make the function `async` and await it"
        message = f"the result of `{context.name(id)}` is tested without `await`: a coroutine is always true and never None; {advice}"
        yield context.draft(event.at, message, plans=plans)
