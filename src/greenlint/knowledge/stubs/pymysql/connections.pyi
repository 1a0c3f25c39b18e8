"""A connection of pymysql; making one connects, unless `defer_connect` is given. Leaving it as a context manager closes it."""

from typing import Any, Self, TypeVar, overload

from greenlint_markers import begins, blocks, closes, commits, opens, rolls_back

from pymysql.cursors import Cursor

_C = TypeVar("_C")

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
    bind_address: Any
    charset: str
    client_flag: Any
    collation: Any
    connect_timeout: Any
    ctx: Any
    cursorclass: Any
    db: Any
    decoders: Any
    encoders: Any
    encoding: str
    host: Any
    host_info: str
    init_command: Any
    max_allowed_packet: Any
    open: Any
    password: Any
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
    ssl: Any
    unix_socket: Any
    use_unicode: bool
    user: Any
    @opens
    @blocks("driver", use="aiomysql.connect")
    def __init__(self, *, user: Any = None, password: Any = "", host: Any = None, database: Any = None, **options: Any) -> None: ...
    def __enter__(self) -> Self: ...
    @closes
    @blocks("driver", use="aiomysql.Connection.ensure_closed")
    def __exit__(self, *exc_info: Any) -> None: ...
    @closes
    @blocks("driver", use="aiomysql.Connection.ensure_closed")
    def close(self) -> None: ...
    @blocks("driver", use="aiomysql.Connection.autocommit")
    def autocommit(self, value: Any) -> None: ...
    def get_autocommit(self) -> bool: ...
    @begins
    @blocks("driver", use="aiomysql.Connection.begin")
    def begin(self) -> None: ...
    @commits
    @blocks("driver", use="aiomysql.Connection.commit")
    def commit(self) -> None: ...
    @rolls_back
    @blocks("driver", use="aiomysql.Connection.rollback")
    def rollback(self) -> None: ...
    @blocks("driver", use="aiomysql.Connection.show_warnings")
    def show_warnings(self) -> Any: ...
    @blocks("driver", use="aiomysql.Connection.select_db")
    def select_db(self, db: Any) -> None: ...
    def escape(self, obj: Any, mapping: Any = None) -> str: ...
    def literal(self, obj: Any) -> str: ...
    @blocks("driver", use="aiomysql.Connection.query")
    def query(self, sql: Any, unbuffered: bool = False) -> int: ...
    @blocks("driver", use="aiomysql.Connection.next_result")
    def next_result(self, unbuffered: bool = False) -> Any: ...
    def affected_rows(self) -> int: ...
    @blocks("driver", use="aiomysql.Connection.kill")
    def kill(self, thread_id: Any) -> Any: ...
    @blocks("driver", use="aiomysql.Connection.ping")
    def ping(self, reconnect: bool = False) -> None: ...
    @blocks("driver", use="aiomysql.Connection.set_charset")
    def set_charset(self, charset: Any) -> None: ...
    @blocks("driver", use="aiomysql.Connection.set_charset")
    def set_character_set(self, charset: Any, collation: Any = None) -> None: ...
    @opens
    @blocks("driver", use="aiomysql.connect")
    def connect(self, sock: Any = None) -> None: ...
    def insert_id(self) -> int: ...
    def thread_id(self) -> int: ...
    def character_set_name(self) -> str: ...
    def get_host_info(self) -> Any: ...
    def get_proto_info(self) -> Any: ...
    def get_server_info(self) -> Any: ...
    @overload
    def cursor(self, cursor: None = None) -> Cursor: ...
    @overload
    def cursor(self, cursor: type[_C]) -> _C: ...

def __getattr__(name: str) -> Any: ...
