"""A serialiser reads what is not loaded

## What it does
Finds serialisers that read, of instances of an asynchronous session, what is certainly not loaded: what an endpoint returns and its framework
validates by the response model (or by the return annotation), validation in the code (`model_validate`, `TypeAdapter`, `from_orm`), and encoders that
read all fields of mapped data classes. Relationships that the query did not load, at any level, columns that a commit expired, and values that only
the server knows are reported, one for each place. Object types of a GraphQL schema read each field when a query asks for it, and its resolver may
read more: each field is reported that cannot be had on any path. Data transfer objects of mapped classes read columns, and relationships as deep as
they are told. An endpoint without a response model (or `jsonable_encoder`) takes what the instance's dictionary holds, and so does one whose response
model is the instance's own class: reported where a commit has emptied that.

## Why is this bad?
The serialiser's read wants to send SQL, which raises `MissingGreenlet` (`DetachedInstanceError` once the session is closed); the client sees a server
error: `ResponseValidationError` or `ValidationError` with `get_attribute_error`. A default of the schema's field does not help, nor does leaving the
field out of the response. An emptied instance raises nothing: the answer is `{}`.

## Example
```py
from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase): ...


class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship()


class Post(Base):
    __tablename__ = "post"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))


class PostOut(BaseModel):
    id: int


class UserOut(BaseModel):
    id: int
    posts: list[PostOut]


app = FastAPI()
sessions = async_sessionmaker(create_async_engine("postgresql+asyncpg://localhost/shop"), expire_on_commit=False)


@app.get("/users", response_model=list[UserOut])
async def users():
    async with sessions() as session:
        return (await session.scalars(select(User))).all()
```

## Use instead
```py
from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload


class Base(DeclarativeBase): ...


class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship()


class Post(Base):
    __tablename__ = "post"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))


class PostOut(BaseModel):
    id: int


class UserOut(BaseModel):
    id: int
    posts: list[PostOut]


app = FastAPI()
sessions = async_sessionmaker(create_async_engine("postgresql+asyncpg://localhost/shop"), expire_on_commit=False)


@app.get("/users", response_model=list[UserOut])
async def users():
    async with sessions() as session:
        return (await session.scalars(select(User).options(selectinload(User.posts)))).all()
```

## Fix safety
Unsafe, as for ADB301: a loader option at the query sends one more query. It is added in the file of the finding only. There is no fix that leaves a
field out, for that changes the answer.

## References
- SQLAlchemy documentation, "Preventing Implicit IO when Using AsyncSession"; FastAPI documentation, "Response Model - Return Type"; Pydantic
  documentation, "Arbitrary class instances"; Strawberry documentation, "Resolvers"; Litestar documentation, "DTOs"
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.finding import Severity
from greenlint.rule import Context, Draft, rule
from greenlint.world.events import Event, Unready
from greenlint.world.orm.state import EXPIRED

_WHY = {
    "lazy": "the query did not load it",
    "raise": "the query did not load it, and its mapping (or an option) forbids to load it later",
    "shallow": "eager loading of a self-reference ends here",
    "subclass": "a query for the base class does not load the columns of a subclass",
    "deferred": "it is deferred",
    "only": "the query leaves it out",
    "expression": "its SQL expression is computed by a query only",
}


@rule(Unready, code="ADB302", name="lazy-serialization", severity=Severity.ERROR)
def lazy_serialization(event: Event, context: Context) -> Iterator[Draft]:
    """A serialiser reads an attribute that is not loaded, or finds an instance empty."""
    assert isinstance(event, Unready)
    if event.use != "serialized":
        return
    related = context.unready_places(event)
    name = context.attribute_name(event)
    why = _WHY.get(event.why) or context.cause(event, related)
    path = " on some path" if event.some else ""
    state = "expired" if event.why in EXPIRED else "not loaded"
    origin = context.origin(event, related) if event.name else ""
    subject = f"`{name}` of the instance{origin} is {state}{path}: {why}" if event.name else f"the `{name}` is expired{path}: {why}"
    yield context.draft(event.at, f"{subject}; {_result(event, context)}; {_cure(event, name)}", related=related, plans=context.cures(event))


def _result(event: Unready, context: Context) -> str:
    if not event.name:
        return "serialised it is empty"
    reader = context.schema_name(event)
    raises = "raises InvalidRequestError" if event.why == "raise" else context.consequence(event)
    asked = " for a query that asks for the field" if event.by is not None and event.by.asked else ""
    return f"`{reader}` reads it{asked}, which {raises}" if reader else f"serialising it {raises}"


def _cure(event: Unready, name: str) -> str:
    if event.why in EXPIRED:
        return "refresh the instance" if event.why != "commit" else "refresh the instance, or set `expire_on_commit=False` where the session is made"
    if event.why in ("new", "refresh", "expression"):
        return f'refresh it by name: `refresh(..., attribute_names=["{event.name}"])`'
    if event.why in ("deferred", "only"):
        return f"load it with `undefer({name})`"
    if event.why == "subclass":
        return "load it with `selectin_polymorphic`, or select the subclass"
    return f"load it with `selectinload({name})`"
