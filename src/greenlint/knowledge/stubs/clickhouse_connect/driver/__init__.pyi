"""The clients of clickhouse_connect. Making one asks the server for its version and settings."""

from typing import Any

from greenlint_markers import awaits_db, blocks, opens

from clickhouse_connect.driver.asyncclient import AsyncClient as AsyncClient
from clickhouse_connect.driver.client import Client as Client

@opens
@blocks("driver", use="clickhouse_connect.driver.create_async_client")
def create_client(
    *, host: str | None = None, username: str | None = None, password: str = "", database: str | None = None, **kwargs: Any
) -> Client: ...
@opens
@awaits_db
async def create_async_client(
    *, host: str | None = None, username: str | None = None, password: str = "", database: str | None = None, **kwargs: Any
) -> AsyncClient: ...
def __getattr__(name: str) -> Any: ...
