"""An eager relationship of a class to itself, without a depth

## What it does
Finds relationships from a mapped class to itself that are said to be loaded eagerly (`lazy="selectin"`, `"joined"` or `"subquery"`) without a
`join_depth`, in projects that use their mapped classes asynchronously.

## Why is this bad?
An eager loader stops where it meets its own class again, and that is at once: the query loads nothing for such a relationship. It is lazy after all,
and reading it raises `MissingGreenlet: greenlet_spawn has not been called`.

## Example
```py
from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase): ...


class Node(Base):
    __tablename__ = "node"
    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("node.id"))
    children: Mapped[list["Node"]] = relationship(lazy="selectin")


async def names(session: AsyncSession) -> list[int]:
    node = await session.get_one(Node, 1)
    return [child.id for child in node.children]
```

## Use instead
```py
from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase): ...


class Node(Base):
    __tablename__ = "node"
    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("node.id"))
    children: Mapped[list["Node"]] = relationship(lazy="selectin", join_depth=1)


async def names(session: AsyncSession) -> list[int]:
    node = await session.get_one(Node, 1)
    return [child.id for child in node.children]
```

Where a query needs the whole tree, it can ask for it: `selectinload(Node.children, recursion_depth=-1)`.

## Fix safety
Safe: `join_depth=1` makes the loader load the next level, as it was told to. Unsafe for collections that are joined, whose results are to be made
`unique()`.

## References
- SQLAlchemy documentation, "Configuring Self-Referential Eager Loading"
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.edit import Safety
from greenlint.base.finding import Severity
from greenlint.fix.editor import Editor
from greenlint.rule import Context, Draft, Plan, rule
from greenlint.world.events import ClassDefined, Event
from greenlint.world.orm.mapping import Attribute

_SHALLOW = frozenset({"selectin", "joined", "subquery"})
_DEPTH = "join_depth"


@rule(ClassDefined, code="ADB310", name="shallow-self-reference", severity=Severity.WARNING)
def shallow_self_reference(event: Event, context: Context) -> Iterator[Draft]:
    """A class is mapped whose eager relationship to itself loads nothing."""
    assert isinstance(event, ClassDefined)
    if not context.maps_asynchronously():
        return
    for mapping, attribute in context.declared(event.defined):
        if attribute.target == mapping.id and _is_shallow(attribute):
            message = (
                f'`lazy="{attribute.lazy}"` loads nothing here without `{_DEPTH}`: `{attribute.name}` leads to its own class; '
                f"reading it raises MissingGreenlet"
            )
            yield context.draft(attribute.at, message, plans=_plans(attribute, context))


def _is_shallow(attribute: Attribute) -> bool:
    return attribute.kind == "relationship" and attribute.lazy in _SHALLOW and not attribute.join_depth


def _plans(attribute: Attribute, context: Context) -> tuple[Plan, ...]:
    lazy = context.option(attribute.at, "lazy")
    if lazy is None or context.option(attribute.at, _DEPTH) is not None:
        return ()
    is_keyword = context.has_keyword(attribute.at, "lazy")

    def edit(editor: Editor) -> bool:
        return editor.set_keyword(attribute.at, _DEPTH, "1") if is_keyword else editor.wrap(lazy, "", f', "{_DEPTH}": 1')

    joins = attribute.lazy == "joined" and attribute.collection is not False
    return (Plan(f"Set `{_DEPTH}`", Safety.UNSAFE if joins else Safety.SAFE, edit),)
