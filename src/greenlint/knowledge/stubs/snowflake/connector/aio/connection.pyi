"""A connection of snowflake.connector.aio. `connect()` gives what is awaited or entered."""

from typing import Any, AsyncIterator, Self, TypeVar, overload

from greenlint_markers import awaits_db, closes, commits, opens, rolls_back

from snowflake.connector.aio.cursor import SnowflakeCursor

_C = TypeVar("_C")

class SnowflakeConnection:
    # Not all of it is known here.
    def __getattr__(self, name: str) -> Any: ...
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
    role: str | None
    schema: str | None
    service_name: str | None
    session_id: int
    socket_timeout: int | None
    telemetry_enabled: bool
    use_openssl_only: bool
    user: str | None
    validate_default_parameters: bool
    warehouse: str | None
    def get_autocommit(self) -> bool: ...
    def get_client_prefetch_threads(self) -> int: ...
    def is_expired(self) -> bool: ...
    @staticmethod
    def is_still_running(status: Any) -> bool: ...
    @staticmethod
    def is_an_error(status: Any) -> bool: ...
    @opens
    @awaits_db
    async def connect(self) -> None: ...
    @closes
    @awaits_db
    async def close(self, retry: bool = True) -> None: ...
    @commits
    @awaits_db
    async def commit(self) -> None: ...
    @rolls_back
    @awaits_db
    async def rollback(self) -> None: ...
    async def __aenter__(self) -> Self: ...
    @commits
    @closes
    @awaits_db
    async def __aexit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None: ...
    @awaits_db
    async def set_autocommit(self, autocommit: bool) -> None: ...
    @awaits_db
    async def autocommit(self, value: bool) -> None: ...
    @awaits_db
    async def set_client_prefetch_threads(self, value: int) -> None: ...
    def is_closed(self) -> bool: ...
    @awaits_db
    async def is_valid(self) -> bool: ...
    @awaits_db
    async def execute_string(
        self, sql_text: str, remove_comments: bool = False, return_cursors: bool = True, cursor_class: Any = ..., **kwargs: Any
    ) -> Any: ...
    def execute_stream(self, stream: Any, remove_comments: bool = False, cursor_class: Any = ..., **kwargs: Any) -> AsyncIterator[Any]: ...
    def fetch_info(self, field: str) -> Any: ...
    @awaits_db
    async def snowflake_version(self) -> str: ...
    @awaits_db
    async def get_query_status(self, sf_qid: str) -> Any: ...
    @awaits_db
    async def get_query_status_throw_if_error(self, sf_qid: str) -> Any: ...
    @overload
    def cursor(self, cursor_class: None = None) -> SnowflakeCursor: ...
    @overload
    def cursor(self, cursor_class: type[_C]) -> _C: ...

def __getattr__(name: str) -> Any: ...
