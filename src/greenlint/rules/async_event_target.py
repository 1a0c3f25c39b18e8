"""An event listener on an asynchronous object

## What it does
Finds `event.listen`, `event.listens_for`, `event.contains` and `event.remove` whose target is an asynchronous engine, connection, session, scoped
session or session factory, or one of their classes.

## Why is this bad?
SQLAlchemy has no events for them: `NotImplementedError: asynchronous events are not implemented at this time`, or
`InvalidRequestError: No such event 'after_commit' for target`. Events belong to the synchronous object behind the asynchronous one.

## Example
```py
from sqlalchemy import event
from sqlalchemy.ext.asyncio import create_async_engine

engine = create_async_engine("postgresql+asyncpg://localhost/shop")


@event.listens_for(engine, "connect")
def on_connect(connection, record) -> None:
    print("connected")
```

## Use instead
```py
from sqlalchemy import event
from sqlalchemy.ext.asyncio import create_async_engine

engine = create_async_engine("postgresql+asyncpg://localhost/shop")


@event.listens_for(engine.sync_engine, "connect")
def on_connect(connection, record) -> None:
    print("connected")
```

## Fix safety
Safe: the call always raises before the fix. A factory or a class of the project has no fix: give it a `sync_session_class` and listen on that.

## References
- SQLAlchemy documentation, "Using events with the asyncio extension"
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.edit import Safety
from greenlint.base.finding import Severity
from greenlint.fix.editor import Editor
from greenlint.rule import Context, Draft, Plan, rule
from greenlint.world.events import Called, Event
from greenlint.world.types import Class, Instance, Type, without_none

_TAKES_TARGET = frozenset(f"sqlalchemy.event.{name}" for name in ("listen", "listens_for", "contains", "remove"))
_SYNC_CLASSES = {
    "sync_session": ("sqlalchemy.orm", "Session"),
    "sync_connection": ("sqlalchemy", "Connection"),
    "sync_engine": ("sqlalchemy", "Engine"),
}


@rule(Called, code="ADB211", name="async-event-target", severity=Severity.ERROR)
def async_event_target(event: Event, context: Context) -> Iterator[Draft]:
    """What is listened on has no events, but the synchronous object behind it has."""
    assert isinstance(event, Called)
    if not event.settled or not event.targets or any(context.name(target.function.id) not in _TAKES_TARGET for target in event.targets):
        return
    given = context.argument(event, "target")
    if given is None:
        return
    target = without_none(given)
    side = context.sync_side(Instance(target.id) if isinstance(target, Class) else target)
    argument = context.argument_at(event.at, 0, "target")
    plans: tuple[Plan, ...] = ()
    if isinstance(target, Class):
        if side is None:
            return
        module, name = _SYNC_CLASSES[side]
        instead = f"`{module}.{name}`"
        if target.id.is_stub and argument is not None:
            plans = (_replacing(argument, module, name),)
        elif not target.id.is_stub:
            instead = "the class that it names as its `sync_session_class`" if side == "sync_session" else instead
    elif side is not None:
        instead = f"its `{side}`"
        if argument is not None:
            plans = (_reading(argument, side),)
    elif _makes_sessions(target, context):
        instead = "the class that it is given as `sync_session_class`, or on `sqlalchemy.orm.Session`"
    else:
        return
    message = f"`{context.described(target)}` has no events, this raises an exception; listen on {instead}"
    yield context.draft(event.at, message, plans=plans)


def _makes_sessions(target: Type, context: Context) -> bool:
    return isinstance(target, Instance) and context.gives(target, "", "sync_session")


def _reading(argument: int, side: str) -> Plan:
    return Plan(f"Listen on `{side}`", Safety.SAFE, lambda editor: editor.wrap(argument, "", f".{side}"))


def _replacing(argument: int, module: str, name: str) -> Plan:
    def edit(editor: Editor) -> bool:
        return editor.ensure_import(module, name) and editor.replace(argument, name)

    return Plan(f"Listen on `{module}.{name}`", Safety.SAFE, edit)
