"""A value that the server made is read before it was fetched

## What it does
Finds reads of columns with an SQL-side `onupdate`, or computed by the database, after the flush or commit of a change to the instance where the
mapping does not set `eager_defaults=True`, and after an `update()` statement that certainly concerns the instance; of columns that such a statement
sets to an SQL function; and of server defaults after an INSERT that is told not to fetch them (`eager_defaults=False`, `implicit_returning=False`).
An instance that was refreshed has its values.

## Why is this bad?
After an UPDATE the new value is known to the server only: SQLAlchemy marks the column as expired, also with `expire_on_commit=False`, and the next
read sends SQL, which raises `MissingGreenlet`. An INSERT fetches such values by itself, unless it may not.

## Example
```py
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase): ...


class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    changed: Mapped[str] = mapped_column(server_default=func.now(), onupdate=func.now())


async def rename(session: AsyncSession, name: str) -> str:
    user = (await session.scalars(select(User))).one()
    user.name = name
    await session.flush()
    return user.changed
```

## Use instead
```py
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase): ...


class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    changed: Mapped[str] = mapped_column(server_default=func.now(), onupdate=func.now())


async def rename(session: AsyncSession, name: str) -> str:
    user = (await session.scalars(select(User))).one()
    user.name = name
    await session.flush()
    await session.refresh(user)
    return user.changed
```

## Fix safety
Unsafe: the value is refreshed by name before the statement that reads it, which sends a query. The fix for all reads, `__mapper_args__ =
{"eager_defaults": True}`, belongs to the class and is left to its author.

## References
- SQLAlchemy documentation, "Fetching Server-Generated Defaults"
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.finding import Severity
from greenlint.rule import Context, Draft, rule
from greenlint.world.events import Event, Unready


@rule(Unready, code="ADB305", name="server-side-value", severity=Severity.ERROR)
def server_side_value(event: Event, context: Context) -> Iterator[Draft]:
    """A value that the server made is read before it was fetched."""
    assert isinstance(event, Unready)
    if event.why != "server" or event.use == "serialized":
        return
    related = context.unready_places(event)
    path = " on some path" if event.some else ""
    message = (
        f"`{context.attribute_name(event)}` has a new value that only the server knows{path}: {context.cause(event, related)}; "
        f"reading it {context.consequence(event)}; refresh the instance, or have flushes fetch it with `eager_defaults` in the mapper's arguments"
    )
    yield context.draft(event.at, message, related=related, plans=context.cures(event))
