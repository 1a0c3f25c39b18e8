"""snowflake.connector: Snowflake over HTTPS, synchronous here; `snowflake.connector.aio` has the same on asyncio."""

from typing import Any

from greenlint_markers import blocks, opens

from snowflake.connector.connection import SnowflakeConnection as SnowflakeConnection
from snowflake.connector.cursor import DictCursor as DictCursor
from snowflake.connector.cursor import SnowflakeCursor as SnowflakeCursor
from snowflake.connector.errors import DataError as DataError
from snowflake.connector.errors import DatabaseError as DatabaseError
from snowflake.connector.errors import Error as Error
from snowflake.connector.errors import IntegrityError as IntegrityError
from snowflake.connector.errors import InterfaceError as InterfaceError
from snowflake.connector.errors import InternalError as InternalError
from snowflake.connector.errors import NotSupportedError as NotSupportedError
from snowflake.connector.errors import OperationalError as OperationalError
from snowflake.connector.errors import ProgrammingError as ProgrammingError
from snowflake.connector.errors import Warning as Warning

apilevel: str
paramstyle: str
threadsafety: int

@opens
@blocks("driver", use="snowflake.connector.aio.connect")
def connect(*, connection_name: Any = ..., connections_file_path: Any = ..., config: Any = ..., **kwargs: Any) -> SnowflakeConnection: ...
def __getattr__(name: str) -> Any: ...
