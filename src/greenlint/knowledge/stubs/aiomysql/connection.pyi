"""A connection of aiomysql. `connect()` and `cursor()` give what is awaited or entered; `close()` cuts the connection without waiting."""

from typing import Any, Self

from greenlint_markers import awaits_db, begins, closes, commits, must_use, opens, rolls_back

from aiomysql.cursors import Cursor
from aiomysql.utils import _ConnectionContextManager, _ContextManager

@must_use
@opens
@awaits_db
def connect(
    host: str = "localhost", user: Any = None, password: str = "", db: Any = None, port: int = 3306, *args: Any, **options: Any
) -> _ConnectionContextManager[Connection]: ...

class Connection:
    DataError: type[Exception]
    DatabaseError: type[Exception]
    Error: type[Exception]
    IntegrityError: type[Exception]
    InterfaceError: type[Exception]
    InternalError: type[Exception]
    NotSupportedError: type[Exception]
    OperationalError: type[Exception]
    ProgrammingError: type[Exception]
    Warning: type[Exception]
    autocommit_mode: bool
    charset: str
    client_flag: Any
    closed: bool
    connect_timeout: Any
    connected_time: Any
    cursorclass: Any
    db: Any
    decoders: Any
    echo: bool
    encoders: Any
    encoding: str
    host: Any
    host_info: str
    init_command: Any
    last_usage: Any
    loop: Any
    port: Any
    protocol_version: Any
    salt: Any
    server_capabilities: Any
    server_charset: Any
    server_language: Any
    server_public_key: Any
    server_status: Any
    server_thread_id: Any
    server_version: str
    sql_mode: Any
    unix_socket: Any
    use_unicode: bool
    user: Any
    @closes
    def close(self) -> None: ...
    @closes
    @awaits_db
    async def ensure_closed(self) -> None: ...
    @awaits_db
    async def autocommit(self, value: Any) -> None: ...
    def get_autocommit(self) -> bool: ...
    @begins
    @awaits_db
    async def begin(self) -> None: ...
    @commits
    @awaits_db
    async def commit(self) -> None: ...
    @rolls_back
    @awaits_db
    async def rollback(self) -> None: ...
    @awaits_db
    async def select_db(self, db: Any) -> None: ...
    @awaits_db
    async def show_warnings(self) -> Any: ...
    def escape(self, obj: Any) -> Any: ...
    def literal(self, obj: Any) -> Any: ...
    def escape_string(self, s: Any) -> Any: ...
    @awaits_db
    async def query(self, sql: Any, unbuffered: bool = False) -> int: ...
    @awaits_db
    async def next_result(self) -> Any: ...
    def affected_rows(self) -> Any: ...
    @awaits_db
    async def kill(self, thread_id: Any) -> Any: ...
    @awaits_db
    async def ping(self, reconnect: bool = True) -> None: ...
    @awaits_db
    async def set_charset(self, charset: Any) -> None: ...
    def insert_id(self) -> Any: ...
    async def __aenter__(self) -> Self: ...
    @closes
    @awaits_db
    async def __aexit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None: ...
    def thread_id(self) -> Any: ...
    def character_set_name(self) -> Any: ...
    def get_host_info(self) -> Any: ...
    def get_proto_info(self) -> Any: ...
    def get_transaction_status(self) -> bool: ...
    def get_server_info(self) -> Any: ...
    @must_use
    def cursor(self, *cursors: Any) -> _ContextManager[Cursor]: ...

def __getattr__(name: str) -> Any: ...
