"""Queries that become data frames.

Which driver or engine waits for the database is up to the connection that is passed. Deliberately absent: a mark for an asynchronous engine,
with which pandas fails before it asks for anything; chunks, which are read as they are iterated.
"""

from typing import Any, overload

from greenlint_markers import blocks
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from ..core.frame import DataFrame

@overload
@blocks("session", use="AsyncConnection.run_sync")
def read_sql(
    sql: Any, con: Engine | Connection | str, index_col: Any = None, coerce_float: bool = True, *args: Any, **kwargs: Any
) -> DataFrame: ...
@overload
def read_sql(
    sql: Any, con: AsyncEngine | AsyncConnection | AsyncSession, index_col: Any = None, coerce_float: bool = True, *args: Any, **kwargs: Any
) -> DataFrame: ...
@overload
@blocks("driver")
def read_sql(sql: Any, con: Any, index_col: Any = None, coerce_float: bool = True, *args: Any, **kwargs: Any) -> DataFrame: ...
@overload
@blocks("session", use="AsyncConnection.run_sync")
def read_sql_query(
    sql: Any, con: Engine | Connection | str, index_col: Any = None, coerce_float: bool = True, *args: Any, **kwargs: Any
) -> DataFrame: ...
@overload
def read_sql_query(
    sql: Any, con: AsyncEngine | AsyncConnection | AsyncSession, index_col: Any = None, coerce_float: bool = True, *args: Any, **kwargs: Any
) -> DataFrame: ...
@overload
@blocks("driver")
def read_sql_query(sql: Any, con: Any, index_col: Any = None, coerce_float: bool = True, *args: Any, **kwargs: Any) -> DataFrame: ...
@overload
@blocks("session", use="AsyncConnection.run_sync")
def read_sql_table(table_name: str, con: Engine | Connection | str, schema: str | None = None, *args: Any, **kwargs: Any) -> DataFrame: ...
@overload
def read_sql_table(
    table_name: str, con: AsyncEngine | AsyncConnection | AsyncSession, schema: str | None = None, *args: Any, **kwargs: Any
) -> DataFrame: ...
def __getattr__(name: str) -> Any: ...
