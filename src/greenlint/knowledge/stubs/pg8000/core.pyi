"""What the connections of all interfaces of pg8000 share. Making one connects; leaving it as a context manager closes it."""

from typing import Any, Self

from greenlint_markers import blocks, closes, opens

class CoreConnection:
    notices: Any
    notifications: Any
    parameter_statuses: Any
    user: Any
    @opens
    @blocks("driver", use="psycopg.AsyncConnection.connect")
    def __init__(
        self, user: Any, host: str = "localhost", database: Any = None, port: int = 5432, password: Any = None, *args: Any, **options: Any
    ) -> None: ...
    @closes
    @blocks("driver", use="psycopg.AsyncConnection.close")
    def close(self) -> None: ...
    @blocks("driver", use="psycopg.AsyncConnection.execute")
    def execute_simple(self, statement: Any) -> Any: ...
    @blocks("driver", use="psycopg.AsyncConnection.execute")
    def execute_unnamed(self, statement: Any, vals: Any = (), oids: Any = (), stream: Any = None) -> Any: ...
    def register_in_adapter(self, oid: Any, in_func: Any) -> None: ...
    def register_out_adapter(self, typ: Any, out_func: Any) -> None: ...
    def __enter__(self) -> Self: ...
    @closes
    @blocks("driver", use="psycopg.AsyncConnection.close")
    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None: ...

def __getattr__(name: str) -> Any: ...
