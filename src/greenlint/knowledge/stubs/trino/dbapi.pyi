"""The DB-API interface of trino: HTTP underneath, rows are asked for while they are fetched. `connect` itself does no IO."""

from typing import Any, Iterator, Self

from greenlint_markers import begins, blocks, closes, commits, rolls_back

from trino.exceptions import DataError as DataError
from trino.exceptions import DatabaseError as DatabaseError
from trino.exceptions import Error as Error
from trino.exceptions import IntegrityError as IntegrityError
from trino.exceptions import InterfaceError as InterfaceError
from trino.exceptions import InternalError as InternalError
from trino.exceptions import NotSupportedError as NotSupportedError
from trino.exceptions import OperationalError as OperationalError
from trino.exceptions import ProgrammingError as ProgrammingError
from trino.exceptions import Warning as Warning

apilevel: str
paramstyle: str
threadsafety: int

def connect(*args: Any, **kwargs: Any) -> Connection: ...

class Connection:
    auth: Any
    catalog: Any
    client_tags: Any
    extra_credential: Any
    host: Any
    http_headers: Any
    http_scheme: Any
    isolation_level: Any
    legacy_prepared_statements: Any
    legacy_primitive_types: Any
    max_attempts: Any
    port: Any
    request_timeout: Any
    schema: Any
    session_properties: Any
    source: Any
    transaction: Any
    user: Any
    def __init__(
        self,
        host: str,
        port: Any = None,
        user: Any = None,
        source: str = "trino-python-client",
        catalog: Any = None,
        *args: Any,
        **options: Any,
    ) -> None: ...
    def __enter__(self) -> Self: ...
    @commits
    @closes
    @blocks("driver")
    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None: ...
    @closes
    def close(self) -> None: ...
    @begins
    @blocks("driver")
    def start_transaction(self) -> Any: ...
    @commits
    @blocks("driver")
    def commit(self) -> None: ...
    @rolls_back
    @blocks("driver")
    def rollback(self) -> None: ...
    def cursor(self, cursor_style: str = "row", legacy_primitive_types: bool = None, stats_callback: Any = None) -> Cursor: ...

class Cursor:
    arraysize: int
    connection: Any
    description: Any
    info_uri: Any
    query: str | None
    query_id: str | None
    rowcount: int
    stats: Any
    update_type: Any
    warnings: Any
    def __init__(self, connection: Any, request: Any, legacy_primitive_types: bool = False, stats_callback: Any = None) -> None: ...
    @blocks("driver")
    def __iter__(self) -> Iterator[Any]: ...
    def __enter__(self) -> Self: ...
    @blocks("driver")
    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None: ...
    def setinputsizes(self, sizes: Any) -> Any: ...
    def setoutputsize(self, size: Any, column: Any) -> Any: ...
    @blocks("driver")
    def execute(self, operation: Any, params: Any = None) -> Any: ...
    @blocks("driver")
    def executemany(self, operation: Any, seq_of_params: Any) -> Any: ...
    @blocks("driver")
    def fetchone(self) -> Any: ...
    @blocks("driver")
    def fetchmany(self, size: Any = None) -> list[Any]: ...
    @blocks("driver")
    def describe(self, sql: str) -> Any: ...
    def genall(self) -> Any: ...
    @blocks("driver")
    def fetchall(self) -> list[Any]: ...
    @blocks("driver")
    def cancel(self) -> Any: ...
    @blocks("driver")
    def close(self) -> None: ...

class SegmentCursor(Cursor): ...

def __getattr__(name: str) -> Any: ...
