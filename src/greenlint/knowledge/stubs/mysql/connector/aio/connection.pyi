"""The connection of mysql.connector.aio. Making one does no IO, `connect()` does."""

from typing import Any

from greenlint_markers import awaits_db

from mysql.connector.aio.abstracts import MySQLConnectionAbstract

class MySQLConnection(MySQLConnectionAbstract):
    def __init__(self, **kwargs: Any) -> None: ...
    @awaits_db
    async def cmd_stmt_fetch(self, statement_id: int, rows: int = 1, **kwargs: Any) -> None: ...

def __getattr__(name: str) -> Any: ...
