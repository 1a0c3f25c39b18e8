"""The engine of aiopg.sa, a pool of its connections."""

from typing import Any, Awaitable, Generator, Self

from greenlint_markers import awaits_db, closes, must_use, opens

from aiopg.sa.connection import SAConnection
from aiopg.utils import _ContextManager

@must_use
@opens
@awaits_db
def create_engine(
    dsn: str | None = None, *, minsize: int = 1, maxsize: int = 10, dialect: Any = ..., timeout: float = 60.0, **kwargs: Any
) -> _ContextManager[Engine]: ...

class Engine:
    dialect: Any
    closed: bool
    driver: str
    dsn: str
    timeout: float
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
    def acquire(self) -> _ContextManager[SAConnection]: ...
    def __await__(self) -> Generator[Any, Any, Any]: ...

def __getattr__(name: str) -> Any: ...
