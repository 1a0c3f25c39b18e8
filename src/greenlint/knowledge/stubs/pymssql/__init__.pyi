"""pymssql: a synchronous driver for SQL Server over FreeTDS."""

from typing import Any, Self

from greenlint_markers import blocks, closes, commits, opens, rolls_back

from pymssql.exceptions import ColumnsWithoutNamesError as ColumnsWithoutNamesError
from pymssql.exceptions import DataError as DataError
from pymssql.exceptions import DatabaseError as DatabaseError
from pymssql.exceptions import Error as Error
from pymssql.exceptions import IntegrityError as IntegrityError
from pymssql.exceptions import InterfaceError as InterfaceError
from pymssql.exceptions import InternalError as InternalError
from pymssql.exceptions import NotSupportedError as NotSupportedError
from pymssql.exceptions import OperationalError as OperationalError
from pymssql.exceptions import ProgrammingError as ProgrammingError
from pymssql.exceptions import Warning as Warning

apilevel: str
paramstyle: str
threadsafety: int

@opens
@blocks("driver", use="aioodbc.connect")
def connect(
    server: str = ".", user: Any = None, password: Any = None, database: str = "", timeout: int = 0, *args: Any, **options: Any
) -> Connection: ...

class Connection:
    arraysize: Any
    as_dict: Any
    autocommit_state: Any
    @blocks("driver")
    def autocommit(self, status: Any) -> None: ...
    def __enter__(self) -> Self: ...
    @closes
    @blocks("driver", use="aioodbc.Connection.close")
    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None: ...
    @closes
    @blocks("driver", use="aioodbc.Connection.close")
    def close(self) -> None: ...
    @commits
    @blocks("driver", use="aioodbc.Connection.commit")
    def commit(self) -> None: ...
    def cursor(self, as_dict: Any = None, arraysize: Any = None) -> Cursor: ...
    @rolls_back
    @blocks("driver", use="aioodbc.Connection.rollback")
    def rollback(self) -> None: ...
    @blocks("driver")
    def bulk_copy(
        self,
        table_name: Any,
        elements: Any,
        column_ids: Any = None,
        batch_size: int = 1000,
        tablock: bool = False,
        check_constraints: bool = False,
        fire_triggers: bool = False,
    ) -> None: ...

class Cursor:
    arraysize: Any
    connection: Any
    description: Any
    lastrowid: Any
    returnvalue: Any
    rowcount: Any
    rownumber: Any
    def __enter__(self) -> Self: ...
    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None: ...
    @blocks("driver", use="aioodbc.Cursor.execute")
    def callproc(self, procname: Any, parameters: Any = ()) -> Any: ...
    def close(self) -> None: ...
    @blocks("driver", use="aioodbc.Cursor.execute")
    def execute(self, operation: Any, params: Any = ...) -> None: ...
    @blocks("driver", use="aioodbc.Cursor.executemany")
    def executemany(self, operation: Any, seq_of_parameters: Any, *, batch_size: int = -1) -> None: ...
    @blocks("driver", use="aioodbc.Cursor.nextset")
    def nextset(self) -> Any: ...
    @blocks("driver", use="aioodbc.Cursor.fetchone")
    def fetchone(self) -> Any: ...
    @blocks("driver", use="aioodbc.Cursor.fetchmany")
    def fetchmany(self, size: Any = None) -> list[Any]: ...
    @blocks("driver", use="aioodbc.Cursor.fetchall")
    def fetchall(self) -> list[Any]: ...
    def setinputsizes(self, sizes: Any = None) -> Any: ...
    def setoutputsize(self, size: Any = None, column: int = 0) -> Any: ...
    def __iter__(self) -> Self: ...
    @blocks("driver", use="aioodbc.Cursor.__aiter__")
    def __next__(self) -> Any: ...

def __getattr__(name: str) -> Any: ...
