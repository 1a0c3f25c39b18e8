"""The DB-API interface of clickhouse_connect."""

from typing import Any

from greenlint_markers import blocks, opens

from clickhouse_connect.dbapi.connection import Connection as Connection
from clickhouse_connect.driver.exceptions import DataError as DataError
from clickhouse_connect.driver.exceptions import DatabaseError as DatabaseError
from clickhouse_connect.driver.exceptions import Error as Error
from clickhouse_connect.driver.exceptions import IntegrityError as IntegrityError
from clickhouse_connect.driver.exceptions import InterfaceError as InterfaceError
from clickhouse_connect.driver.exceptions import InternalError as InternalError
from clickhouse_connect.driver.exceptions import NotSupportedError as NotSupportedError
from clickhouse_connect.driver.exceptions import OperationalError as OperationalError
from clickhouse_connect.driver.exceptions import ProgrammingError as ProgrammingError
from clickhouse_connect.driver.exceptions import Warning as Warning

apilevel: str
paramstyle: str
threadsafety: int

@opens
@blocks("driver", use="clickhouse_connect.get_async_client")
def connect(
    host: str | None = None, database: str | None = None, username: str | None = "", password: str | None = "", *args: Any, **kwargs: Any
) -> Connection: ...
def __getattr__(name: str) -> Any: ...
