"""Pools of psycopg2: making one and taking from one connect, giving back rolls back what is open."""

from typing import Any

from greenlint_markers import blocks, closes, opens

from psycopg2 import Error
from psycopg2.extensions import connection

class PoolError(Error): ...

class AbstractConnectionPool:
    @blocks("driver", use="psycopg_pool.AsyncConnectionPool")
    def __init__(self, minconn: int, maxconn: int, *args: Any, **kwargs: Any) -> None: ...

class SimpleConnectionPool(AbstractConnectionPool):
    @opens
    @blocks("driver", use="psycopg_pool.AsyncConnectionPool.getconn")
    def getconn(self, key: Any = None) -> connection: ...
    @closes
    @blocks("driver", use="psycopg_pool.AsyncConnectionPool.putconn")
    def putconn(self, conn: connection, key: Any = None, close: bool = False) -> None: ...
    @closes
    @blocks("driver", use="psycopg_pool.AsyncConnectionPool.close")
    def closeall(self) -> None: ...

class ThreadedConnectionPool(AbstractConnectionPool):
    @opens
    @blocks("driver", use="psycopg_pool.AsyncConnectionPool.getconn")
    def getconn(self, key: Any = None) -> connection: ...
    @closes
    @blocks("driver", use="psycopg_pool.AsyncConnectionPool.putconn")
    def putconn(self, conn: connection | None = None, key: Any = None, close: bool = False) -> None: ...
    @closes
    @blocks("driver", use="psycopg_pool.AsyncConnectionPool.close")
    def closeall(self) -> None: ...

def __getattr__(name: str) -> Any: ...
