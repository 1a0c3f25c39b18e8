"""The connection of mysql.connector in pure Python."""

from typing import Any

from greenlint_markers import blocks, opens

from mysql.connector.abstracts import MySQLConnectionAbstract

class MySQLConnection(MySQLConnectionAbstract):
    @opens
    @blocks("driver", use="mysql.connector.aio.connect")
    def __init__(self, **kwargs: Any) -> None: ...
    def set_allow_local_infile_in_path(self, path: str) -> None: ...
    @blocks("driver", use="mysql.connector.aio.MySQLConnection.cmd_stmt_fetch")
    def cmd_stmt_fetch(self, statement_id: int, rows: int = 1, **kwargs: Any) -> None: ...
    @blocks("driver")
    def consume_results(self) -> None: ...
    @blocks("driver", use="mysql.connector.aio.MySQLConnection.handle_unread_result")
    def handle_unread_result(self) -> None: ...

def __getattr__(name: str) -> Any: ...
