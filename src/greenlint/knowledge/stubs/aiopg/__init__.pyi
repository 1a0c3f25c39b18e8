"""aiopg: psycopg2 on asyncio. Factories give objects that are awaited or entered."""

from typing import Any

from aiopg.connection import Connection as Connection
from aiopg.connection import Cursor as Cursor
from aiopg.connection import Transaction as Transaction
from aiopg.connection import connect as connect
from aiopg.pool import Pool as Pool
from aiopg.pool import create_pool as create_pool

version: str
DEFAULT_TIMEOUT: float

def __getattr__(name: str) -> Any: ...
