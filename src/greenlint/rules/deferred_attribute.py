"""A column that the query left out is read

## What it does
Finds reads of columns that a query of an asynchronous session did not load: deferred ones, those that `load_only()` or `defer()` leaves out, SQL
expressions (`column_property`) of instances that were just flushed, and attributes that were assigned an SQL expression before the flush.

## Why is this bad?
The read sends SQL, which raises `MissingGreenlet`, or `DetachedInstanceError` once the session is closed.

## Example
```py
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase): ...


class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    bio: Mapped[str] = mapped_column(deferred=True)


async def biography(session: AsyncSession) -> str:
    user = (await session.scalars(select(User))).one()
    return user.bio
```

## Use instead
```py
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, undefer


class Base(DeclarativeBase): ...


class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    bio: Mapped[str] = mapped_column(deferred=True)


async def biography(session: AsyncSession) -> str:
    user = (await session.scalars(select(User).options(undefer(User.bio)))).one()
    return user.bio
```

## Fix safety
Unsafe: the query then loads a column that it was told to leave out, perhaps a large one. `load_only()` gets it too, `defer()` becomes `undefer()`,
else `undefer()` is added. Or `awaitable_attrs`, for classes with `AsyncAttrs`, which sends a query for each instance.

## References
- SQLAlchemy documentation, "Limiting which Columns Load with Column Deferral"
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.finding import Severity
from greenlint.rule import Context, Draft, rule
from greenlint.world.events import Event, Unready

_WHY = {
    "deferred": "the query does not load deferred columns; add `undefer({name})` to its options",
    "only": "`load_only()` leaves it out; add it there",
    "expression": "the flush does not fetch what the database computes; refresh the instance",
}


@rule(Unready, code="ADB306", name="deferred-attribute", severity=Severity.ERROR)
def deferred_attribute(event: Event, context: Context) -> Iterator[Draft]:
    """A column is read that is not loaded."""
    assert isinstance(event, Unready)
    if event.why not in _WHY or event.use == "serialized":
        return
    related = context.unready_places(event)
    name = context.attribute_name(event)
    message = (
        f"`{name}` of the instance{context.origin(event, related)} is not loaded{' on some path' if event.some else ''}: reading it "
        f"{context.consequence(event)}; {_WHY[event.why].format(name=name)}"
    )
    yield context.draft(event.at, message, related=related, plans=context.cures(event))
