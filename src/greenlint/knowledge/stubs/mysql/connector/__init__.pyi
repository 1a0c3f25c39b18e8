"""mysql.connector: Oracle's driver for MySQL, synchronous here; `mysql.connector.aio` has the same on asyncio."""

from typing import Any

from greenlint_markers import blocks, opens

from mysql.connector.abstracts import MySQLConnectionAbstract
from mysql.connector.connection import MySQLConnection as MySQLConnection
from mysql.connector.errors import DataError as DataError
from mysql.connector.errors import DatabaseError as DatabaseError
from mysql.connector.errors import Error as Error
from mysql.connector.errors import IntegrityError as IntegrityError
from mysql.connector.errors import InterfaceError as InterfaceError
from mysql.connector.errors import InternalError as InternalError
from mysql.connector.errors import NotSupportedError as NotSupportedError
from mysql.connector.errors import OperationalError as OperationalError
from mysql.connector.errors import PoolError as PoolError
from mysql.connector.errors import ProgrammingError as ProgrammingError
from mysql.connector.errors import Warning as Warning

apilevel: str
paramstyle: str
threadsafety: int
HAVE_CEXT: bool

@opens
@blocks("driver", use="mysql.connector.aio.connect")
def connect(*args: Any, **kwargs: Any) -> MySQLConnectionAbstract: ...
@opens
@blocks("driver", use="mysql.connector.aio.connect")
def Connect(*args: Any, **kwargs: Any) -> MySQLConnectionAbstract: ...
def __getattr__(name: str) -> Any: ...
