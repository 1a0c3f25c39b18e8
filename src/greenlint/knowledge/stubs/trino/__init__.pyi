"""trino: a synchronous client; its DB-API interface is `trino.dbapi`."""

from typing import Any

from trino import dbapi as dbapi
from trino import exceptions as exceptions

def __getattr__(name: str) -> Any: ...
