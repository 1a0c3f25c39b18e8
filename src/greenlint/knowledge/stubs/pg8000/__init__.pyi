"""pg8000: a synchronous driver for PostgreSQL in pure Python. The package itself exports the old interface."""

from typing import Any

from pg8000.dbapi import DataError as DataError
from pg8000.dbapi import IntegrityError as IntegrityError
from pg8000.dbapi import InternalError as InternalError
from pg8000.dbapi import NotSupportedError as NotSupportedError
from pg8000.dbapi import OperationalError as OperationalError
from pg8000.dbapi import ProgrammingError as ProgrammingError
from pg8000.dbapi import Warning as Warning
from pg8000.exceptions import DatabaseError as DatabaseError
from pg8000.exceptions import Error as Error
from pg8000.exceptions import InterfaceError as InterfaceError
from pg8000.legacy import Connection as Connection
from pg8000.legacy import Cursor as Cursor
from pg8000.legacy import connect as connect

apilevel: str
paramstyle: str
threadsafety: int

def __getattr__(name: str) -> Any: ...
