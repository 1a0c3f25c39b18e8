"""clickhouse_driver: ClickHouse's native protocol, synchronous. Connecting is left to the first query."""

from typing import Any

from clickhouse_driver.client import Client as Client
from clickhouse_driver.dbapi.connection import Connection

def connect(
    dsn: Any = None, host: Any = None, user: str = "default", password: str = "", port: int = 9000, database: str = "", **kwargs: Any
) -> Connection: ...
def __getattr__(name: str) -> Any: ...
