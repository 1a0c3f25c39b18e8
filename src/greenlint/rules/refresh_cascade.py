"""A refresh that expires what a relationship leads to

## What it does
Finds relationships with `cascade="all"` (or `"refresh-expire"`) that are not loaded eagerly, of classes whose instances the project refreshes as a
whole through an asynchronous session. The rule is off unless it is selected.

## Why is this bad?
`refresh()` first expires the instance, and by this cascade all that its relationship holds. Then it loads the attributes of the one instance. Whoever
still holds one of the others and reads an attribute gets `MissingGreenlet: greenlet_spawn has not been called`.

## Example
```py
from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase): ...


class Order(Base):
    __tablename__ = "order"
    id: Mapped[int] = mapped_column(primary_key=True)
    lines: Mapped[list["Line"]] = relationship(cascade="all, delete-orphan")


class Line(Base):
    __tablename__ = "line"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("order.id"))


async def place(session: AsyncSession, line: Line) -> int:
    order = Order(lines=[line])
    session.add(order)
    await session.flush()
    await session.refresh(order)
    return line.id
```

## Use instead
```py
from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase): ...


class Order(Base):
    __tablename__ = "order"
    id: Mapped[int] = mapped_column(primary_key=True)
    lines: Mapped[list["Line"]] = relationship(cascade="save-update, merge, delete, delete-orphan")


class Line(Base):
    __tablename__ = "line"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("order.id"))


async def place(session: AsyncSession, line: Line) -> int:
    order = Order(lines=[line])
    session.add(order)
    await session.flush()
    await session.refresh(order)
    return line.id
```

## Fix safety
Unsafe: `expunge` and `refresh` no longer cascade along the relationship.

## References
- SQLAlchemy documentation, "Preventing Implicit IO when Using AsyncSession", and "refresh-expire" among the cascades
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.edit import Safety
from greenlint.base.finding import Severity
from greenlint.rule import Context, Draft, Plan, rule
from greenlint.world.events import ClassDefined, Event

_LAZY = frozenset({"select", "raise", "raise_on_sql"})
_ALL, _REFRESH = "all", "refresh-expire"
_OTHERS = ("save-update", "merge", "delete")


@rule(ClassDefined, code="ADB311", name="refresh-cascade", severity=Severity.WARNING, default=False)
def refresh_cascade(event: Event, context: Context) -> Iterator[Draft]:
    """A class is mapped that is refreshed, and that expires what belongs to it then."""
    assert isinstance(event, ClassDefined)
    for mapping, attribute in context.declared(event.defined):
        cascades = [word.strip() for word in (attribute.cascade or "").split(",")]
        if attribute.lazy not in _LAZY or not {_ALL, _REFRESH}.intersection(cascades):
            continue
        refresh = context.refreshed(mapping)
        if refresh is None:
            continue
        words = [word for each in cascades for word in (_OTHERS if each == _ALL else (each,)) if word != _REFRESH]
        instead = f'"{", ".join(dict.fromkeys(words))}"'
        message = f"`refresh()` expires what `{attribute.name}` holds, too: reading that raises MissingGreenlet; set `cascade={instead}`"
        option = context.option(attribute.at, "cascade")
        plans = (_plan(option, instead),) if option is not None else ()
        yield context.draft(attribute.at if option is None else option, message, related=((refresh, "refreshed here"),), plans=plans)


def _plan(option: int, instead: str) -> Plan:
    return Plan(f"Set `cascade={instead}`", Safety.UNSAFE, lambda editor: editor.replace(option, instead))
