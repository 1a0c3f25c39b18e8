"""Pools of aiomysql. `create_pool()` and `acquire()` give what is awaited or entered; `release()` works without being awaited."""

from typing import Any, Awaitable, Generator, Self

from greenlint_markers import awaits_db, closes, must_use, opens

from aiomysql.connection import Connection
from aiomysql.utils import _PoolAcquireContextManager, _PoolContextManager

@must_use
@opens
@awaits_db
def create_pool(
    minsize: int = 1, maxsize: int = 10, echo: bool = False, pool_recycle: int = -1, loop: Any = None, **kwargs: Any
) -> _PoolContextManager[Pool]: ...

class Pool:
    closed: bool
    echo: bool
    freesize: int
    maxsize: int
    minsize: int
    size: int
    @awaits_db
    async def clear(self) -> None: ...
    @closes
    def close(self) -> None: ...
    @closes
    def terminate(self) -> None: ...
    @closes
    @awaits_db
    async def wait_closed(self) -> None: ...
    @closes
    def release(self, conn: Any) -> Awaitable[None]: ...
    async def __aenter__(self) -> Self: ...
    @closes
    @awaits_db
    async def __aexit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None: ...
    @must_use
    @opens
    @awaits_db
    def acquire(self) -> _PoolAcquireContextManager[Connection]: ...
    def __await__(self) -> Generator[Any, Any, Any]: ...

def __getattr__(name: str) -> Any: ...
