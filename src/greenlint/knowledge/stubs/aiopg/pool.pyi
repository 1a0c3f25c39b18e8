"""Pools of aiopg. `create_pool()` and `acquire()` give what is awaited or entered; `release()` works without being awaited."""

from typing import Any, Awaitable, Generator, Self

from greenlint_markers import awaits_db, closes, must_use, opens

from aiopg.connection import Connection, Cursor
from aiopg.utils import _ContextManager

@must_use
@opens
@awaits_db
def create_pool(
    dsn: str | None = None, *, minsize: int = 1, maxsize: int = 10, timeout: float = 60.0, **kwargs: Any
) -> _ContextManager[Pool]: ...

class Pool:
    closed: bool
    echo: bool
    freesize: int
    maxsize: int | None
    minsize: int
    size: int
    timeout: float
    @awaits_db
    async def clear(self) -> None: ...
    @closes
    def close(self) -> None: ...
    @closes
    def terminate(self) -> None: ...
    @closes
    @awaits_db
    async def wait_closed(self) -> None: ...
    @classmethod
    @awaits_db
    async def from_pool_fill(cls, *args: Any, **kwargs: Any) -> Self: ...
    @closes
    def release(self, conn: Any) -> Awaitable[None]: ...
    async def __aenter__(self) -> Self: ...
    @closes
    @awaits_db
    async def __aexit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None: ...
    @must_use
    @opens
    @awaits_db
    def acquire(self) -> _ContextManager[Connection]: ...
    @opens
    @awaits_db
    async def cursor(
        self,
        name: str | None = None,
        cursor_factory: Any = None,
        scrollable: bool | None = None,
        withhold: bool = False,
        *,
        timeout: float | None = None,
    ) -> _PoolCursorContextManager: ...
    def __await__(self) -> Generator[Any, Any, Any]: ...

class _PoolCursorContextManager:
    def __enter__(self) -> Cursor: ...
    @closes
    def __exit__(self, exc_type: Any, exc: Any, tb: Any) -> None: ...

def __getattr__(name: str) -> Any: ...
