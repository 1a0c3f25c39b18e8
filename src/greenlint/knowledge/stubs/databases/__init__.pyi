"""databases: one interface over aiosqlite, asyncpg, aiopg, aiomysql and asyncmy."""

from typing import Any

from databases.core import Database as Database
from databases.core import DatabaseURL as DatabaseURL

def __getattr__(name: str) -> Any: ...
