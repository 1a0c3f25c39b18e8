"""An attribute is read after a commit that expired it

## What it does
Finds reads of attributes of mapped instances after a commit of their session, where the session's factory (or the call that made it) is known and
expires its instances on commit. Attributes that were assigned or refreshed in between are not expired. The use of the instance's dictionary
(`vars()`, `__dict__`, `model_dump()` of a model of SQLModel) is one, too, where nothing was assigned or refreshed.

## Why is this bad?
A commit of such a session marks every attribute of its instances as expired, and the next read sends SQL. In asynchronous code that raises
`MissingGreenlet`, or `DetachedInstanceError` once the session is closed; a serialiser that reads the instance's dictionary finds nothing in it.

## Example
```py
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase): ...


class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


engine = create_async_engine("postgresql+asyncpg://localhost/shop")


async def rename(name: str) -> int:
    async with AsyncSession(engine, expire_on_commit=True) as session:
        user = (await session.scalars(select(User))).one()
        user.name = name
        await session.commit()
        return user.id
```

## Use instead
```py
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase): ...


class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


engine = create_async_engine("postgresql+asyncpg://localhost/shop")


async def rename(name: str) -> int:
    async with AsyncSession(engine, expire_on_commit=False) as session:
        user = (await session.scalars(select(User))).one()
        user.name = name
        await session.commit()
        return user.id
```

## Fix safety
Unsafe: `expire_on_commit=False` where the session or its factory is made, if that is in the same file. Reads after a commit then show what was loaded
before it, and not what other sessions have written since. Or `awaitable_attrs`, for classes with `AsyncAttrs`, which sends a query.

## References
- SQLAlchemy documentation, "Preventing Implicit IO when Using AsyncSession"
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.finding import Severity
from greenlint.rule import Context, Draft, rule
from greenlint.rule.loading import Related
from greenlint.world.events import Event, Unready


@rule(Unready, code="ADB303", name="expired-attribute", severity=Severity.ERROR)
def expired_attribute(event: Event, context: Context) -> Iterator[Draft]:
    """An attribute is read after a commit that expired it."""
    assert isinstance(event, Unready)
    if event.why != "commit" or event.use == "serialized":
        return
    related = context.unready_places(event)
    if event.use == "emptied":
        yield context.draft(event.at, _emptied(event, context, related), related=related, plans=context.cures(event))
        return
    message = (
        f"`{context.attribute_name(event)}` is expired{' on some path' if event.some else ''}: {context.cause(event, related)}; reading it "
        f"{context.consequence(event)}; set `expire_on_commit=False` where the session is made, read it before, or refresh the instance"
    )
    yield context.draft(event.at, message, related=related, plans=context.cures(event))


def _emptied(event: Unready, context: Context, related: Related) -> str:
    return (
        f"`{context.attribute_name(event)}` is expired{' on some path' if event.some else ''}: {context.cause(event, related)}; its `__dict__` "
        "holds none of its columns, and what is made of it is empty; set `expire_on_commit=False` where the session is made, or refresh the instance"
    )
