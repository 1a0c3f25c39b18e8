"""Pools of mysql.connector.aio. A pooled connection hands everything else on to the connection that it holds."""

from typing import Any

from greenlint_markers import awaits_db, closes, opens

from mysql.connector.aio.abstracts import MySQLConnectionAbstract

class PooledMySQLConnection(MySQLConnectionAbstract):
    # Not all of it is known here.
    def __getattr__(self, name: str) -> Any: ...
    pool_name: str
    def __init__(self, pool: Any, cnx: Any) -> None: ...
    @closes
    @awaits_db
    async def close(self) -> None: ...

class MySQLConnectionPool:
    can_reset_session: bool
    pool_name: str
    pool_size: int
    def __init__(self, pool_size: int = 5, pool_name: str | None = None, pool_reset_session: bool = True, **kwargs: Any) -> None: ...
    @awaits_db
    async def initialize_pool(self) -> None: ...
    @awaits_db
    async def set_config(self, **kwargs: Any) -> None: ...
    @awaits_db
    async def add_connection(self, cnx: Any = None) -> None: ...
    @opens
    @awaits_db
    async def get_connection(self) -> PooledMySQLConnection: ...
    @closes
    @awaits_db
    async def close_pool(self) -> int: ...

def __getattr__(name: str) -> Any: ...
