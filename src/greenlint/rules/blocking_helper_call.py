"""A project function called in an async function that ends in blocking database work

## What it does
Finds calls, in an `async def` function, of the project's own synchronous functions, methods, constructors, properties and context managers that
end, at any depth and in any module, in a blocking database call; and such functions handed to what the loop calls (`loop.call_soon`,
`task.add_done_callback`, signal handlers). The message shows the shortest chain, each step with its file and line.

## Why is this bad?
The helper runs on the event loop's own thread, so the loop stands still until the database has answered. Nothing at the call shows it.

## Example
```py
import sqlite3


def load_names(path: str) -> list[str]:
    with sqlite3.connect(path) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM users")]


async def names() -> list[str]:
    return load_names("users.db")
```

## Use instead
```py
import asyncio
import sqlite3


def load_names(path: str) -> list[str]:
    with sqlite3.connect(path) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM users")]


async def names() -> list[str]:
    return await asyncio.to_thread(load_names, "users.db")
```

## Fix safety
Unsafe: a call is handed to `asyncio.to_thread`, which moves the sessions and objects that it is given to another thread, too. There is no fix for
properties, iteration and `with` blocks.

## References
- Python documentation, `asyncio.to_thread`
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.edit import Safety
from greenlint.fix.editor import Editor
from greenlint.rule import Context, Draft, Plan, rule
from greenlint.world.events import Called, Entered, Event, Iterated, Loaded


@rule(Called, Entered, Iterated, Loaded, code="ADB104", name="blocking-helper-call")
def blocking_helper_call(event: Event, context: Context) -> Iterator[Draft]:
    """A project function that runs on the loop's thread reaches a blocking call."""
    chain = context.chain(event) if context.in_async else None
    handed = isinstance(event, Called) and chain is None
    if isinstance(event, Called) and chain is None:
        chain = context.chain_handed(event, "on_loop", "database")
    if chain is None:
        return
    path, related = context.told(chain)
    name = context.name(chain[0].function)
    message = f"`{name}` blocks the event loop: {path}; await the work in a thread (`asyncio.to_thread`) or make the chain asynchronous"
    yield context.draft(event.at, message, related=related, plans=() if handed else _plans(event))


def _plans(event: Event) -> tuple[Plan, ...]:
    if not isinstance(event, Called) or event.use == "awaited":
        return ()
    at = event.at

    def edit(editor: Editor) -> bool:
        return editor.ensure_import("asyncio") and editor.offload(at)

    return (Plan("Run the call in a thread", Safety.UNSAFE, edit),)
