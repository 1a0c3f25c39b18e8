"""A call in place of the function that should run on a thread

## What it does
Finds `to_thread(f())`, `run_in_threadpool(f())`, `run_in_executor(None, f())`, `sync_to_async(f())` and `run_sync(f())` in an `async def` function:
the function is called first, and its result is handed over. A call that gives a callable (`partial(f)`, a factory) is what these functions want.

## Why is this bad?
`f` runs at once, on the event loop's own thread, which is what handing it over should avoid. Then the thread calls the result, which raises
`TypeError: 'list' object is not callable`.

## Example
```py
import asyncio
import sqlite3


def load_names(path: str) -> list[str]:
    with sqlite3.connect(path) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM users")]


async def names() -> list[str]:
    return await asyncio.to_thread(load_names("users.db"))
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
Safe where the call certainly gives nothing callable: it always raises before the fix, which passes the function and its arguments on. Unsafe where
that is not known.

## References
- Python documentation, `asyncio.to_thread`
- asgiref documentation, `sync_to_async`
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.edit import Safety
from greenlint.base.finding import Severity
from greenlint.fix.editor import Editor
from greenlint.rule import Context, Draft, Plan, rule
from greenlint.world.events import Called, Event
from greenlint.world.handed import Handed
from greenlint.world.types import Coroutine, members


@rule(Called, code="ADB106", name="eager-offload", severity=Severity.ERROR)
def eager_offload(event: Event, context: Context) -> Iterator[Draft]:
    """What is handed over is the result of a call, and no callable."""
    assert isinstance(event, Called)
    if not context.in_async or not context.is_reached:
        return
    handed = context.handed(event, "offloads", "in_greenlet")
    inner = context.call_at(handed.at) if handed is not None else None
    if handed is None or inner is None or any(isinstance(item, Coroutine) for item in members(handed.value)):
        return
    known = None if any(target.function.altered for target in inner.targets) else context.is_callable(handed.value)
    if known or (known is None and not _blocks(inner, context)):
        return
    by = context.name(handed.by).removesuffix(".__init__")
    name = f"`{context.name(inner.targets[0].function.id)}`" if inner.targets else "the function"
    failure = f"{context.described_result(handed.value)} is not callable (TypeError)" if known is False else "its result is called there"
    message = f"{name} runs at once, on the event loop's thread, before `{by}` gets its result: {failure}; pass the function and its arguments"
    severity = Severity.ERROR if known is False else Severity.WARNING
    plans = _plans(event, inner, handed, Safety.SAFE if known is False else Safety.UNSAFE, context)
    yield context.draft(handed.at, message, severity, plans=plans)


def _blocks(call: Called, context: Context) -> bool:
    return bool(context.blocking(call).keys() - {"foreign"}) or context.chain(call) is not None


def _plans(call: Called, inner: Called, handed: Handed, safety: Safety, context: Context) -> tuple[Plan, ...]:
    given = context.argument_names(inner.at)
    if context.is_callable(call.result):
        return (Plan("Call what is made of the function", safety, lambda editor: editor.call_result(call.at, inner.at)),)
    # A greenlet's callable is given the session first; which of its arguments that would replace is not known.
    if not handed.alone or not handed.positional or (given and context.marked(handed.by, "in_greenlet")):
        return ()
    named = [keyword for keyword in given if keyword not in ("", "*")]
    direct = not named or (handed.keywords and not handed.names.intersection(named))

    def edit(editor: Editor) -> bool:
        if direct:
            return editor.pass_call(inner.at)
        return editor.ensure_import("functools") and editor.pass_call(inner.at, "functools.partial(")

    return (Plan("Pass the function and its arguments", safety, edit),)
