"""pymysql: a synchronous driver for MySQL in pure Python."""

from typing import Any

from greenlint_markers import blocks, opens

from pymysql.connections import Connection as Connection
from pymysql.err import DatabaseError as DatabaseError
from pymysql.err import DataError as DataError
from pymysql.err import Error as Error
from pymysql.err import IntegrityError as IntegrityError
from pymysql.err import InterfaceError as InterfaceError
from pymysql.err import InternalError as InternalError
from pymysql.err import MySQLError as MySQLError
from pymysql.err import NotSupportedError as NotSupportedError
from pymysql.err import OperationalError as OperationalError
from pymysql.err import ProgrammingError as ProgrammingError
from pymysql.err import Warning as Warning

apilevel: str
paramstyle: str
threadsafety: int
version_info: Any

@opens
@blocks("driver", use="aiomysql.connect")
def connect(*args: Any, **kwargs: Any) -> Connection: ...
@opens
@blocks("driver", use="aiomysql.connect")
def Connect(*args: Any, **kwargs: Any) -> Connection: ...
def get_client_info() -> str: ...
def install_as_MySQLdb() -> None: ...
def __getattr__(name: str) -> Any: ...
