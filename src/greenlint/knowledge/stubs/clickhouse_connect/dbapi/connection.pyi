"""A connection of clickhouse_connect.dbapi; making one asks the server for its version."""

from typing import Any, Self

from greenlint_markers import blocks, closes, opens

from clickhouse_connect.dbapi.cursor import Cursor

class Connection:
    client: Any
    timezone: Any
    @opens
    @blocks("driver", use="clickhouse_connect.get_async_client")
    def __init__(
        self,
        dsn: str | None = None,
        username: str = "",
        password: str = "",
        host: str | None = None,
        database: str | None = None,
        *args: Any,
        **options: Any,
    ) -> None: ...
    @closes
    def close(self) -> None: ...
    def __enter__(self) -> Self: ...
    @closes
    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None: ...
    def commit(self) -> None: ...
    def rollback(self) -> None: ...
    @blocks("driver", use="clickhouse_connect.driver.AsyncClient.command")
    def command(self, cmd: str) -> Any: ...
    @blocks("driver", use="clickhouse_connect.driver.AsyncClient.query")
    def raw_query(self, query: str) -> Any: ...
    def cursor(self) -> Cursor: ...

def __getattr__(name: str) -> Any: ...
