"""Pools of aioodbc. `create_pool()` and `acquire()` give what is awaited or entered."""

from typing import Any, Self

from greenlint_markers import awaits_db, closes, must_use, opens

from aioodbc.connection import Connection
from aioodbc.utils import _ContextManager

@must_use
@opens
@awaits_db
def create_pool(dsn: str, minsize: int = 10, maxsize: int = 10, echo: bool = False, **kwargs: Any) -> _ContextManager[Pool]: ...

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
    @awaits_db
    async def wait_closed(self) -> None: ...
    @closes
    @awaits_db
    async def release(self, conn: Any) -> None: ...
    async def __aenter__(self) -> Self: ...
    @closes
    @awaits_db
    async def __aexit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None: ...
    @must_use
    @opens
    @awaits_db
    def acquire(self) -> _ContextManager[Connection]: ...

def __getattr__(name: str) -> Any: ...
