"""mysql.connector.aio: the connector on asyncio; `connect()` is a coroutine function."""

from typing import Any

from greenlint_markers import awaits_db, opens

from mysql.connector.aio.abstracts import MySQLConnectionAbstract as MySQLConnectionAbstract
from mysql.connector.aio.connection import MySQLConnection as MySQLConnection
from mysql.connector.aio.pooling import MySQLConnectionPool as MySQLConnectionPool
from mysql.connector.aio.pooling import PooledMySQLConnection as PooledMySQLConnection

@opens
@awaits_db
async def connect(*args: Any, **kwargs: Any) -> MySQLConnectionAbstract: ...
def __getattr__(name: str) -> Any: ...
