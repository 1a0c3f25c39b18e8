"""A connection of clickhouse_driver.dbapi. It connects with the first query; there are no transactions."""

from typing import Any, Self

from greenlint_markers import closes

from clickhouse_driver.dbapi.cursor import Cursor

class Connection:
    connection_kwargs: Any
    cursors: Any
    database: Any
    dsn: str
    host: Any
    is_closed: Any
    password: Any
    port: Any
    user: Any
    def __init__(
        self,
        dsn: Any = None,
        host: Any = None,
        user: str = "default",
        password: str = "",
        port: int = 9000,
        database: str = "",
        **kwargs: Any,
    ) -> None: ...
    def __enter__(self) -> Self: ...
    @closes
    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None: ...
    @closes
    def close(self) -> None: ...
    def commit(self) -> None: ...
    def rollback(self) -> None: ...
    def cursor(self, cursor_factory: Any = None) -> Cursor: ...

def __getattr__(name: str) -> Any: ...
