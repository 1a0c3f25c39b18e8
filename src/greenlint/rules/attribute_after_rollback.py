"""An attribute is read after a rollback or an expiry

## What it does
Finds reads of attributes of persistent instances after `rollback()`, `expire()` or `expire_all()` of their asynchronous session. Instances that were
new in the transaction that is rolled back stay readable and are silent.

## Why is this bad?
A rollback expires every persistent instance of the session, whatever `expire_on_commit` says, and also those that were not changed. The next read
sends SQL, which raises `MissingGreenlet`: usually in the error handling that nobody has tested.

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


async def rename(session: AsyncSession, name: str) -> None:
    user = (await session.scalars(select(User))).one()
    user.name = name
    try:
        await session.flush()
    except ValueError:
        await session.rollback()
        print("cannot rename", user.id)
```

## Use instead
```py
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase): ...


class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


async def rename(session: AsyncSession, name: str) -> None:
    user = (await session.scalars(select(User))).one()
    number = user.id
    user.name = name
    try:
        await session.flush()
    except ValueError:
        await session.rollback()
        print("cannot rename", number)
```

## Fix safety
There is no fix: which values the code needs from before the rollback is for its author to say.

## References
- SQLAlchemy documentation, "Rolling Back"
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.finding import Severity
from greenlint.rule import Context, Draft, rule
from greenlint.world.events import Event, Unready


@rule(Unready, code="ADB304", name="attribute-after-rollback", severity=Severity.ERROR)
def attribute_after_rollback(event: Event, context: Context) -> Iterator[Draft]:
    """An attribute is read after a rollback or an expiry."""
    assert isinstance(event, Unready)
    if event.why not in ("rollback", "expire") or event.use == "serialized":
        return
    related = context.unready_places(event)
    message = (
        f"`{context.attribute_name(event)}` is expired{' on some path' if event.some else ''}: {context.cause(event, related)}; reading it "
        f"{context.consequence(event)}; keep the value before, or refresh the instance"
    )
    yield context.draft(event.at, message, related=related)
