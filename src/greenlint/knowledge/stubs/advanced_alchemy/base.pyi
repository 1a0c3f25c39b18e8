"""Base classes of mapped classes: with a key of some kind, some with the times of creation and change. A class has a table name of its own."""

from datetime import datetime
from typing import Any
from uuid import UUID

from greenlint_markers import maps, maps_classes, names_tables
from sqlalchemy.ext.asyncio import AsyncAttrs
from sqlalchemy.orm import DeclarativeBase, Mapped

class BasicAttributes:
    def to_dict(self, exclude: Any = None) -> dict[str, Any]: ...

@names_tables("snake")
class CommonTableAttributes(BasicAttributes): ...

@maps
@maps_classes("bases")
class AdvancedDeclarativeBase(DeclarativeBase): ...

@maps
@maps_classes("all")
class DefaultBase(CommonTableAttributes, AdvancedDeclarativeBase, AsyncAttrs): ...

@maps
@maps_classes("all")
class UUIDBase(CommonTableAttributes, AdvancedDeclarativeBase, AsyncAttrs):
    id: Mapped[UUID]

@maps
@maps_classes("all")
class UUIDAuditBase(CommonTableAttributes, AdvancedDeclarativeBase, AsyncAttrs):
    id: Mapped[UUID]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

@maps
@maps_classes("all")
class UUIDv6Base(CommonTableAttributes, AdvancedDeclarativeBase, AsyncAttrs):
    id: Mapped[UUID]

@maps
@maps_classes("all")
class UUIDv6AuditBase(CommonTableAttributes, AdvancedDeclarativeBase, AsyncAttrs):
    id: Mapped[UUID]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

@maps
@maps_classes("all")
class UUIDv7Base(CommonTableAttributes, AdvancedDeclarativeBase, AsyncAttrs):
    id: Mapped[UUID]

@maps
@maps_classes("all")
class UUIDv7AuditBase(CommonTableAttributes, AdvancedDeclarativeBase, AsyncAttrs):
    id: Mapped[UUID]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

@maps
@maps_classes("all")
class NanoIDBase(CommonTableAttributes, AdvancedDeclarativeBase, AsyncAttrs):
    id: Mapped[str]

@maps
@maps_classes("all")
class NanoIDAuditBase(CommonTableAttributes, AdvancedDeclarativeBase, AsyncAttrs):
    id: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

@maps
@maps_classes("all")
class BigIntBase(CommonTableAttributes, AdvancedDeclarativeBase, AsyncAttrs):
    id: Mapped[int]

@maps
@maps_classes("all")
class BigIntAuditBase(CommonTableAttributes, AdvancedDeclarativeBase, AsyncAttrs):
    id: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

def __getattr__(name: str) -> Any: ...
