"""The asynchronous session: every call that may send SQL is awaited. `begin()` and `begin_nested()` must be awaited or entered."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import Any, Generic, Self, TypeVar, overload

from greenlint_markers import (
    attaches,
    awaits_db,
    begins,
    closes,
    commits,
    detaches,
    expires,
    flushes,
    in_greenlet,
    loads,
    maps_as,
    must_use,
    opens,
    refreshes,
    rolls_back,
    usable,
    version,
)

from ...engine.base import Connection, Engine
from ...engine.cursor import CursorResult
from ...engine.result import Result, ScalarResult
from ...orm.session import Session, SessionTransaction, _NoAutoflush
from ...sql.dml import UpdateBase
from ...sql.selectable import _Statement
from .engine import AsyncConnection
from .result import AsyncResult, AsyncScalarResult

T = TypeVar("T")
R = TypeVar("R")
S = TypeVar("S", bound="AsyncSession")

@maps_as("awaitable")
class AsyncAttrs:
    class _AsyncAttrGetitem:
        @loads("attribute")
        def __getattr__(self, name: str) -> Any: ...

    @property
    def awaitable_attrs(self) -> AsyncAttrs._AsyncAttrGetitem: ...

class AsyncSession:
    sync_session: Session
    sync_session_class: type[Session]
    @opens
    def __init__(
        self, bind: Any = None, *, binds: Any = None, sync_session_class: Any = None, expire_on_commit: bool = True, **kw: Any
    ) -> None: ...
    async def __aenter__(self) -> Self: ...
    @awaits_db
    @closes
    async def __aexit__(self, type_: Any, value: Any, traceback: Any) -> None: ...
    @awaits_db
    @in_greenlet("fn")
    async def run_sync(self, fn: Callable[..., T], *arg: Any, **kw: Any) -> T: ...
    @attaches
    def add(self, instance: object, _warn: bool = True) -> None: ...
    @attaches
    def add_all(self, instances: Iterable[object]) -> None: ...
    @must_use
    @begins
    def begin(self) -> AsyncSessionTransaction: ...
    @must_use
    @begins
    @flushes
    def begin_nested(self) -> AsyncSessionTransaction: ...
    @awaits_db
    @closes
    async def aclose(self) -> None: ...
    @awaits_db
    @closes
    async def close(self) -> None: ...
    @awaits_db
    @closes
    async def reset(self) -> None: ...
    @awaits_db
    @closes
    async def invalidate(self) -> None: ...
    @classmethod
    @awaits_db
    @closes
    async def close_all(cls) -> None: ...
    @awaits_db
    @commits
    async def commit(self) -> None: ...
    @awaits_db
    @rolls_back
    async def rollback(self) -> None: ...
    @awaits_db
    @flushes
    async def flush(self, objects: Any = None) -> None: ...
    @awaits_db
    async def connection(self, bind_arguments: Any = None, execution_options: Any = None, **kw: Any) -> AsyncConnection: ...
    @attaches("deleted")
    @awaits_db
    async def delete(self, instance: object) -> None: ...
    if version("sqlalchemy") >= (2, 1):
        @awaits_db
        async def delete_all(self, instances: Iterable[object]) -> None: ...
    @overload
    @awaits_db
    @loads
    async def execute(
        self, statement: _Statement[R], params: Any = None, *, execution_options: Any = ..., bind_arguments: Any = None, **kw: Any
    ) -> Result[R]: ...
    @overload
    @awaits_db
    @loads
    async def execute(
        self, statement: UpdateBase, params: Any = None, *, execution_options: Any = ..., bind_arguments: Any = None, **kw: Any
    ) -> CursorResult[Any]: ...
    @overload
    @awaits_db
    @loads
    async def execute(
        self, statement: Any, params: Any = None, *, execution_options: Any = ..., bind_arguments: Any = None, **kw: Any
    ) -> Result[Any]: ...
    @overload
    @awaits_db
    @loads
    async def scalar(
        self,
        statement: _Statement[tuple[T, *tuple[Any, ...]]],
        params: Any = None,
        *,
        execution_options: Any = ...,
        bind_arguments: Any = None,
        **kw: Any,
    ) -> T | None: ...
    @overload
    @awaits_db
    @loads
    async def scalar(
        self, statement: Any, params: Any = None, *, execution_options: Any = ..., bind_arguments: Any = None, **kw: Any
    ) -> Any: ...
    @overload
    @awaits_db
    @loads
    async def scalars(
        self,
        statement: _Statement[tuple[T, *tuple[Any, ...]]],
        params: Any = None,
        *,
        execution_options: Any = ...,
        bind_arguments: Any = None,
        **kw: Any,
    ) -> ScalarResult[T]: ...
    @overload
    @awaits_db
    @loads
    async def scalars(
        self, statement: Any, params: Any = None, *, execution_options: Any = ..., bind_arguments: Any = None, **kw: Any
    ) -> ScalarResult[Any]: ...
    @overload
    @awaits_db
    @loads
    async def stream(
        self, statement: _Statement[R], params: Any = None, *, execution_options: Any = ..., bind_arguments: Any = None, **kw: Any
    ) -> AsyncResult[R]: ...
    @overload
    @awaits_db
    @loads
    async def stream(
        self, statement: Any, params: Any = None, *, execution_options: Any = ..., bind_arguments: Any = None, **kw: Any
    ) -> AsyncResult[Any]: ...
    @overload
    @awaits_db
    @loads
    async def stream_scalars(
        self,
        statement: _Statement[tuple[T, *tuple[Any, ...]]],
        params: Any = None,
        *,
        execution_options: Any = ...,
        bind_arguments: Any = None,
        **kw: Any,
    ) -> AsyncScalarResult[T]: ...
    @overload
    @awaits_db
    @loads
    async def stream_scalars(
        self, statement: Any, params: Any = None, *, execution_options: Any = ..., bind_arguments: Any = None, **kw: Any
    ) -> AsyncScalarResult[Any]: ...
    @awaits_db
    @loads("get")
    async def get(
        self,
        entity: type[T],
        ident: Any,
        *,
        options: Any = None,
        populate_existing: Any = None,
        with_for_update: Any = None,
        identity_token: Any = None,
        execution_options: Any = ...,
    ) -> T | None: ...
    @awaits_db
    @loads("get")
    async def get_one(
        self,
        entity: type[T],
        ident: Any,
        *,
        options: Any = None,
        populate_existing: Any = None,
        with_for_update: Any = None,
        identity_token: Any = None,
        execution_options: Any = ...,
    ) -> T: ...
    @awaits_db
    @loads("merge")
    async def merge(self, instance: T, *, load: bool = True, options: Any = None) -> T: ...
    if version("sqlalchemy") >= (2, 1):
        @awaits_db
        @loads
        async def merge_all(self, instances: Iterable[T], *, load: bool = True, options: Any = None) -> Sequence[T]: ...
    @awaits_db
    @refreshes
    async def refresh(self, instance: object, attribute_names: Any = None, with_for_update: Any = None) -> None: ...
    @expires
    def expire(self, instance: object, attribute_names: Any = None) -> None: ...
    @expires
    def expire_all(self) -> None: ...
    @detaches
    def expunge(self, instance: object) -> None: ...
    @detaches
    def expunge_all(self) -> None: ...
    def is_modified(self, instance: object, include_collections: bool = True) -> bool: ...
    def get_bind(self, mapper: Any = None, clause: Any = None, bind: Any = None, **kw: Any) -> Engine | Connection: ...
    if version("sqlalchemy") >= (2, 1):
        def get_async_bind(self, mapper: Any = None, clause: Any = None, bind: Any = None, **kw: Any) -> Any: ...
    def __contains__(self, instance: object) -> bool: ...
    def __iter__(self) -> Iterator[object]: ...
    @classmethod
    def object_session(cls, instance: object) -> Session | None: ...
    @classmethod
    def identity_key(
        cls, class_: Any = None, ident: Any = None, *, instance: Any = None, row: Any = None, identity_token: Any = None
    ) -> Any: ...
    if version("sqlalchemy") >= (2, 1):
        @property
        def bind(self) -> Any: ...
        @property
        def binds(self) -> Any: ...
        @property
        def execution_options(self) -> Any: ...
    else:
        bind: Any
        binds: Any
    @property
    def autoflush(self) -> bool: ...
    @property
    def identity_map(self) -> Any: ...
    @property
    def new(self) -> Any: ...
    @property
    def dirty(self) -> Any: ...
    @property
    def deleted(self) -> Any: ...
    @property
    @usable
    def is_active(self) -> bool: ...
    @property
    def info(self) -> dict[Any, Any]: ...
    @property
    def no_autoflush(self) -> _NoAutoflush: ...
    if version("sqlalchemy") >= (2, 1):
        def bind_mapper(self, mapper: Any, bind: Any) -> None: ...
        def bind_table(self, table: Any, bind: Any) -> None: ...
    def get_transaction(self) -> AsyncSessionTransaction | None: ...
    def get_nested_transaction(self) -> AsyncSessionTransaction | None: ...
    def in_transaction(self) -> bool: ...
    def in_nested_transaction(self) -> bool: ...

class AsyncSessionTransaction:
    session: AsyncSession
    nested: bool
    sync_transaction: SessionTransaction | None
    def __await__(self) -> Generator[Any, Any, AsyncSessionTransaction]: ...
    @awaits_db
    @begins
    async def __aenter__(self) -> AsyncSessionTransaction: ...
    @awaits_db
    @commits
    async def __aexit__(self, type_: Any, value: Any, traceback: Any) -> None: ...
    @property
    def is_active(self) -> bool: ...
    if version("sqlalchemy") >= (2, 1):
        @property
        def connections(self) -> frozenset[AsyncConnection]: ...
        def bound_connection(self, bindkey: Any = None, *, bind: Any = None, **kw: Any) -> AsyncConnection: ...
    @awaits_db
    @begins
    async def start(self, is_ctxmanager: bool = False) -> AsyncSessionTransaction: ...
    @awaits_db
    @commits
    async def commit(self) -> None: ...
    @awaits_db
    @rolls_back
    async def rollback(self) -> None: ...

class async_sessionmaker(Generic[S]):
    class_: type[S]
    kw: dict[str, Any]
    @overload
    def __init__(
        self, bind: Any = ..., *, class_: type[S], autoflush: bool = ..., expire_on_commit: bool = ..., info: Any = ..., **kw: Any
    ) -> None: ...
    @overload
    def __init__(
        self: async_sessionmaker[AsyncSession],
        bind: Any = ...,
        *,
        autoflush: bool = ...,
        expire_on_commit: bool = ...,
        info: Any = ...,
        **kw: Any,
    ) -> None: ...
    @opens
    def __call__(self, **local_kw: Any) -> S: ...
    @must_use
    @opens
    @begins
    def begin(self) -> _AsyncSessionContextManager[S]: ...
    def configure(self, **new_kw: Any) -> None: ...

class _AsyncSessionContextManager(Generic[S]):
    """What `async_sessionmaker.begin()` gives: a session in a transaction that ends with the block."""

    async def __aenter__(self) -> S: ...
    @awaits_db
    @commits
    @closes
    async def __aexit__(self, type_: Any, value: Any, traceback: Any) -> bool | None: ...

def async_object_session(instance: object) -> AsyncSession | None: ...
def async_session(session: Session) -> AsyncSession | None: ...
@awaits_db
@closes
async def close_all_sessions() -> None: ...

def __getattr__(name: str) -> Any: ...
