"""A synchronous SQLAlchemy session, connection or query used in an async function

## What it does
Finds calls on a synchronous SQLAlchemy `Session`, `scoped_session`, `Query`, `Connection` or `Engine` (SQLModel's included) that talk to the
database from an `async def` function. What only builds a statement or registers an object (`select()`, `query()`, `filter()`, `add()`) is no
such call.

## Why is this bad?
The session waits for the database on the event loop's own thread, and every other task waits with it. A route that is declared `async def`
with a synchronous session is slower than the same route declared `def`, which the framework would run in a thread.

## Example
```py
from fastapi import APIRouter, Depends
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

router = APIRouter()
engine = create_engine("postgresql+psycopg2://localhost/shop")


def get_session():
    with Session(engine) as session:
        yield session


@router.get("/health")
async def health(session: Session = Depends(get_session)) -> str:
    session.execute(text("SELECT 1"))
    return "ok"
```

## Use instead
```py
from fastapi import APIRouter, Depends
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

router = APIRouter()
engine = create_engine("postgresql+psycopg2://localhost/shop")


def get_session():
    with Session(engine) as session:
        yield session


@router.get("/health")
def health(session: Session = Depends(get_session)) -> str:
    session.execute(text("SELECT 1"))
    return "ok"
```

Or an `AsyncSession` throughout.

## Fix safety
Unsafe: an endpoint that awaits nothing loses its `async`, so that the framework runs it in a thread; code that calls it directly would have to
change, too. Elsewhere there is no fix.

## References
- SQLAlchemy documentation, "Asynchronous I/O (asyncio)"
- FastAPI documentation, "Concurrency and async / await"
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.edit import Safety
from greenlint.rule import Context, Draft, Plan, rule
from greenlint.world.events import Called, Entered, Event, Exited, Iterated, Loaded


@rule(Called, Entered, Exited, Iterated, Loaded, code="ADB102", name="blocking-session-call")
def blocking_session_call(event: Event, context: Context) -> Iterator[Draft]:
    """A session's blocking function runs on the loop's thread."""
    if not context.in_async:
        return
    for id in context.blocking(event).get("session", [])[:1]:
        cure = context.cure(id)
        instead = f"use `await {cure}(...)`" if cure else "use the asyncio extension"
        message = (
            f"`{context.name(id)}` blocks the event loop until the database answers; {instead}, "
            "or move the work into a plain function that runs in a thread"
        )
        yield context.draft(event.at, message, plans=_plans(context))


def _plans(context: Context) -> tuple[Plan, ...]:
    at = context.definition_at
    if at is None or not context.is_route:
        return ()
    return (Plan("Make the endpoint a plain `def`", Safety.UNSAFE, lambda editor: editor.make_sync(at)),)
