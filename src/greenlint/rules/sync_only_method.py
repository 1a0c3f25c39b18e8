"""A method of the synchronous API on an asynchronous object

## What it does
Finds methods that an asynchronous database object does not have: `session.query`, `session.bulk_save_objects`, `engine.execute`, `engine.run_sync`
and the like. SQLModel's `exec` is left to `mixed-sqlmodel`.

## Why is this bad?
`AttributeError: 'AsyncSession' object has no attribute 'query'`, whenever the line is reached. Asynchronous objects leave out what would load lazily
or has an awaited counterpart.

## Example
```py
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


async def find(session: AsyncSession, name: str) -> User | None:
    return session.query(User).filter(User.name == name).first()
```

## Use instead
```py
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


async def find(session: AsyncSession, name: str) -> User | None:
    return (await session.scalars(select(User).where(User.name == name).limit(1))).first()
```

## Fix safety
Safe where the `select()` gives exactly what the legacy query gives to a synchronous session. Unsafe where it is not known whether the query is for
instances or for columns, where the two differ in detail (`distinct()` with `order_by()`, `filter_by()` behind a join), and for the bulk methods: an
`insert()` with no rows inserts one. There is no fix for a query that is kept in a variable.

## References
- SQLAlchemy documentation, "ORM Querying Guide" and "Migrating to SQLAlchemy 2.0", ORM usage
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.edit import Safety
from greenlint.base.finding import Severity
from greenlint.fix.editor import Editor
from greenlint.fix.legacy_query import Translation, translation
from greenlint.rule import Context, Draft, Plan, rule
from greenlint.world.events import Event, Loaded

_BULK = {
    "bulk_insert_mappings": ("insert", 2, "`await session.execute(insert(Model), rows)`"),
    "bulk_update_mappings": ("update", 2, "`await session.execute(update(Model), rows)`"),
    "bulk_save_objects": ("", 1, "`session.add_all(objects)`"),
}


@rule(Loaded, code="ADB208", name="sync-only-method", severity=Severity.ERROR)
def sync_only_method(event: Event, context: Context) -> Iterator[Draft]:
    """An attribute is read that the class of an asynchronous object lacks."""
    assert isinstance(event, Loaded)
    if not context.is_asynchronous(event.value) or not context.lacks(event):
        return
    if event.name == "exec" and _is_session(event, context):
        return
    call = context.calling(event.at)
    names = " | ".join(sorted({context.described(item) for item in context.instances(event.value)}))
    message = f"`{names}` has no attribute `{event.name}` (AttributeError): {_advice(event, context)}"
    plans = tuple(_plans(event, call, context)) if call is not None else ()
    yield context.draft(event.at if call is None else call, message, plans=plans)


def _is_session(event: Loaded, context: Context) -> bool:
    return context.sync_side(event.value) == "sync_session" or context.gives(event.value, "", "sync_session")


def _advice(event: Loaded, context: Context) -> str:
    if _is_session(event, context):
        if event.name == "query":
            return "build the statement with `select()` and await `execute()` or `scalars()`"
        if event.name in _BULK:
            return f"use {_BULK[event.name][2]}"
    if context.gives(event.value, "", event.name):
        return "call it, what that gives has it"
    if context.gives(event.value, "connect", event.name):
        return f"use that of a connection, `async with engine.connect() as connection: await connection.{event.name}(...)`"
    if context.has_attribute(event.value, "run_sync"):
        return "call it on the synchronous object that `run_sync()` gives to its function"
    return "there is none in the asynchronous interface"


def _plans(event: Loaded, call: int, context: Context) -> Iterator[Plan]:
    if not _is_session(event, context):
        return
    if event.name == "query":
        chain = context.legacy_query(event.at)
        found = translation(chain, context.selected(chain)) if chain is not None else None
        if found is not None and (context.in_async or not found.awaits):
            yield Plan("Use `select()`", found.safety, lambda editor: _translate(editor, found))
    elif event.name in _BULK:
        arguments = context.arguments_at(call)
        statement, count, _ = _BULK[event.name]
        if [name for name, _ in arguments] == [""] * count:
            waiting = context.waited_for(call)
            first = arguments[0][1]
            yield Plan(f"Use {_BULK[event.name][2]}", Safety.UNSAFE, lambda editor: _bulk(editor, event.at, call, first, statement, waiting))
    elif context.gives(event.value, "", event.name):
        owner = context.owner_at(event.at)
        if owner is not None:
            yield Plan("Call it", Safety.SAFE, lambda editor: editor.append_call(owner))


def _translate(editor: Editor, found: Translation) -> bool:
    return all(editor.ensure_import("sqlalchemy", name) for name in found.imports) and found.edit(editor)


def _bulk(editor: Editor, attribute: int, call: int, first: int, statement: str, waiting: int | None) -> bool:
    if not statement:
        return (waiting is None or editor.remove_await(waiting)) and editor.rename_attribute(attribute, "add_all")
    return (
        editor.ensure_import("sqlalchemy", statement)
        and editor.rename_attribute(attribute, "execute")
        and editor.wrap(first, f"{statement}(", ")")
        and (waiting is not None or editor.insert_await(call))
    )
