"""Joined collections are consumed without `unique()`

## What it does
Finds results of queries that load a collection by a join (`joinedload`, `contains_eager`, `lazy="joined"` on the mapping, also below a many-to-one)
and that are consumed without `.unique()`. `first()`, `session.scalar()` and `session.get()` do not need it.

## Why is this bad?
A join repeats the row of an instance for each item of the collection. SQLAlchemy refuses to guess: `InvalidRequestError: The unique() method must be
invoked on this Result, as it contains results that include joined eager loads against collections`.

## Example
```py
from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, joinedload, mapped_column, relationship


class Base(DeclarativeBase): ...


class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    posts: Mapped[list["Post"]] = relationship()


class Post(Base):
    __tablename__ = "post"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))


async def users(session: AsyncSession) -> list[User]:
    result = await session.scalars(select(User).options(joinedload(User.posts)))
    return list(result.all())
```

## Use instead
```py
from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, joinedload, mapped_column, relationship


class Base(DeclarativeBase): ...


class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    posts: Mapped[list["Post"]] = relationship()


class Post(Base):
    __tablename__ = "post"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))


async def users(session: AsyncSession) -> list[User]:
    result = await session.scalars(select(User).options(joinedload(User.posts)))
    return list(result.unique().all())
```

## Fix safety
Safe: the call raises before the fix, and every instance is there once afterwards.

## References
- SQLAlchemy documentation, "Joined Eager Loading"
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.finding import Severity
from greenlint.rule import Context, Draft, Place, rule
from greenlint.world.events import Event, Unready


@rule(Unready, code="ADB307", name="missing-unique", severity=Severity.ERROR)
def missing_unique(event: Event, context: Context) -> Iterator[Draft]:
    """Rows with a joined collection are consumed as they are."""
    assert isinstance(event, Unready)
    if event.why != "unique":
        return
    related = ((Place(*event.cause), "the statement is made here"),) if event.cause is not None else ()
    message = f"rows repeat, for `{event.name}` is loaded by a join: consuming the result raises InvalidRequestError; call `.unique()` first"
    yield context.draft(event.at, message, related=related, plans=context.uniqueness(event))
