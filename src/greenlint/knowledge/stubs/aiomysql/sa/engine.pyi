"""The engine of aiomysql.sa, a pool of its connections."""

from typing import Any, Awaitable, Self

from greenlint_markers import awaits_db, closes, must_use, opens

from aiomysql.sa.connection import SAConnection
from aiomysql.utils import _PoolAcquireContextManager, _PoolContextManager

@must_use
@opens
@awaits_db
def create_engine(
    minsize: int = 1,
    maxsize: int = 10,
    loop: Any = None,
    dialect: Any = ...,
    pool_recycle: int = -1,
    compiled_cache: Any = None,
    **kwargs: Any,
) -> _PoolContextManager[Engine]: ...

class Engine:
    dialect: Any
    driver: str
    freesize: int
    maxsize: int
    minsize: int
    name: str
    size: int
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
    def acquire(self) -> _PoolAcquireContextManager[SAConnection]: ...

def __getattr__(name: str) -> Any: ...
