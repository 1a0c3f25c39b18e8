"""The functions that declare mapped attributes, and aliases of mapped classes.

`relationship` has the name of its marker, which is why the marker is written with its module here.
"""

from typing import Any, TypeVar

import greenlint_markers
from greenlint_markers import loader, maps_as

from .base import Mapped
from .dynamic import AppenderQuery
from .properties import MappedColumn
from .writeonly import WriteOnlyCollection

T = TypeVar("T")

@maps_as("column")
def mapped_column(
    __name_pos: Any = None,
    __type_pos: Any = None,
    *args: Any,
    default: Any = ...,
    nullable: Any = ...,
    primary_key: bool = False,
    deferred: Any = ...,
    deferred_group: str | None = None,
    deferred_raiseload: bool | None = None,
    name: str | None = None,
    type_: Any = None,
    onupdate: Any = None,
    insert_default: Any = ...,
    server_default: Any = None,
    server_onupdate: Any = None,
    **kw: Any,
) -> MappedColumn[Any]: ...
@greenlint_markers.relationship(dynamic=AppenderQuery, write_only=WriteOnlyCollection)
def relationship(
    argument: Any = None,
    secondary: Any = None,
    *,
    uselist: bool | None = None,
    collection_class: Any = None,
    back_populates: Any = None,
    backref: Any = None,
    cascade: str = ...,
    viewonly: bool = False,
    init: Any = ...,
    repr: Any = ...,
    default: Any = ...,
    default_factory: Any = ...,
    lazy: Any = "select",
    foreign_keys: Any = None,
    remote_side: Any = None,
    join_depth: int | None = None,
    innerjoin: Any = False,
    **kw: Any,
) -> Mapped[Any]: ...
@greenlint_markers.relationship(dynamic=AppenderQuery, write_only=WriteOnlyCollection)
@maps_as("dynamic")
def dynamic_loader(argument: Any = None, **kw: Any) -> Any: ...
@maps_as("backref")
def backref(name: str, **kwargs: Any) -> Any: ...
@maps_as("column_property")
def column_property(
    column: Any, *additional_columns: Any, group: str | None = None, deferred: bool = False, raiseload: bool = False, **kw: Any
) -> Mapped[Any]: ...
@maps_as("deferred")
def deferred(column: Any, *additional_columns: Any, group: str | None = None, raiseload: bool = False, **kw: Any) -> Mapped[Any]: ...
@maps_as("query_expression")
def query_expression(default_expr: Any = ..., **kw: Any) -> Mapped[Any]: ...
@maps_as("composite")
def composite(_class_or_attr: Any = None, *attrs: Any, **kw: Any) -> Mapped[Any]: ...
@maps_as("synonym")
def synonym(name: str, **kw: Any) -> Any: ...
def aliased(element: type[T], alias: Any = None, name: str | None = None, flat: bool = False, adapt_on_names: bool = False) -> type[T]: ...
def with_polymorphic(base: Any, classes: Any, **kw: Any) -> Any: ...
@loader("criteria")
def with_loader_criteria(
    entity_or_base: Any,
    where_criteria: Any,
    loader_only: bool = False,
    include_aliases: bool = False,
    propagate_to_loaders: bool = True,
    track_closure_variables: bool = True,
) -> Any: ...
def clear_mappers() -> None: ...
def join(left: Any, right: Any, onclause: Any = None, isouter: bool = False, full: bool = False) -> Any: ...
def outerjoin(left: Any, right: Any, onclause: Any = None, full: bool = False) -> Any: ...

def __getattr__(name: str) -> Any: ...
