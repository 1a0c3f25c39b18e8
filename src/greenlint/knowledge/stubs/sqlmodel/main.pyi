"""SQLModel's models: pydantic models, which are mapped classes where they say `table=True`; of their methods only the ones that give models.

What `update=` holds is not read from the object.
"""

from typing import Any, ClassVar, Self, overload

import greenlint_markers
from greenlint_markers import maps, maps_as, maps_classes, names_tables, schema_field, validates
from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import AppenderQuery, WriteOnlyCollection
from sqlalchemy.sql.schema import MetaData

@maps_as("field")
@schema_field
def Field(default: Any = ..., *, alias: str | None = None, validation_alias: str | None = None, **kwargs: Any) -> Any: ...
@greenlint_markers.relationship(dynamic=AppenderQuery, write_only=WriteOnlyCollection)
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
@names_tables("lower")
class SQLModel(BaseModel):
    metadata: ClassVar[MetaData]
    __tablename__: ClassVar[Any]
    model_config = ConfigDict(from_attributes=True)
    @validates("data")
    def __init__(self, **data: Any) -> None: ...
    @overload
    @classmethod
    @validates("obj")
    def model_validate(
        cls, obj: Any, *, strict: Any = None, from_attributes: bool | None = None, context: Any = None, update: None = None
    ) -> Self: ...
    @overload
    @classmethod
    def model_validate(cls, obj: Any, *, strict: Any = None, from_attributes: Any = None, context: Any = None, update: Any) -> Self: ...
    @overload
    @classmethod
    @validates("obj")
    def from_orm(cls, obj: Any, update: None = None) -> Self: ...
    @overload
    @classmethod
    def from_orm(cls, obj: Any, update: Any) -> Self: ...
    @overload
    @classmethod
    @validates("obj")
    def parse_obj(cls, obj: Any, update: None = None) -> Self: ...
    @overload
    @classmethod
    def parse_obj(cls, obj: Any, update: Any) -> Self: ...
    def sqlmodel_update(self, obj: Any, *, update: Any = None) -> Self: ...

def __getattr__(name: str) -> Any: ...
