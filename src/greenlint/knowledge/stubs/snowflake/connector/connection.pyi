"""A connection of snowflake.connector; making one connects, leaving it as a context manager commits and closes."""

from typing import Any, Iterator, Self, TypeVar, overload

from greenlint_markers import blocks, closes, commits, opens, rolls_back

from snowflake.connector.cursor import SnowflakeCursor

_C = TypeVar("_C")

class SnowflakeConnection:
    account: str | None
    application: str
    arrow_number_to_decimal: bool
    arrow_number_to_decimal_setter: bool
    client_prefetch_threads: int | None
    client_session_keep_alive: bool | None
    client_session_keep_alive_heartbeat_frequency: int | None
    config: Any
    conn_handle: Any
    consent_cache_id_token: bool
    database: str | None
    expired: bool
    force_microsecond_precision: bool
    host: str | None
    insecure_mode: bool
    is_pyformat: bool
    log_max_query_length: int
    login_timeout: int | None
    messages: Any
    network_timeout: int | None
    no_proxy: str | None
    paramstyle: Any
    platform_detection_timeout_seconds: float | None
    port: int | None
    proxy_host: str | None
    proxy_password: str | None
    proxy_port: int | None
    proxy_user: str | None
    rest: Any
    role: str | None
    schema: str | None
    service_name: str | None
    session_id: int
    snowflake_version: Any
    socket_timeout: int | None
    telemetry_enabled: bool
    use_openssl_only: bool
    user: str | None
    validate_default_parameters: bool
    warehouse: str | None
    @opens
    @blocks("driver", use="snowflake.connector.aio.connect")
    def __init__(
        self, *, connection_name: str | None = None, connections_file_path: Any = None, config: Any = None, **kwargs: Any
    ) -> None: ...
    def get_autocommit(self) -> bool: ...
    def get_client_prefetch_threads(self) -> int: ...
    def is_expired(self) -> bool: ...
    @staticmethod
    def is_still_running(status: Any) -> bool: ...
    @staticmethod
    def is_an_error(status: Any) -> bool: ...
    @closes
    @blocks("driver", use="snowflake.connector.aio.SnowflakeConnection.close")
    def close(self, retry: bool = True) -> None: ...
    @commits
    @blocks("driver", use="snowflake.connector.aio.SnowflakeConnection.commit")
    def commit(self) -> None: ...
    @rolls_back
    @blocks("driver", use="snowflake.connector.aio.SnowflakeConnection.rollback")
    def rollback(self) -> None: ...
    def __enter__(self) -> Self: ...
    @commits
    @closes
    @blocks("driver", use="snowflake.connector.aio.SnowflakeConnection.close")
    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None: ...
    @blocks("driver", use="snowflake.connector.aio.SnowflakeConnection.set_autocommit")
    def set_autocommit(self, autocommit: bool) -> None: ...
    @blocks("driver", use="snowflake.connector.aio.SnowflakeConnection.autocommit")
    def autocommit(self, value: bool) -> None: ...
    def set_client_prefetch_threads(self, value: int) -> None: ...
    def is_closed(self) -> bool: ...
    @blocks("driver", use="snowflake.connector.aio.SnowflakeConnection.is_valid")
    def is_valid(self) -> bool: ...
    @blocks("driver", use="snowflake.connector.aio.SnowflakeConnection.execute_string")
    def execute_string(
        self, sql_text: str, remove_comments: bool = False, return_cursors: bool = True, cursor_class: Any = ..., **kwargs: Any
    ) -> Any: ...
    @blocks("driver", use="snowflake.connector.aio.SnowflakeConnection.execute_stream")
    def execute_stream(self, stream: Any, remove_comments: bool = False, cursor_class: Any = ..., **kwargs: Any) -> Iterator[Any]: ...
    @blocks("driver", use="snowflake.connector.aio.SnowflakeConnection.get_query_status")
    def get_query_status(self, sf_qid: str) -> Any: ...
    @blocks("driver", use="snowflake.connector.aio.SnowflakeConnection.get_query_status_throw_if_error")
    def get_query_status_throw_if_error(self, sf_qid: str) -> Any: ...
    @overload
    def cursor(self, cursor_class: None = None) -> SnowflakeCursor: ...
    @overload
    def cursor(self, cursor_class: type[_C]) -> _C: ...

def __getattr__(name: str) -> Any: ...
