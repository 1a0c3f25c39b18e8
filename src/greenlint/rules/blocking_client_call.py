"""A synchronous client of a database server used in an async function

## What it does
Finds calls, in an `async def` function, of synchronous clients of databases other than SQL ones (redis, MongoDB, Elasticsearch, ...) that wait for
the server's answer: commands, queries, iteration over cursors.

## Why is this bad?
The client waits on the event loop's own thread. Until the server has answered, no other task runs.

## Example
```py
import redis


async def count_visit(client: redis.Redis, page: str) -> None:
    client.incr(page)
```

## Use instead
```py
import redis.asyncio


async def count_visit(client: redis.asyncio.Redis, page: str) -> None:
    await client.incr(page)
```

The library's asynchronous client, or one plain function with the whole piece of work in it, handed to `asyncio.to_thread`.

## Fix safety
No fix is offered: another client has to be made where the old one is, and awaited wherever it is used.

## References
- redis-py documentation, "Asyncio Examples"
- PyMongo documentation, "PyMongo Async"
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.rule import Context, Draft, rule
from greenlint.world.events import Called, Entered, Event, Exited, Iterated, Loaded


@rule(Called, Entered, Exited, Iterated, Loaded, code="ADB105", name="blocking-client-call")
def blocking_client_call(event: Event, context: Context) -> Iterator[Draft]:
    """A client's blocking function runs on the loop's thread."""
    if not context.in_async:
        return
    for id in context.blocking(event).get("client", [])[:1]:
        cure = context.cure(id)
        instead = f"use `{cure}`, or do" if cure else "do"
        message = f"`{context.name(id)}` blocks the event loop until the server answers; {instead} the whole piece of work in `asyncio.to_thread`"
        yield context.draft(event.at, message)
