"""The DB-API interface of clickhouse_driver."""

from typing import Any

from clickhouse_driver.dbapi.connection import Connection as Connection
from clickhouse_driver.dbapi.errors import DataError as DataError
from clickhouse_driver.dbapi.errors import DatabaseError as DatabaseError
from clickhouse_driver.dbapi.errors import Error as Error
from clickhouse_driver.dbapi.errors import IntegrityError as IntegrityError
from clickhouse_driver.dbapi.errors import InterfaceError as InterfaceError
from clickhouse_driver.dbapi.errors import InternalError as InternalError
from clickhouse_driver.dbapi.errors import NotSupportedError as NotSupportedError
from clickhouse_driver.dbapi.errors import OperationalError as OperationalError
from clickhouse_driver.dbapi.errors import ProgrammingError as ProgrammingError
from clickhouse_driver.dbapi.errors import Warning as Warning

apilevel: str
paramstyle: str
threadsafety: int

def connect(
    dsn: Any = None, host: Any = None, user: str = "default", password: str = "", port: int = 9000, database: str = "", **kwargs: Any
) -> Connection: ...
def __getattr__(name: str) -> Any: ...
