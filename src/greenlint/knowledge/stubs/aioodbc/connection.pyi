"""A connection of aioodbc: pyodbc's on a thread pool. `connect()` and `cursor()` give what is awaited or entered."""

from typing import Any, Coroutine, Self

from greenlint_markers import awaits_db, closes, commits, must_use, opens, rolls_back

from aioodbc.cursor import Cursor
from aioodbc.utils import _ContextManager

@must_use
@opens
@awaits_db
def connect(*, dsn: Any, autocommit: bool = False, ansi: bool = False, timeout: int = 0, **kwargs: Any) -> _ContextManager[Connection]: ...

class Connection:
    autocommit: Any
    closed: bool
    echo: bool
    last_usage: float
    loop: Any
    timeout: int
    @closes
    @awaits_db
    async def close(self) -> None: ...
    @commits
    @awaits_db
    async def commit(self) -> None: ...
    @rolls_back
    @awaits_db
    async def rollback(self) -> None: ...
    @awaits_db
    async def execute(self, sql: str, *args: Any) -> Cursor: ...
    @awaits_db
    def getinfo(self, type_: Any) -> Coroutine[Any, Any, Any]: ...
    def add_output_converter(self, sqltype: Any, func: Any) -> Any: ...
    def clear_output_converters(self) -> Any: ...
    @awaits_db
    def set_attr(self, attr_id: Any, value: Any) -> Coroutine[Any, Any, Any]: ...
    async def __aenter__(self) -> Self: ...
    @commits
    @closes
    @awaits_db
    async def __aexit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None: ...
    @must_use
    @awaits_db
    def cursor(self) -> _ContextManager[Cursor]: ...

def __getattr__(name: str) -> Any: ...
