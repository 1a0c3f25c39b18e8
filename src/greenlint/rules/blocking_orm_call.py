"""A synchronous ORM's query evaluated in an async function

## What it does
Finds what makes Django's ORM (and other synchronous ORMs) send a query from an `async def` function: `get()`, `first()`, `count()`, `save()` and the
like, and iterating, testing, counting or indexing a queryset. What only builds a queryset (`filter()`, `order_by()`, a slice) does no IO.

## Why is this bad?
Django refuses: `SynchronousOnlyOperation: You cannot call this from an async context - use a thread or sync_to_async.` Other ORMs wait for the
database on the event loop's own thread, and every other task waits with them.

## Example
```py
from django.db import models


class Book(models.Model):
    title = models.CharField(max_length=80)


async def find(title: str) -> Book:
    return Book.objects.get(title=title)
```

## Use instead
```py
from django.db import models


class Book(models.Model):
    title = models.CharField(max_length=80)


async def find(title: str) -> Book:
    return await Book.objects.aget(title=title)
```

The methods named with `a`, `async for`, or a plain function handed to `sync_to_async`.

## Fix safety
Safe for Django: the call always raises before the fix, and the fix takes the asynchronous method of the same name, `async for`, or a comprehension
with it in place of `list()`. There is no fix for other ORMs.

## References
- Django documentation, "Asynchronous support" and "Making queries: Asynchronous queries"
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.edit import Safety
from greenlint.base.finding import Severity
from greenlint.fix.editor import Editor
from greenlint.rule import Context, Draft, Plan, rule
from greenlint.world.events import Called, Entered, Event, Exited, Iterated, Loaded
from greenlint.world.types import Class, DefId, Function


@rule(Called, Entered, Exited, Iterated, Loaded, code="ADB103", name="blocking-orm-call")
def blocking_orm_call(event: Event, context: Context) -> Iterator[Draft]:
    """An ORM's blocking function runs on the loop's thread."""
    if not context.in_async:
        return
    for id in context.blocking(event).get("orm", [])[:1]:
        name = context.name(id)
        cure = context.cure(id)
        instead = f"use `{cure}`, or move" if cure else "use `async for`, or move" if isinstance(event, Iterated) else "move"
        if not name.startswith("django."):
            message = f"`{name}` blocks the event loop until the database answers; {instead} the work into a plain function that runs in a thread"
            yield context.draft(event.at, message)
            continue
        message = f"`{name}` raises SynchronousOnlyOperation in a coroutine; {instead} the work into a plain function under `sync_to_async`"
        yield context.draft(event.at, message, Severity.ERROR, plans=_plans(event, id, context))


def _plans(event: Event, id: DefId, context: Context) -> tuple[Plan, ...]:
    at = event.at
    if isinstance(event, Iterated):
        return _loops(event, context)
    cure = context.cure(id)
    receiver = event.callee.receiver if isinstance(event, Called) and isinstance(event.callee, Function) else None
    if receiver is None or cure is None or context.call_at(at) is None or not context.is_coroutine_method(receiver, cure):
        return ()

    def edit(editor: Editor) -> bool:
        return editor.rename_method(at, cure) and editor.insert_await(at)

    return (Plan(f"Use `await {cure}()`", Safety.SAFE, edit),)


def _loops(event: Iterated, context: Context) -> tuple[Plan, ...]:
    at = event.at
    if not context.has_method(event.iterable, "__aiter__"):
        return ()
    if event.statement >= 0:
        return (Plan("Use `async for`", Safety.SAFE, lambda editor: editor.add_async(event.statement)),)
    clause = context.clause_of(at)
    if clause is not None:
        return (Plan("Use `async for`", Safety.SAFE, lambda editor: editor.add_async(clause)),)
    outer = context.call_of(at)
    call = context.call_at(outer) if outer is not None else None
    if outer is None or call is None or not isinstance(call.callee, Class) or call.callee.id.qualname not in _DISPLAYS:
        return ()
    opening, closing = _DISPLAYS[call.callee.id.qualname]
    return (Plan("Use `async for`", Safety.SAFE, lambda editor: editor.replace_call(outer, at, f"{opening}item async for item in ", closing)),)


_DISPLAYS = {"list": ("[", "]"), "set": ("{", "}")}
