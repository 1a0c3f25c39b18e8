"""Connections of oracledb. An asynchronous one is opened by awaiting or entering it."""

from typing import Any, AsyncIterator, Generator, Iterator, Self

from greenlint_markers import awaits_db, begins, blocks, closes, commits, opens, rolls_back

from oracledb.aq import AsyncQueue, Queue
from oracledb.cursor import AsyncCursor, Cursor
from oracledb.lob import LOB, AsyncLOB
from oracledb.soda import SodaDatabase

class Connection:
    action: str
    autocommit: bool
    callTimeout: int
    call_timeout: int
    client_identifier: str
    clientinfo: str
    current_schema: str
    db_domain: str
    db_name: str
    db_unique_name: str
    dbop: str
    dsn: str
    econtext_id: str
    edition: str
    external_name: str
    handle: int
    host: str
    inputtypehandler: Any
    instance_name: str
    internal_name: str
    ltxid: bytes
    maxBytesPerCharacter: int
    max_identifier_length: int
    max_open_cursors: int
    module: str
    operation_callback: Any
    outputtypehandler: Any
    port: int
    protocol: str
    proxy_user: str | None
    round_trip_callback: Any
    sdu: int
    serial_num: int
    service_name: str
    session_id: int
    stmtcachesize: int
    supports_opentelemetry_tracing: bool
    tag: str
    thin: bool
    transaction_in_progress: bool
    transaction_priority: Any
    username: str
    version: str
    warning: Any
    @opens
    @blocks("driver", use="oracledb.connect_async")
    def __init__(self, dsn: str | None = None, *, pool: Any = None, params: Any = None, **kwargs: Any) -> None: ...
    @blocks("driver", use="oracledb.AsyncConnection.cancel")
    def cancel(self) -> None: ...
    def clear_app_context(self, namespace: str) -> None: ...
    def clear_end_user_security_context(self) -> None: ...
    def decode_oson(self, data: bytes) -> Any: ...
    def encode_oson(self, value: Any) -> bytes: ...
    def is_healthy(self) -> bool: ...
    def msgproperties(
        self,
        payload: Any = None,
        correlation: str | None = None,
        delay: int | None = None,
        exceptionq: str | None = None,
        *args: Any,
        **options: Any,
    ) -> Any: ...
    def queue(self, name: str, payload_type: Any = None, *, payloadType: Any = None) -> Queue: ...
    def set_app_context(self, namespace: str, **values: Any) -> None: ...
    def set_end_user_security_context(self, context: Any) -> None: ...
    def set_opentelemetry_trace_context(self, traceparent: str | None, tracestate: str = "") -> None: ...
    def xid(self, format_id: int, global_transaction_id: Any, branch_qualifier: Any) -> Any: ...
    def __enter__(self) -> Self: ...
    @closes
    @blocks("driver", use="oracledb.AsyncConnection.close")
    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None: ...
    @begins
    @blocks("driver", use="oracledb.AsyncConnection.tpc_begin")
    def begin(self, format_id: int = -1, transaction_id: str = "", branch_id: str = "") -> None: ...
    @blocks("driver", use="oracledb.AsyncConnection.begin_sessionless_transaction")
    def begin_sessionless_transaction(self, transaction_id: Any = None, timeout: int = 60, defer_round_trip: bool = False) -> bytes: ...
    @blocks("driver", use="oracledb.AsyncConnection.changepassword")
    def changepassword(self, old_password: str, new_password: str) -> None: ...
    @closes
    @blocks("driver", use="oracledb.AsyncConnection.close")
    def close(self) -> None: ...
    @commits
    @blocks("driver", use="oracledb.AsyncConnection.commit")
    def commit(self) -> None: ...
    @blocks("driver", use="oracledb.AsyncConnection.createlob")
    def createlob(self, lob_type: Any, data: Any = None) -> LOB: ...
    def cursor(self, scrollable: bool = False, handle: Any = None) -> Cursor: ...
    @blocks("driver", use="oracledb.AsyncConnection.direct_path_load")
    def direct_path_load(
        self, schema_name: str, table_name: str, column_names: Any, data: Any, *, batch_size: int = ..., **options: Any
    ) -> None: ...
    @blocks("driver", use="oracledb.AsyncConnection.fetch_df_all")
    def fetch_df_all(
        self,
        statement: str | None = None,
        parameters: Any = None,
        arraysize: int | None = None,
        *,
        fetch_decimals: bool | None = None,
        requested_schema: Any = None,
        handle: Any = None,
        **options: Any,
    ) -> Any: ...
    @blocks("driver", use="oracledb.AsyncConnection.fetch_df_batches")
    def fetch_df_batches(
        self,
        statement: str | None = None,
        parameters: Any = None,
        size: int | None = None,
        *,
        fetch_decimals: bool | None = None,
        requested_schema: Any = None,
        handle: Any = None,
        **options: Any,
    ) -> Iterator[Any]: ...
    @blocks("driver")
    def getSodaDatabase(self) -> SodaDatabase: ...
    @blocks("driver", use="oracledb.AsyncConnection.gettype")
    def gettype(self, name: str) -> Any: ...
    @blocks("driver", use="oracledb.AsyncConnection.ping")
    def ping(self) -> None: ...
    @blocks("driver", use="oracledb.AsyncConnection.tpc_prepare")
    def prepare(self) -> bool: ...
    @blocks("driver", use="oracledb.AsyncConnection.resume_sessionless_transaction")
    def resume_sessionless_transaction(self, transaction_id: Any, timeout: int = 60, defer_round_trip: bool = False) -> bytes: ...
    @rolls_back
    @blocks("driver", use="oracledb.AsyncConnection.rollback")
    def rollback(self) -> None: ...
    @blocks("driver")
    def shutdown(self, mode: int = 0) -> None: ...
    @blocks("driver")
    def startup(self, force: bool = False, restrict: bool = False, pfile: str | None = None) -> None: ...
    @blocks("driver")
    def subscribe(
        self, namespace: int = 2, protocol: int = 0, callback: Any = None, timeout: int = 0, *args: Any, **options: Any
    ) -> Any: ...
    @blocks("driver", use="oracledb.AsyncConnection.suspend_sessionless_transaction")
    def suspend_sessionless_transaction(self) -> None: ...
    @begins
    @blocks("driver", use="oracledb.AsyncConnection.tpc_begin")
    def tpc_begin(self, xid: Any, flags: int = 1, timeout: int = 0) -> None: ...
    @commits
    @blocks("driver", use="oracledb.AsyncConnection.tpc_commit")
    def tpc_commit(self, xid: Any = None, one_phase: bool = False) -> None: ...
    @blocks("driver", use="oracledb.AsyncConnection.tpc_end")
    def tpc_end(self, xid: Any = None, flags: int = 0) -> None: ...
    @blocks("driver", use="oracledb.AsyncConnection.tpc_forget")
    def tpc_forget(self, xid: Any) -> None: ...
    @blocks("driver", use="oracledb.AsyncConnection.tpc_prepare")
    def tpc_prepare(self, xid: Any = None) -> bool: ...
    @blocks("driver", use="oracledb.AsyncConnection.tpc_recover")
    def tpc_recover(self) -> Any: ...
    @rolls_back
    @blocks("driver", use="oracledb.AsyncConnection.tpc_rollback")
    def tpc_rollback(self, xid: Any = None) -> None: ...
    @blocks("driver")
    def unsubscribe(self, subscr: Any) -> None: ...

class AsyncConnection:
    action: str
    autocommit: bool
    call_timeout: int
    client_identifier: str
    clientinfo: str
    current_schema: str
    db_domain: str
    db_name: str
    db_unique_name: str
    dbop: str
    dsn: str
    econtext_id: str
    edition: str
    external_name: str
    host: str
    inputtypehandler: Any
    instance_name: str
    internal_name: str
    ltxid: bytes
    max_identifier_length: int
    max_open_cursors: int
    module: str
    operation_callback: Any
    outputtypehandler: Any
    port: int
    protocol: str
    proxy_user: str | None
    round_trip_callback: Any
    sdu: int
    serial_num: int
    service_name: str
    session_id: int
    stmtcachesize: int
    supports_opentelemetry_tracing: bool
    tag: str
    thin: bool
    transaction_in_progress: bool
    transaction_priority: Any
    username: str
    version: str
    warning: Any
    def cancel(self) -> None: ...
    def clear_app_context(self, namespace: str) -> None: ...
    def clear_end_user_security_context(self) -> None: ...
    def decode_oson(self, data: bytes) -> Any: ...
    def encode_oson(self, value: Any) -> bytes: ...
    def is_healthy(self) -> bool: ...
    def msgproperties(
        self,
        payload: Any = None,
        correlation: str | None = None,
        delay: int | None = None,
        exceptionq: str | None = None,
        *args: Any,
        **options: Any,
    ) -> Any: ...
    def queue(self, name: str, payload_type: Any = None, *, payloadType: Any = None) -> AsyncQueue: ...
    def set_app_context(self, namespace: str, **values: Any) -> None: ...
    def set_end_user_security_context(self, context: Any) -> None: ...
    def set_opentelemetry_trace_context(self, traceparent: str | None, tracestate: str = "") -> None: ...
    def xid(self, format_id: int, global_transaction_id: Any, branch_qualifier: Any) -> Any: ...
    @opens
    @awaits_db
    async def __aenter__(self) -> Self: ...
    @closes
    @awaits_db
    async def __aexit__(self, *exc_info: Any) -> None: ...
    @opens
    @awaits_db
    def __await__(self) -> Generator[Any, Any, Self]: ...
    @awaits_db
    async def begin_sessionless_transaction(
        self, transaction_id: Any = None, timeout: int = 60, defer_round_trip: bool = False
    ) -> bytes: ...
    @awaits_db
    async def callfunc(self, name: str, return_type: Any, parameters: Any = None, keyword_parameters: Any = None) -> Any: ...
    @awaits_db
    async def callproc(self, name: str, parameters: Any = None, keyword_parameters: Any = None) -> Any: ...
    @awaits_db
    async def changepassword(self, old_password: str, new_password: str) -> None: ...
    @closes
    @awaits_db
    async def close(self) -> None: ...
    @commits
    @awaits_db
    async def commit(self) -> None: ...
    @awaits_db
    async def createlob(self, lob_type: Any, data: Any = None) -> AsyncLOB: ...
    def cursor(self, scrollable: bool = False) -> AsyncCursor: ...
    @awaits_db
    async def direct_path_load(
        self, schema_name: str, table_name: str, column_names: Any, data: Any, *, batch_size: int = ..., **options: Any
    ) -> None: ...
    @awaits_db
    async def execute(self, statement: str, parameters: Any = None) -> None: ...
    @awaits_db
    async def executemany(self, statement: str | None, parameters: Any) -> None: ...
    @awaits_db
    async def fetchall(
        self,
        statement: str,
        parameters: Any = None,
        arraysize: int | None = None,
        rowfactory: Any = None,
        *,
        fetch_lobs: bool | None = None,
        fetch_decimals: bool | None = None,
        **options: Any,
    ) -> list[Any]: ...
    @awaits_db
    async def fetch_df_all(
        self,
        statement: str,
        parameters: Any = None,
        arraysize: int | None = None,
        *,
        fetch_decimals: bool | None = None,
        requested_schema: Any = None,
        **options: Any,
    ) -> Any: ...
    def fetch_df_batches(
        self,
        statement: str,
        parameters: Any = None,
        size: int | None = None,
        *,
        fetch_decimals: bool | None = None,
        requested_schema: Any = None,
        **options: Any,
    ) -> AsyncIterator[Any]: ...
    @awaits_db
    async def fetchmany(
        self,
        statement: str,
        parameters: Any = None,
        num_rows: int | None = None,
        rowfactory: Any = None,
        *,
        fetch_lobs: bool | None = None,
        fetch_decimals: bool | None = None,
        **options: Any,
    ) -> list[Any]: ...
    @awaits_db
    async def fetchone(
        self,
        statement: str,
        parameters: Any = None,
        rowfactory: Any = None,
        *,
        fetch_lobs: bool | None = None,
        fetch_decimals: bool | None = None,
        **options: Any,
    ) -> Any: ...
    @awaits_db
    async def gettype(self, name: str) -> Any: ...
    @awaits_db
    async def ping(self) -> None: ...
    @awaits_db
    async def resume_sessionless_transaction(self, transaction_id: Any, timeout: int = 60, defer_round_trip: bool = False) -> bytes: ...
    @rolls_back
    @awaits_db
    async def rollback(self) -> None: ...
    @awaits_db
    async def run_pipeline(self, pipeline: Any, continue_on_error: bool = False) -> list[Any]: ...
    @awaits_db
    async def suspend_sessionless_transaction(self) -> None: ...
    @closes
    def terminate(self) -> None: ...
    @begins
    @awaits_db
    async def tpc_begin(self, xid: Any, flags: int = 1, timeout: int = 0) -> None: ...
    @commits
    @awaits_db
    async def tpc_commit(self, xid: Any = None, one_phase: bool = False) -> None: ...
    @awaits_db
    async def tpc_end(self, xid: Any = None, flags: int = 0) -> None: ...
    @awaits_db
    async def tpc_forget(self, xid: Any) -> None: ...
    @awaits_db
    async def tpc_prepare(self, xid: Any = None) -> bool: ...
    @awaits_db
    async def tpc_recover(self) -> Any: ...
    @rolls_back
    @awaits_db
    async def tpc_rollback(self, xid: Any = None) -> None: ...

def __getattr__(name: str) -> Any: ...
