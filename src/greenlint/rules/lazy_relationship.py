"""An unloaded relationship is read in asynchronous code

## What it does
Finds reads of relationships that are certainly not loaded: of instances that a query of an asynchronous session gave without a loader option, of
nested ones that the option's chain does not reach, of new instances after a flush if the relationship was never assigned, after a `refresh()` that
does not name it, of self-references whose eager loading ends, and of columns that only a subclass has. A collection that is assigned or changed
before it was loaded counts as read. Reads in functions that are handed the instance are followed, and so are repositories and dependencies that
fetch it. Queries on the synchronous side of an asynchronous session, connection or engine (`sync_session`, `Session(engine.sync_engine)`, an
inspector out of `run_sync()`) count, too, where a coroutine runs them itself.

## Why is this bad?
The read wants to send SQL at once. An asynchronous session cannot do that outside of its own calls, so it raises `MissingGreenlet:
greenlet_spawn has not been called; can't call await_only() here` (2.1: `await_()`, with some drivers inside a `StatementError`), or
`DetachedInstanceError` once the session is closed. Relationships with `lazy="raise"` raise `InvalidRequestError`.

## Example
```py
from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


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


async def titles(session: AsyncSession) -> list[int]:
    user = (await session.scalars(select(User))).one()
    return [post.id for post in user.posts]
```

## Use instead
```py
from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload


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


async def titles(session: AsyncSession) -> list[int]:
    user = (await session.scalars(select(User).options(selectinload(User.posts)))).one()
    return [post.id for post in user.posts]
```

## Fix safety
Safe for a collection of a new instance: it is made with an empty one. All else is unsafe. A loader option at the query sends one more query; it is
added in the file of the read only, to `get()` only where that is the first use of a new session (an instance that the session holds already ignores
options), and where an option forbids the loading it is replaced. `refresh(..., attribute_names=[...])` loads what it names and nothing else, so the
columns that the refresh was to load are named, too. `awaitable_attrs` (for classes with `AsyncAttrs`) sends a query for each instance.

## References
- SQLAlchemy documentation, "Preventing Implicit IO when Using AsyncSession", "Relationship Loading Techniques"; error code xd2s
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.finding import Severity
from greenlint.rule import Context, Draft, rule
from greenlint.world.events import Event, Unready

_RELATION = frozenset({"lazy", "raise", "new", "refresh", "shallow", "subclass"})
_WHY = {
    "lazy": "the query did not load it",
    "raise": 'the query did not load it, and its mapping (or an option) forbids to load it later',
    "shallow": "eager loading of a self-reference ends here",
    "subclass": "a query for the base class does not load the columns of a subclass",
}


@rule(Unready, code="ADB301", name="lazy-relationship", severity=Severity.ERROR)
def lazy_relationship(event: Event, context: Context) -> Iterator[Draft]:
    """A relationship is read, or a collection changed, that is not loaded."""
    assert isinstance(event, Unready)
    if event.why == "side":
        message = (
            f"`{context.name(event.owner)}` reaches the database through an asynchronous driver here, outside of a greenlet: it raises "
            "MissingGreenlet; use the asynchronous object, or move the call into a function for `run_sync()`"
        )
        yield context.draft(event.at, message)
        return
    if event.why not in _RELATION or event.use == "serialized":
        return
    name = context.attribute_name(event)
    related = context.unready_places(event)
    why = _WHY.get(event.why) or context.cause(event, related)
    raises = "raises InvalidRequestError" if event.why == "raise" else context.consequence(event)
    path = " on some path" if event.some else ""
    verb = "changing" if event.use == "assigned" else "reading"
    message = f"`{name}` of the instance{context.origin(event, related)} is not loaded{path}: {why}; {verb} it {raises}; {_cure(event, name)}"
    yield context.draft(event.at, message, related=related, plans=context.cures(event))


def _cure(event: Unready, name: str) -> str:
    if event.why == "new":
        return f"assign `{event.name}` when the instance is made, or refresh it by name"
    if event.why == "refresh":
        return f'name it: `refresh(..., attribute_names=["{event.name}"])`, or leave the refresh out'
    if event.why == "subclass":
        return "load it with `selectin_polymorphic`, or select the subclass"
    if event.why == "shallow":
        return f"set `join_depth`, or load it with `selectinload({name}, recursion_depth=...)`"
    return f"load it with `selectinload({name})`"
