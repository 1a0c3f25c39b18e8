"""A representation or a property that loads a relationship

## What it does
Finds `__repr__`, `__str__` and `__format__` methods, properties and association proxies of mapped classes that read a lazy relationship of their
instance, and mapped data classes whose generated `__repr__` shows one. Methods that look whether it is loaded, or that reckon with an exception,
are silent. The rule is off unless it is selected.

## Why is this bad?
Nobody sees the load where it happens: a log line, a debugger or an error report asks for the text of an instance, and in asynchronous code gets
`MissingGreenlet: greenlet_spawn has not been called`, or `DetachedInstanceError` once the session is closed. In the middle of an error report it
hides the error.

## Example
```py
from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column, relationship


class Base(MappedAsDataclass, DeclarativeBase): ...


class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(default_factory=list)


class Post(Base):
    __tablename__ = "post"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))


async def show(session: AsyncSession) -> None:
    print(await session.get(User, 1))
```

## Use instead
```py
from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column, relationship


class Base(MappedAsDataclass, DeclarativeBase): ...


class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(default_factory=list, repr=False)


class Post(Base):
    __tablename__ = "post"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))


async def show(session: AsyncSession) -> None:
    print(await session.get(User, 1))
```

## Fix safety
Safe for data classes: `repr=False` leaves the relationship out of the text. Others have no fix.

## References
- SQLAlchemy documentation, "Declarative Dataclass Mapping", and "Preventing Implicit IO when Using AsyncSession"
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.edit import Safety
from greenlint.base.finding import Severity
from greenlint.fix.editor import Editor
from greenlint.rule import Context, Draft, Place, Plan, rule
from greenlint.world.events import ClassDefined, Event, Loaded
from greenlint.world.orm.mapping import Attribute, Mapping

_LAZY = frozenset({"select", "raise", "raise_on_sql"})
_TEXTS = frozenset({"__repr__", "__str__", "__format__"})
_LOOKS = frozenset({"__dict__", "unloaded", "awaitable_attrs"})
_RAISES = "reading it where it is not loaded raises MissingGreenlet"


@rule(ClassDefined, Loaded, code="ADB309", name="loading-repr", severity=Severity.WARNING, default=False)
def loading_repr(event: Event, context: Context) -> Iterator[Draft]:
    """A class is mapped whose generated text or proxies load, or a method of one loads."""
    if isinstance(event, ClassDefined):
        if context.maps_asynchronously():
            for mapping, attribute in context.declared(event.defined):
                yield from _declared(attribute, mapping, context)
        return
    assert isinstance(event, Loaded)
    own = context.receiver_mapping()
    read = own.attributes.get(event.name) if own is not None else None
    if own is None or read is None or not _is_lazy(read) or context.mapping(event.value) != own:
        return
    is_text = context.method in _TEXTS
    if not (is_text or context.is_property) or not context.maps_asynchronously() or _reckons(event, context):
        return
    others = [other for other in context.events_of(Loaded) if isinstance(other, Loaded) and other.name == event.name and other.at < event.at]
    if any(context.mapping(other.value) == own for other in others):
        return
    what = "The text of an instance" if is_text else f"The property `{context.method}`"
    message = f"{what} reads the relationship `{event.name}`: {_RAISES}"
    yield context.draft(event.at, message, severity=None if is_text else Severity.INFO, related=_definition(read, context))


def _declared(attribute: Attribute, mapping: Mapping, context: Context) -> Iterator[Draft]:
    """What the declaration of an attribute makes load."""
    if attribute.kind == "proxy":
        led = mapping.attributes.get(attribute.proxied[0])
        if led is not None and _is_lazy(led):
            message = f"the association proxy `{attribute.name}` reads the relationship `{led.name}`: {_RAISES}"
            yield context.draft(attribute.at, message, severity=Severity.INFO, related=_definition(led, context))
    elif mapping.dataclass and attribute.repr and _is_lazy(attribute):

        def edit(editor: Editor) -> bool:
            return editor.set_keyword(attribute.at, "repr", "False")

        message = f"the generated `__repr__` shows the relationship `{attribute.name}`: {_RAISES}; set `repr=False`"
        yield context.draft(attribute.at, message, plans=(Plan("Set `repr=False`", Safety.SAFE, edit),))


def _is_lazy(attribute: Attribute) -> bool:
    return attribute.kind == "relationship" and attribute.lazy in _LAZY


def _reckons(event: Loaded, context: Context) -> bool:
    """Whether the method looks first, or handles what a load raises."""
    return context.is_tried(event.at) or context.reads_any(_LOOKS)


def _definition(attribute: Attribute, context: Context) -> tuple[tuple[Place, str], ...]:
    place = context.place(attribute.owner, attribute.at) if attribute.at >= 0 else None
    return ((place, f"`{attribute.name}` is declared here"),) if place is not None else ()
