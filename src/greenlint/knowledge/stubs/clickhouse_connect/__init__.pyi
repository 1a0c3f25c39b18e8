"""clickhouse_connect: ClickHouse over HTTP, synchronous and asynchronous."""

from typing import Any

from greenlint_markers import awaits_db, blocks, opens

from clickhouse_connect.driver.asyncclient import AsyncClient
from clickhouse_connect.driver.client import Client

@opens
@blocks("driver", use="clickhouse_connect.get_async_client")
def get_client(
    *, host: str | None = None, username: str | None = None, password: str = "", database: str | None = None, **kwargs: Any
) -> Client: ...
@opens
@awaits_db
async def get_async_client(
    *, host: str | None = None, username: str | None = None, password: str = "", database: str | None = None, **kwargs: Any
) -> AsyncClient: ...
@opens
@blocks("driver", use="clickhouse_connect.get_async_client")
def create_client(
    *, host: str | None = None, username: str | None = None, password: str = "", database: str | None = None, **kwargs: Any
) -> Client: ...
@opens
@awaits_db
async def create_async_client(
    *, host: str | None = None, username: str | None = None, password: str = "", database: str | None = None, **kwargs: Any
) -> AsyncClient: ...
def __getattr__(name: str) -> Any: ...
