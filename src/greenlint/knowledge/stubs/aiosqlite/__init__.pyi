"""aiosqlite: `connect()` and the executing methods of a connection give what is awaited or entered; a cursor's methods are coroutines."""

from sqlite3 import DatabaseError as DatabaseError
from sqlite3 import Error as Error
from sqlite3 import IntegrityError as IntegrityError
from sqlite3 import NotSupportedError as NotSupportedError
from sqlite3 import OperationalError as OperationalError
from sqlite3 import ProgrammingError as ProgrammingError
from sqlite3 import Row as Row
from sqlite3 import Warning as Warning
from sqlite3 import register_adapter as register_adapter
from sqlite3 import register_converter as register_converter
from typing import Any

from aiosqlite.core import Connection as Connection
from aiosqlite.core import connect as connect
from aiosqlite.cursor import Cursor as Cursor

paramstyle: str
sqlite_version: str
sqlite_version_info: tuple[int, int, int]

def __getattr__(name: str) -> Any: ...
