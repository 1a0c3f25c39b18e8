"""The native interface of pg8000: `run()` gives the rows."""

from typing import Any

from greenlint_markers import blocks

from pg8000.core import CoreConnection
from pg8000.exceptions import DatabaseError as DatabaseError
from pg8000.exceptions import Error as Error
from pg8000.exceptions import InterfaceError as InterfaceError

class Connection(CoreConnection):
    columns: Any
    row_count: Any
    @blocks("driver", use="psycopg.AsyncConnection.execute")
    def run(self, sql: Any, stream: Any = None, types: Any = None, **params: Any) -> Any: ...
    @blocks("driver", use="psycopg.AsyncConnection.execute")
    def prepare(self, sql: Any) -> PreparedStatement: ...

class PreparedStatement:
    cols: Any
    columns: Any
    con: Any
    input_funcs: Any
    make_vals: Any
    name_bin: Any
    statement: Any
    @blocks("driver", use="psycopg.AsyncConnection.execute")
    def __init__(self, con: Any, sql: Any, types: Any = None) -> None: ...
    @blocks("driver", use="psycopg.AsyncConnection.execute")
    def run(self, stream: Any = None, **params: Any) -> Any: ...
    @blocks("driver")
    def close(self) -> None: ...

def identifier(sql: Any) -> str: ...
def literal(value: Any) -> str: ...
def __getattr__(name: str) -> Any: ...
