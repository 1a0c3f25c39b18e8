"""Pools of asyncmy. `create_pool()` and `acquire()` give what is awaited or entered."""

from typing import Any, Awaitable, Self

from greenlint_markers import awaits_db, closes, must_use, opens

from asyncmy.connection import Connection
from asyncmy.contexts import _PoolAcquireContextManager, _PoolContextManager

@must_use
@opens
@awaits_db
def create_pool(
    minsize: int = 1, maxsize: int = 10, echo: Any = False, pool_recycle: int = 3600, **kwargs: Any
) -> _PoolContextManager[Pool]: ...

class Pool:
    cond: Any
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
    @awaits_db
    async def fill_free_pool(self, override_min: bool = False) -> Any: ...
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

def __getattr__(name: str) -> Any: ...
