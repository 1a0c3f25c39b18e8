"""asyncmy: MySQL on asyncio, compiled. Factories give objects that are awaited or entered."""

from typing import Any

from asyncmy.connection import Connection as Connection
from asyncmy.connection import connect as connect
from asyncmy.errors import DatabaseError as DatabaseError
from asyncmy.errors import DataError as DataError
from asyncmy.errors import Error as Error
from asyncmy.errors import IntegrityError as IntegrityError
from asyncmy.errors import InterfaceError as InterfaceError
from asyncmy.errors import InternalError as InternalError
from asyncmy.errors import MySQLError as MySQLError
from asyncmy.errors import NotSupportedError as NotSupportedError
from asyncmy.errors import OperationalError as OperationalError
from asyncmy.errors import ProgrammingError as ProgrammingError
from asyncmy.errors import Warning as Warning
from asyncmy.pool import Pool as Pool
from asyncmy.pool import create_pool as create_pool

apilevel: str
paramstyle: str
threadsafety: int

def __getattr__(name: str) -> Any: ...
