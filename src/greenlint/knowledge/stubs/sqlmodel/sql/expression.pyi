"""SQLModel's `select`: of one entity or column a SelectOfScalar, of several a Select. None does IO."""

from typing import Any, TypeVar, overload

from greenlint_markers import lazy_query
from sqlalchemy.sql.elements import SQLCoreOperations

from ._expression_select_cls import Select as Select
from ._expression_select_cls import SelectOfScalar as SelectOfScalar

T0 = TypeVar("T0")
T1 = TypeVar("T1")
T2 = TypeVar("T2")
T3 = TypeVar("T3")

@overload
@lazy_query
def select(__ent0: type[T0] | SQLCoreOperations[T0]) -> SelectOfScalar[T0]: ...
@overload
@lazy_query
def select(__ent0: Any) -> SelectOfScalar[Any]: ...
@overload
@lazy_query
def select(
    __ent0: type[T0] | SQLCoreOperations[T0],
    __ent1: type[T1] | SQLCoreOperations[T1],
) -> Select[tuple[T0, T1]]: ...
@overload
@lazy_query
def select(
    __ent0: type[T0] | SQLCoreOperations[T0],
    __ent1: type[T1] | SQLCoreOperations[T1],
    __ent2: type[T2] | SQLCoreOperations[T2],
) -> Select[tuple[T0, T1, T2]]: ...
@overload
@lazy_query
def select(
    __ent0: type[T0] | SQLCoreOperations[T0],
    __ent1: type[T1] | SQLCoreOperations[T1],
    __ent2: type[T2] | SQLCoreOperations[T2],
    __ent3: type[T3] | SQLCoreOperations[T3],
) -> Select[tuple[T0, T1, T2, T3]]: ...
@overload
@lazy_query
def select(*entities: Any) -> Select[Any]: ...
def col(column_expression: Any) -> Any: ...

def __getattr__(name: str) -> Any: ...
