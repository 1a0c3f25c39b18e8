"""Pools of asyncpg. `create_pool()` and `acquire()` are no coroutines: their results are awaited or entered.

A pool hands out proxies, which pass for connections in `isinstance`; here they are connections.
"""

from types import TracebackType
from typing import Any, Awaitable, Callable, Generator, Iterable, Self

from greenlint_markers import awaits_db, closes, must_use, opens

from asyncpg.connection import Connection
from asyncpg.protocol import Record

@must_use
def create_pool(
    dsn: str | None = None,
    *,
    min_size: int = 10,
    max_size: int = 10,
    max_queries: int = 50000,
    max_inactive_connection_lifetime: float = 300.0,
    connect: Any = None,
    setup: Callable[[Connection], Any] | None = None,
    init: Callable[[Connection], Any] | None = None,
    reset: Callable[[Connection], Any] | None = None,
    loop: Any = None,
    connection_class: Any = ...,
    record_class: Any = ...,
    **connect_kwargs: Any,
) -> Pool: ...

class PoolConnectionProxy(Connection): ...

class PoolAcquireContext(Awaitable[Connection]):
    connection: Any
    done: bool
    pool: Any
    timeout: float | None
    @opens
    @awaits_db
    def __await__(self) -> Generator[Any, Any, Connection]: ...
    @opens
    @awaits_db
    async def __aenter__(self) -> Connection: ...
    @closes
    @awaits_db
    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_val: BaseException | None = None,
        exc_tb: TracebackType | None = None,
    ) -> None: ...

class Pool:
    @opens
    @awaits_db
    def __await__(self) -> Generator[Any, Any, Pool]: ...
    # A pool that was awaited is entered as it is.
    @opens
    async def __aenter__(self) -> Self: ...
    @closes
    @awaits_db
    async def __aexit__(self, *exc: Any) -> None: ...
    @must_use
    @awaits_db
    def acquire(self, *, timeout: float | None = None) -> PoolAcquireContext: ...
    @closes
    @awaits_db
    async def release(self, connection: Any, *, timeout: float | None = None) -> None: ...
    @closes
    @awaits_db
    async def close(self) -> None: ...
    @awaits_db
    async def expire_connections(self) -> None: ...
    @awaits_db
    async def execute(self, query: str, *args: Any, timeout: float | None = None) -> str: ...
    @awaits_db
    async def executemany(self, command: str, args: Iterable[Any], *, timeout: float | None = None) -> None: ...
    @awaits_db
    async def fetch(self, query: str, *args: Any, timeout: float | None = None, record_class: Any = None) -> list[Record]: ...
    @awaits_db
    async def fetchrow(self, query: str, *args: Any, timeout: float | None = None, record_class: Any = None) -> Record | None: ...
    @awaits_db
    async def fetchval(self, query: str, *args: Any, column: int = 0, timeout: float | None = None) -> Any: ...
    @awaits_db
    async def fetchmany(
        self, query: str, args: Iterable[Any], *, timeout: float | None = None, record_class: Any = None
    ) -> list[Record]: ...
    @awaits_db
    async def copy_from_query(self, query: str, *args: Any, output: Any, timeout: float | None = None, **options: Any) -> str: ...
    @awaits_db
    async def copy_from_table(
        self, table_name: str, *, output: Any, columns: Any = None, schema_name: Any = None, **options: Any
    ) -> str: ...
    @awaits_db
    async def copy_to_table(self, table_name: str, *, source: Any, columns: Any = None, schema_name: Any = None, **options: Any) -> str: ...
    @awaits_db
    async def copy_records_to_table(
        self, table_name: str, *, records: Any, columns: Any = None, schema_name: Any = None, **options: Any
    ) -> str: ...
    def get_idle_size(self) -> int: ...
    def get_max_size(self) -> int: ...
    def get_min_size(self) -> int: ...
    def get_size(self) -> int: ...
    def is_closing(self) -> bool: ...
    def set_connect_args(self, dsn: str | None = None, **connect_kwargs: Any) -> None: ...
    @closes
    def terminate(self) -> None: ...

def __getattr__(name: str) -> Any: ...
