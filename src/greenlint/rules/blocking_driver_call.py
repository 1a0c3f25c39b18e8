"""A synchronous database driver called in an async function

## What it does
Finds calls of synchronous DB-API drivers (`sqlite3`, `psycopg2`, the sync side of `psycopg`, ...) that an `async def` function makes itself:
connecting, executing, fetching, committing, iterating a cursor, leaving `with connection:`.

## Why is this bad?
The call waits for the database on the event loop's own thread. Until it returns, no other task runs: requests queue up, heartbeats are
missed, timeouts fire late.

## Example
```py
import sqlite3


async def count_orders(connection: sqlite3.Connection) -> int:
    cursor = connection.execute("SELECT count(*) FROM orders")
    return 0
```

## Use instead
```py
import aiosqlite


async def count_orders(connection: aiosqlite.Connection) -> int:
    async with connection.execute("SELECT count(*) FROM orders") as cursor:
        row = await cursor.fetchone()
    return row[0]
```

An asynchronous driver, or one plain function with the whole piece of work in it, handed to `asyncio.to_thread`.

## Fix safety
No fix is offered: a sqlite3 connection may only be used in the thread that made it, so moving single calls into threads would break.

## References
- PEP 249, Python Database API Specification v2.0
- Python documentation, "Developing with asyncio": running blocking code
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.finding import Severity
from greenlint.rule import Context, Draft, rule
from greenlint.world.events import Called, Entered, Event, Exited, Iterated, Loaded


@rule(Called, Entered, Exited, Iterated, Loaded, code="ADB101", name="blocking-driver-call")
def blocking_driver_call(event: Event, context: Context) -> Iterator[Draft]:
    """A driver's blocking function runs on the loop's thread."""
    if not context.in_async:
        return
    for id in context.blocking(event).get("driver", [])[:1]:
        name = context.name(id)
        cure = context.cure(id)
        instead = f"use `{cure}`, or do" if cure else "do"
        message = f"`{name}` blocks the event loop until the database answers; {instead} the whole piece of work in `asyncio.to_thread`"
        yield context.draft(event.at, message, Severity.INFO if name.startswith("sqlite3.") else None)
