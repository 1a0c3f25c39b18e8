"""One SQLite connection with a thread of its own."""

from typing import Any, AsyncIterator, Callable, Generator, Iterable, Self

from greenlint_markers import awaits_db, closes, commits, must_use, opens, rolls_back

from aiosqlite.context import Result
from aiosqlite.cursor import Cursor

@must_use
@awaits_db
def connect(database: Any, *, iter_chunk_size: int = 64, loop: Any = None, **kwargs: Any) -> Connection: ...

class Connection:
    in_transaction: bool
    isolation_level: str | None
    row_factory: Any
    text_factory: Any
    total_changes: int
    @opens
    @awaits_db
    def __await__(self) -> Generator[Any, Any, Connection]: ...
    @opens
    @awaits_db
    async def __aenter__(self) -> Self: ...
    @closes
    @awaits_db
    async def __aexit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None: ...
    @must_use
    @awaits_db
    def cursor(self) -> Result[Cursor]: ...
    @must_use
    @awaits_db
    def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> Result[Cursor]: ...
    @must_use
    @awaits_db
    def execute_insert(self, sql: str, parameters: Iterable[Any] | None = None) -> Result[Any]: ...
    @must_use
    @awaits_db
    def execute_fetchall(self, sql: str, parameters: Iterable[Any] | None = None) -> Result[Iterable[Any]]: ...
    @must_use
    @awaits_db
    def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> Result[Cursor]: ...
    @must_use
    @awaits_db
    def executescript(self, sql_script: str) -> Result[Cursor]: ...
    @commits
    @awaits_db
    async def commit(self) -> None: ...
    @rolls_back
    @awaits_db
    async def rollback(self) -> None: ...
    @closes
    @awaits_db
    async def close(self) -> None: ...
    @awaits_db
    async def backup(
        self,
        target: Any,
        *,
        pages: int = 0,
        progress: Callable[[int, int, int], None] | None = None,
        name: str = "main",
        sleep: float = 0.25,
    ) -> None: ...
    def iterdump(self) -> AsyncIterator[str]: ...
    @awaits_db
    async def create_function(self, name: str, num_params: int, func: Callable[..., Any], deterministic: bool = False) -> None: ...
    @awaits_db
    async def enable_load_extension(self, value: bool) -> None: ...
    @awaits_db
    async def load_extension(self, path: str) -> None: ...
    @awaits_db
    async def interrupt(self) -> None: ...
    @awaits_db
    async def set_progress_handler(self, handler: Callable[[], int | None], n: int) -> None: ...
    @awaits_db
    async def set_trace_callback(self, handler: Callable[..., Any]) -> None: ...
    @awaits_db
    async def set_authorizer(self, authorizer_callback: Callable[..., int] | None) -> None: ...
    @closes
    def stop(self) -> Any: ...

def __getattr__(name: str) -> Any: ...
