"""mysqlclient: a synchronous driver for MySQL around its C client library."""

from typing import Any

from greenlint_markers import blocks, opens

from MySQLdb._exceptions import DatabaseError as DatabaseError
from MySQLdb._exceptions import DataError as DataError
from MySQLdb._exceptions import Error as Error
from MySQLdb._exceptions import IntegrityError as IntegrityError
from MySQLdb._exceptions import InterfaceError as InterfaceError
from MySQLdb._exceptions import InternalError as InternalError
from MySQLdb._exceptions import MySQLError as MySQLError
from MySQLdb._exceptions import NotSupportedError as NotSupportedError
from MySQLdb._exceptions import OperationalError as OperationalError
from MySQLdb._exceptions import ProgrammingError as ProgrammingError
from MySQLdb._exceptions import Warning as Warning
from MySQLdb.connections import Connection as Connection

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
def __getattr__(name: str) -> Any: ...
