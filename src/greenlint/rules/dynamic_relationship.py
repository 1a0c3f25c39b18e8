"""A collection that is queried on each use is used in asynchronous code

## What it does
Finds queries of dynamic collections (`DynamicMapped`, `lazy="dynamic"`) of instances of an asynchronous session: iteration, `all()`, `first()`,
`count()`, an index, also behind `filter()`, `order_by()` and the like; and write-only collections (`WriteOnlyMapped`, `lazy="write_only"`) that are
iterated. `append()`, `add()`, `remove()`, `.statement` and `select()` run no query, and a new instance that is in no session has nothing to query.

## Why is this bad?
A dynamic collection is a legacy `Query`, which sends SQL where it is used. An asynchronous session cannot do that outside of its own calls, so
it raises `MissingGreenlet`. A write-only collection raises `TypeError: WriteOnly collections don't support iteration in-place`.

## Example
```py
from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, DynamicMapped, Mapped, mapped_column, relationship


class Base(DeclarativeBase): ...


class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    notes: DynamicMapped["Note"] = relationship()


class Note(Base):
    __tablename__ = "note"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))


async def notes(session: AsyncSession, user_id: int) -> list[Note]:
    user = await session.get_one(User, user_id)
    return user.notes.all()
```

## Use instead
```py
from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, DynamicMapped, Mapped, mapped_column, relationship


class Base(DeclarativeBase): ...


class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    notes: DynamicMapped["Note"] = relationship()


class Note(Base):
    __tablename__ = "note"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))


async def notes(session: AsyncSession, user_id: int) -> list[Note]:
    user = await session.get_one(User, user_id)
    return (await session.scalars(user.notes.statement)).all()
```

Or a write-only collection (`WriteOnlyMapped`) and its `select()`.

## Fix safety
Safe: for `all()` and iterations, where the session that the instance belongs to has a name, the session executes the same statement. There is no
fix for queries with options, nor where a join of the mapping makes rows repeat.

## References
- SQLAlchemy documentation, "Preventing Implicit IO when Using AsyncSession", "Write Only Relationships", "Dynamic Relationship Loaders"
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.edit import Safety
from greenlint.base.finding import Severity
from greenlint.rule import Context, Draft, Plan, rule
from greenlint.world.events import Event, Unready

_PLAIN = frozenset({"filter", "filter_by", "where", "order_by", "limit", "offset"})


@rule(Unready, code="ADB308", name="dynamic-relationship", severity=Severity.ERROR)
def dynamic_relationship(event: Event, context: Context) -> Iterator[Draft]:
    """A dynamic collection is queried, or a write-only one iterated."""
    assert isinstance(event, Unready)
    if event.why not in ("dynamic", "write_only"):
        return
    name = context.attribute_name(event)
    related = context.unready_places(event)
    origin = context.origin(event, related)
    if event.why == "write_only":
        message = (
            f"`{name}` of the instance{origin} is a write-only collection: iterating it raises TypeError; let the session execute its `select()`"
        )
        yield context.draft(event.at, message, related=related)
        return
    message = (
        f"`{name}` of the instance{origin} is a dynamic collection: querying it here raises MissingGreenlet; "
        f"let the session execute its `statement`: `await {event.session or 'session'}.scalars(...)`"
    )
    yield context.draft(event.at, message, related=related, plans=_plans(event, context))


def _plans(event: Unready, context: Context) -> tuple[Plan, ...]:
    query = context.query_at(event, _PLAIN)
    if event.lent or not event.session or query is None or context.repeats(event):
        return ()
    at, method = query
    before, after = f"await {event.session}.scalars(", ".statement)"
    title = "Let the session execute the statement"
    if not method:
        return (Plan(title, Safety.SAFE, lambda editor: editor.wrap(at, before, after)),)
    if method != "all":
        return ()
    return (Plan(title, Safety.SAFE, lambda editor: editor.replace_call(event.at, at, f"({before}", f"{after}).all()")),)
