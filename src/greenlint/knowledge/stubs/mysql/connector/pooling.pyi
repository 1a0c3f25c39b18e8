"""Pools of mysql.connector: making one connects. A pooled connection hands everything else on to the connection that it holds."""

from typing import Any

from greenlint_markers import blocks, closes, opens

from mysql.connector.abstracts import MySQLConnectionAbstract

class PooledMySQLConnection(MySQLConnectionAbstract):
    pool_name: str
    def __init__(self, pool: Any, cnx: Any) -> None: ...
    @closes
    @blocks("driver", use="mysql.connector.aio.PooledMySQLConnection.close")
    def close(self) -> None: ...
    @closes
    @blocks("driver", use="mysql.connector.aio.PooledMySQLConnection.close")
    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None: ...

class MySQLConnectionPool:
    pool_name: str
    pool_size: int
    reset_session: bool
    @blocks("driver", use="mysql.connector.aio.MySQLConnectionPool")
    def __init__(self, pool_size: int = 5, pool_name: str | None = None, pool_reset_session: bool = True, **kwargs: Any) -> None: ...
    @blocks("driver", use="mysql.connector.aio.MySQLConnectionPool.set_config")
    def set_config(self, **kwargs: Any) -> None: ...
    @blocks("driver", use="mysql.connector.aio.MySQLConnectionPool.add_connection")
    def add_connection(self, cnx: Any = None) -> None: ...
    @opens
    @blocks("driver", use="mysql.connector.aio.MySQLConnectionPool.get_connection")
    def get_connection(self) -> PooledMySQLConnection: ...

def __getattr__(name: str) -> Any: ...
