"""An asynchronous session that expires its instances on commit

## What it does
Finds asynchronous session factories made without `expire_on_commit=False`, with `expire_on_commit=True`, or configured or called with it; and
sessions made directly that are yielded or returned, or whose instances are read after a commit. Projects that map no class have nothing to expire
and are silent; so are factories of a type on which the project calls `configure` with the setting, or with `**` arguments, in another place, and
those that are only ever called with `expire_on_commit=False`.

## Why is this bad?
A commit marks every instance of the session as expired. The next read of any attribute wants to load it again, and in asynchronous code that
raises `MissingGreenlet: greenlet_spawn has not been called` (or `DetachedInstanceError` once the session is closed), often far away from
the commit, in a serialiser or a log line.

## Example
```py
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase): ...


engine = create_async_engine("postgresql+asyncpg://localhost/shop")
session_factory = async_sessionmaker(engine)
```

## Use instead
```py
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase): ...


engine = create_async_engine("postgresql+asyncpg://localhost/shop")
session_factory = async_sessionmaker(engine, expire_on_commit=False)
```

## Fix safety
Unsafe: reads after a commit then show what was loaded before it, and not what other sessions have written since.

## References
- SQLAlchemy documentation, "Preventing Implicit IO when Using AsyncSession"
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.edit import Safety
from greenlint.base.finding import Severity
from greenlint.rule import Context, Draft, Plan, rule
from greenlint.world.events import Called, Event, Returned, Yielded
from greenlint.world.types import Instance, Literal, Partial, Type

SETTING = "expire_on_commit"


@rule(Called, code="ADB401", name="expire-on-commit", severity=Severity.WARNING)
def expire_on_commit(event: Event, context: Context) -> Iterator[Draft]:
    """A factory or a session is made that will expire on commit."""
    assert isinstance(event, Called)
    session = _session(event, context)
    if session is None or not context.maps_classes():
        return
    given = dict(event.arguments).get(SETTING)
    if given is None:
        stays = event.result == session and not _escapes(session, context) and not context.is_blamed(event.at)
        hidden = event.open or isinstance(event.callee, Partial) or context.is_configured(event.result, SETTING)
        if stays or hidden or not _makes_setting(event, context):
            return
    elif not (isinstance(given, Literal) and given.value is True):
        return
    if context.is_overridden(event.at, SETTING):
        return
    plan = Plan("Set `expire_on_commit=False`", Safety.UNSAFE, lambda editor: editor.set_keyword(event.at, SETTING, "False"))
    what = context.described(event.result) if isinstance(event.result, Instance) else "the factory"
    message = f"`{what}` expires its instances on commit: reading one afterwards raises MissingGreenlet; set `expire_on_commit=False`"
    yield context.draft(event.at, message, plans=(plan,))


def _session(event: Called, context: Context) -> Instance | None:
    """The asynchronous session that a call makes, or that the factory which it makes or configures will make."""
    value: Type = event.result
    if not isinstance(value, Instance) and event.targets and event.targets[0].function.receiver is not None:
        value = event.targets[0].function.receiver
    if not isinstance(value, Instance) or not context.is_database(value):
        return None
    session = value.args[0] if len(value.args) == 1 else value
    if not isinstance(session, Instance) or not context.is_coroutine_method(session, "commit"):
        return None
    return session if context.is_made_by_library(session) and context.has_method(session, "__aenter__") else None


def _makes_setting(event: Called, context: Context) -> bool:
    """Whether the call decides the setting: a constructor that takes it."""
    return any(context.takes(target.function.id, SETTING) for target in event.targets)


def _escapes(session: Instance, context: Context) -> bool:
    """Whether a session made here leaves the function, so that nobody can tell what is read after its commits."""
    for event in (*context.events_of(Yielded), *context.events_of(Returned)):
        assert isinstance(event, Yielded | Returned)
        if event.value == session:
            return True
    return False
