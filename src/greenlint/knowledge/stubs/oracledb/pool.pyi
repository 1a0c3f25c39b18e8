"""Pools of oracledb. The asynchronous one's `acquire()` gives a connection that is opened by awaiting or entering it."""

from typing import Any

from greenlint_markers import awaits_db, blocks, closes, opens

from oracledb.connection import AsyncConnection, Connection

class ConnectionPool:
    busy: int
    dsn: str
    getmode: Any
    homogeneous: bool
    increment: int
    max: int
    max_lifetime_session: int
    max_sessions_per_shard: int
    min: int
    name: str
    on_connect_callback: Any
    opened: int
    ping_interval: int
    session_callback: Any
    soda_metadata_cache: bool
    stmtcachesize: int
    thin: bool
    timeout: int
    tnsentry: str
    username: str
    wait_timeout: int
    @blocks("driver", use="oracledb.create_pool_async")
    def __init__(self, dsn: str | None = None, *, params: Any = None, cache_name: str | None = None, **kwargs: Any) -> None: ...
    @opens
    @blocks("driver", use="oracledb.AsyncConnectionPool.acquire")
    def acquire(
        self, user: str | None = None, password: str | None = None, cclass: str | None = None, purity: int = ..., *args: Any, **options: Any
    ) -> Connection: ...
    @closes
    @blocks("driver", use="oracledb.AsyncConnectionPool.close")
    def close(self, force: bool = False) -> None: ...
    @closes
    @blocks("driver", use="oracledb.AsyncConnectionPool.drop")
    def drop(self, connection: Any) -> None: ...
    @blocks("driver")
    def reconfigure(
        self,
        min: int | None = None,
        max: int | None = None,
        increment: int | None = None,
        getmode: int | None = None,
        *args: Any,
        **options: Any,
    ) -> None: ...
    @closes
    @blocks("driver", use="oracledb.AsyncConnectionPool.release")
    def release(self, connection: Any, tag: str | None = None) -> None: ...

class AsyncConnectionPool:
    busy: int
    dsn: str
    getmode: Any
    homogeneous: bool
    increment: int
    max: int
    max_lifetime_session: int
    max_sessions_per_shard: int
    min: int
    name: str
    on_connect_callback: Any
    opened: int
    ping_interval: int
    session_callback: Any
    soda_metadata_cache: bool
    stmtcachesize: int
    thin: bool
    timeout: int
    tnsentry: str
    username: str
    wait_timeout: int
    def __init__(self, dsn: str | None = None, *, params: Any = None, cache_name: str | None = None, **kwargs: Any) -> None: ...
    @opens
    @awaits_db
    def acquire(
        self, user: str | None = None, password: str | None = None, cclass: str | None = None, purity: int = ..., *args: Any, **options: Any
    ) -> AsyncConnection: ...
    @closes
    @awaits_db
    async def close(self, force: bool = False) -> None: ...
    @closes
    @awaits_db
    async def drop(self, connection: Any) -> None: ...
    @closes
    @awaits_db
    async def release(self, connection: Any, tag: str | None = None) -> None: ...

def __getattr__(name: str) -> Any: ...
