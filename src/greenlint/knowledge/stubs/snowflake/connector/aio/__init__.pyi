"""snowflake.connector.aio: the connector on asyncio."""

from typing import Any, Awaitable, Generator, TypeVar

from greenlint_markers import awaits_db, closes, commits, must_use, opens

from snowflake.connector.aio.connection import SnowflakeConnection as SnowflakeConnection
from snowflake.connector.aio.cursor import DictCursor as DictCursor
from snowflake.connector.aio.cursor import SnowflakeCursor as SnowflakeCursor

_T = TypeVar("_T")

class _AwaitableContextManager(Awaitable[_T]):
    @awaits_db
    def __await__(self) -> Generator[Any, Any, _T]: ...
    @awaits_db
    async def __aenter__(self) -> _T: ...
    @commits
    @closes
    @awaits_db
    async def __aexit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None: ...

@must_use
@opens
@awaits_db
def connect(**kwargs: Any) -> _AwaitableContextManager[SnowflakeConnection]: ...
def __getattr__(name: str) -> Any: ...
