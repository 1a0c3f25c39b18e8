"""aioodbc: pyodbc on a thread pool. Factories give objects that are awaited or entered."""

from typing import Any

from greenlint_markers import awaits_db

from aioodbc.connection import Connection as Connection
from aioodbc.connection import connect as connect
from aioodbc.cursor import Cursor as Cursor
from aioodbc.pool import Pool as Pool
from aioodbc.pool import create_pool as create_pool

@awaits_db
async def dataSources(loop: Any = None, executor: Any = None) -> dict[str, str]: ...
def __getattr__(name: str) -> Any: ...
