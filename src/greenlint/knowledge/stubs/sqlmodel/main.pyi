"""SQLModel's models: mapped classes that are pydantic models; of their methods only the ones that give models."""

from typing import Any, ClassVar, Self

import greenlint_markers
from greenlint_markers import maps, maps_as, maps_classes
from pydantic import BaseModel
from sqlalchemy.sql.schema import MetaData

@maps_as("field")
def Field(default: Any = ..., **kwargs: Any) -> Any: ...
@greenlint_markers.relationship
def Relationship(
    *,
    back_populates: str | None = None,
    cascade_delete: bool | None = False,
    passive_deletes: Any = False,
    link_model: Any = None,
    sa_relationship: Any = None,
    sa_relationship_args: Any = None,
    sa_relationship_kwargs: Any = None,
) -> Any: ...

@maps
@maps_classes("tables")
class SQLModel(BaseModel):
    metadata: ClassVar[MetaData]
    __tablename__: ClassVar[Any]
    def __init__(self, **data: Any) -> None: ...
    @classmethod
    def model_validate(cls, obj: Any, *, strict: Any = None, from_attributes: Any = None, context: Any = None, update: Any = None) -> Self: ...
    def sqlmodel_update(self, obj: Any, *, update: Any = None) -> Self: ...

def __getattr__(name: str) -> Any: ...
