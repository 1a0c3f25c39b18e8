"""Annotations of mapped attributes: what an instance and what the class gives for one."""

from typing import Any, Generic, TypeVar, overload

from greenlint_markers import maps, maps_as

from ..sql.elements import SQLColumnExpression
from .attributes import InstrumentedAttribute
from .dynamic import AppenderQuery
from .writeonly import WriteOnlyCollection

T = TypeVar("T")

class SQLORMExpression(SQLColumnExpression[T]): ...

@maps
@maps_as("mapped")
class Mapped(SQLORMExpression[T]):
    @overload
    def __get__(self, instance: None, owner: Any) -> InstrumentedAttribute[T]: ...
    @overload
    def __get__(self, instance: object, owner: Any) -> T: ...
    def __set__(self, instance: Any, value: Any) -> None: ...
    def __delete__(self, instance: Any) -> None: ...

@maps
@maps_as("dynamic")
class DynamicMapped(Generic[T]):
    @overload
    def __get__(self, instance: None, owner: Any) -> InstrumentedAttribute[T]: ...
    @overload
    def __get__(self, instance: object, owner: Any) -> AppenderQuery[T]: ...
    def __set__(self, instance: Any, value: Any) -> None: ...

@maps
@maps_as("write_only")
class WriteOnlyMapped(Generic[T]):
    @overload
    def __get__(self, instance: None, owner: Any) -> InstrumentedAttribute[T]: ...
    @overload
    def __get__(self, instance: object, owner: Any) -> WriteOnlyCollection[T]: ...
    def __set__(self, instance: Any, value: Any) -> None: ...

def __getattr__(name: str) -> Any: ...
