"""An async function where SQLAlchemy calls a plain one

## What it does
Finds `async def` functions that are registered as event listeners or validators, given as a column's default, or that override the hooks of a column
type.

## Why is this bad?
SQLAlchemy calls them and uses what they return; nothing awaits it. The body of a listener never runs
(`RuntimeWarning: coroutine 'on_connect' was never awaited`), a validator replaces the value by a coroutine, and what a default gives is bound to the
statement as one (`type 'coroutine' is not supported`).

## Example
```py
from sqlalchemy import event
from sqlalchemy.ext.asyncio import create_async_engine

engine = create_async_engine("postgresql+asyncpg://localhost/shop")


@event.listens_for(engine.sync_engine, "connect")
async def on_connect(connection, record) -> None:
    await connection.driver_connection.execute("SET TIME ZONE 'UTC'")
```

## Use instead
```py
from sqlalchemy import event
from sqlalchemy.ext.asyncio import create_async_engine

engine = create_async_engine("postgresql+asyncpg://localhost/shop")


@event.listens_for(engine.sync_engine, "connect")
def on_connect(connection, record) -> None:
    connection.run_async(lambda driver: driver.execute("SET TIME ZONE 'UTC'"))
```

## Fix safety
There is no fix: what the function awaits has to be done in another way.

## References
- SQLAlchemy documentation, "Using events with the asyncio extension" and "Using awaitable-only driver methods in connection pool and other events"
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.finding import Severity
from greenlint.rule import Context, Draft, rule
from greenlint.world.events import Called, ClassDefined, Event
from greenlint.world.types import Function

_DECORATORS = {"sqlalchemy.event.listens_for": "the body never runs", "sqlalchemy.orm.validates": "the attribute is set to a coroutine"}
_BOUND = "a coroutine is bound to the statement"
_PARAMETERS = {
    "sqlalchemy.event.listen": (("fn", "the body never runs"),),
    "sqlalchemy.Column.__init__": (("default", _BOUND), ("onupdate", _BOUND)),
    "sqlalchemy.orm.mapped_column": (("default", _BOUND), ("insert_default", _BOUND), ("onupdate", _BOUND)),
}
_TYPES = "sqlalchemy.sql.type_api.TypeEngine"
_ADVICE = "make it a plain `def`"


@rule(Called, ClassDefined, code="ADB210", name="async-listener", severity=Severity.ERROR)
def async_listener(event: Event, context: Context) -> Iterator[Draft]:
    """A coroutine function is handed to a library that does not await it."""
    if isinstance(event, ClassDefined):
        for name, at in context.coroutine_overrides(event.defined, _TYPES):
            message = f"SQLAlchemy calls `{name}` as a plain function and never awaits it: values become coroutines; {_ADVICE}"
            yield context.draft(at, message)
        return
    assert isinstance(event, Called)
    name = _name(event, context)
    if name in _DECORATORS:
        found = context.decorates(event.at)
        if found is not None and found.is_async and all(_is_transparent(at, context) for at in found.below):
            yield context.draft(found.at, _message(found.name, _DECORATORS[name]))
    for parameter, effect in _PARAMETERS.get(name, ()):
        given = context.argument(event, parameter)
        if given is not None and context.is_coroutine_function(given):
            what = context.name(given.id) if isinstance(given, Function) else parameter
            yield context.draft(event.at, _message(what, effect))


def _name(event: Called, context: Context) -> str:
    names = {context.name(target.function.id) for target in event.targets} if event.settled else set()
    return names.pop() if len(names) == 1 else ""


def _is_transparent(at: int, context: Context) -> bool:
    """Whether a decorator gives back the function that it takes."""
    return any(isinstance(call, Called) and call.at == at and _name(call, context) in _DECORATORS for call in context.events_of(Called))


def _message(function: str, effect: str) -> str:
    return f"SQLAlchemy calls `{function}` as a plain function and never awaits it: {effect}; {_ADVICE}"
