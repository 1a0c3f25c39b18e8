"""Blocking work in a function that `run_sync` runs on the loop's thread

## What it does
Finds functions given to SQLAlchemy's `AsyncSession.run_sync` and `AsyncConnection.run_sync` that sleep, read files, call HTTP services or run
programs, at any depth. What they do with the session that they are given is what `run_sync` is for.

## Why is this bad?
`run_sync` runs its function in a greenlet on the event loop's own thread. Database calls of the session give the loop back while they wait;
nothing else does, so every other task waits with it.

## Example
```py
import time

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session


def flush_slowly(session: Session) -> None:
    session.flush()
    time.sleep(1)


async def save(session: AsyncSession) -> None:
    await session.run_sync(flush_slowly)
```

## Use instead
```py
import asyncio

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session


def flush(session: Session) -> None:
    session.flush()


async def save(session: AsyncSession) -> None:
    await session.run_sync(flush)
    await asyncio.sleep(1)
```

## Fix safety
No fix is offered: what to do before, after or on a thread is the author's to say.

## References
- SQLAlchemy documentation, "Running Synchronous Methods and Functions under asyncio"
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.rule import Context, Draft, rule
from greenlint.world.events import Called, Event


@rule(Called, code="ADB110", name="blocking-in-greenlet")
def blocking_in_greenlet(event: Event, context: Context) -> Iterator[Draft]:
    """A function that runs in a greenlet reaches a call that blocks and is no database's."""
    assert isinstance(event, Called)
    chain = context.chain_handed(event, "in_greenlet", "foreign")
    if chain is None:
        return
    path, related = context.told(chain)
    cure = context.cure(chain[-1].function)
    instead = f"use `{cure}` outside of it" if cure else "do it outside"
    message = f"`run_sync` runs its function on the event loop's thread, where `{context.name(chain[-1].function)}` blocks: {path}; {instead}"
    yield context.draft(event.at, message, related=related)
