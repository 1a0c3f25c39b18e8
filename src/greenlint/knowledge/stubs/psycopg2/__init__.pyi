"""psycopg2: a synchronous driver. `connect` and everything that talks to the server block."""

from typing import Any, Callable, TypeVar, overload

from greenlint_markers import blocks, opens

from psycopg2.extensions import connection

_C = TypeVar("_C")

apilevel: str
paramstyle: str
threadsafety: int
BINARY: Any
DATETIME: Any
NUMBER: Any
ROWID: Any
STRING: Any

class Warning(Exception): ...

class Error(Exception):
    cursor: Any
    diag: Any
    pgcode: str | None
    pgerror: str | None

class InterfaceError(Error): ...
class DatabaseError(Error): ...
class DataError(DatabaseError): ...
class IntegrityError(DatabaseError): ...
class InternalError(DatabaseError): ...
class NotSupportedError(DatabaseError): ...
class OperationalError(DatabaseError): ...
class ProgrammingError(DatabaseError): ...

@overload
@opens
@blocks("driver", use="psycopg.AsyncConnection.connect")
def connect(dsn: str | None = None, connection_factory: None = None, cursor_factory: Any = None, **kwargs: Any) -> connection: ...
@overload
@opens
@blocks("driver", use="psycopg.AsyncConnection.connect")
def connect(dsn: str | None = None, connection_factory: Callable[..., _C] = ..., cursor_factory: Any = None, **kwargs: Any) -> _C: ...
def __getattr__(name: str) -> Any: ...
