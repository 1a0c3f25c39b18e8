"""The synchronous Session: what sends SQL does IO on the calling thread.

Absent on purpose: a mark on `begin`, `begin_nested` and `delete`. They send nothing themselves, save for a flush or the load of a cascade.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Generic, Self, TypeVar, overload

from greenlint_markers import (
    awaits_db,
    begins,
    blocks,
    closes,
    commits,
    expires,
    flushes,
    lazy_query,
    loads,
    opens,
    refreshes,
    rolls_back,
    version,
)

from ..engine.base import Connection, Engine
from ..engine.cursor import CursorResult
from ..engine.result import Result, ScalarResult
from ..ext.asyncio.session import AsyncSession
from ..sql.dml import UpdateBase
from ..sql.elements import SQLCoreOperations
from ..sql.selectable import _Statement
from .query import Query

T = TypeVar("T")
R = TypeVar("R")
S = TypeVar("S")
T0 = TypeVar("T0")
T1 = TypeVar("T1")
T2 = TypeVar("T2")

class Session:
    bind: Any
    autoflush: bool
    expire_on_commit: bool
    identity_map: Any
    if version("sqlalchemy") >= (2, 1):
        execution_options: Any
    connection_callable: Any
    dispatch: Any
    @opens
    def __init__(
        self,
        bind: Any = None,
        *,
        autoflush: bool = True,
        future: Any = True,
        expire_on_commit: bool = True,
        autobegin: bool = True,
        twophase: bool = False,
        binds: Any = None,
        enable_baked_queries: bool = True,
        info: Any = None,
        query_cls: Any = None,
        autocommit: Any = False,
        join_transaction_mode: Any = ...,
        close_resets_only: Any = ...,
        **kw: Any,
    ) -> None: ...
    def __enter__(self) -> Self: ...
    @closes
    def __exit__(self, type_: Any, value: Any, traceback: Any) -> None: ...
    def __contains__(self, instance: object) -> bool: ...
    def __iter__(self) -> Iterator[object]: ...
    @property
    def new(self) -> Any: ...
    @property
    def dirty(self) -> Any: ...
    @property
    def deleted(self) -> Any: ...
    @property
    def is_active(self) -> bool: ...
    @property
    def info(self) -> dict[Any, Any]: ...
    @property
    def no_autoflush(self) -> _NoAutoflush: ...
    def add(self, instance: object, _warn: bool = True) -> None: ...
    def add_all(self, instances: Iterable[object]) -> None: ...
    @begins
    def begin(self, nested: bool = False) -> SessionTransaction: ...
    @begins
    @flushes
    def begin_nested(self) -> SessionTransaction: ...
    @blocks("session", use="AsyncSession.run_sync")
    def bulk_insert_mappings(
        self, mapper: Any, mappings: Iterable[dict[str, Any]], return_defaults: bool = False, render_nulls: bool = False
    ) -> None: ...
    @blocks("session", use="AsyncSession.run_sync")
    def bulk_save_objects(
        self, objects: Iterable[object], return_defaults: bool = False, update_changed_only: bool = True, preserve_order: bool = True
    ) -> None: ...
    @blocks("session", use="AsyncSession.run_sync")
    def bulk_update_mappings(self, mapper: Any, mappings: Iterable[dict[str, Any]]) -> None: ...
    @blocks("session", use="AsyncSession.close")
    @closes
    def close(self) -> None: ...
    @blocks("session", use="AsyncSession.reset")
    @closes
    def reset(self) -> None: ...
    @blocks("session", use="AsyncSession.commit")
    @commits
    def commit(self) -> None: ...
    @blocks("session", use="AsyncSession.connection")
    def connection(self, bind_arguments: Any = None, execution_options: Any = None) -> Connection: ...
    def delete(self, instance: object) -> None: ...
    if version("sqlalchemy") >= (2, 1):
        def delete_all(self, instances: Iterable[object]) -> None: ...
    @overload
    @blocks("session", use="AsyncSession.execute")
    @loads
    def execute(
        self, statement: _Statement[R], params: Any = None, *, execution_options: Any = ..., bind_arguments: Any = None
    ) -> Result[R]: ...
    @overload
    @blocks("session", use="AsyncSession.execute")
    @loads
    def execute(
        self, statement: UpdateBase, params: Any = None, *, execution_options: Any = ..., bind_arguments: Any = None
    ) -> CursorResult[Any]: ...
    @overload
    @blocks("session", use="AsyncSession.execute")
    @loads
    def execute(self, statement: Any, params: Any = None, *, execution_options: Any = ..., bind_arguments: Any = None) -> Result[Any]: ...
    @expires
    def expire(self, instance: object, attribute_names: Any = None) -> None: ...
    @expires
    def expire_all(self) -> None: ...
    def expunge(self, instance: object) -> None: ...
    def expunge_all(self) -> None: ...
    @blocks("session", use="AsyncSession.flush")
    @flushes
    def flush(self, objects: Any = None) -> None: ...
    @blocks("session", use="AsyncSession.get")
    @loads("get")
    def get(
        self,
        entity: type[T],
        ident: Any,
        *,
        options: Any = None,
        populate_existing: Any = None,
        with_for_update: Any = None,
        identity_token: Any = None,
        execution_options: Any = ...,
        bind_arguments: Any = None,
    ) -> T | None: ...
    @blocks("session", use="AsyncSession.get_one")
    @loads("get")
    def get_one(
        self,
        entity: type[T],
        ident: Any,
        *,
        options: Any = None,
        populate_existing: Any = None,
        with_for_update: Any = None,
        identity_token: Any = None,
        execution_options: Any = ...,
        bind_arguments: Any = None,
    ) -> T: ...
    def get_bind(self, mapper: Any = None, *, clause: Any = None, bind: Any = None, **kw: Any) -> Engine | Connection: ...
    def is_modified(self, instance: object, include_collections: bool = True) -> bool: ...
    @blocks("session", use="AsyncSession.merge")
    @loads("merge")
    def merge(self, instance: T, *, load: bool = True, options: Any = None) -> T: ...
    if version("sqlalchemy") >= (2, 1):
        @blocks("session", use="AsyncSession.merge_all")
        @loads("merge")
        def merge_all(self, instances: Iterable[T], *, load: bool = True, options: Any = None) -> Sequence[T]: ...
    @overload
    @lazy_query
    def query(self, __ent0: type[T], **kwargs: Any) -> Query[T]: ...
    @overload
    @lazy_query
    def query(self, __ent0: SQLCoreOperations[T0], **kwargs: Any) -> Query[tuple[T0]]: ...
    @overload
    @lazy_query
    def query(
        self, __ent0: type[T0] | SQLCoreOperations[T0], __ent1: type[T1] | SQLCoreOperations[T1], **kwargs: Any
    ) -> Query[tuple[T0, T1]]: ...
    @overload
    @lazy_query
    def query(
        self,
        __ent0: type[T0] | SQLCoreOperations[T0],
        __ent1: type[T1] | SQLCoreOperations[T1],
        __ent2: type[T2] | SQLCoreOperations[T2],
        **kwargs: Any,
    ) -> Query[tuple[T0, T1, T2]]: ...
    @overload
    @lazy_query
    def query(self, *entities: Any, **kwargs: Any) -> Query[Any]: ...
    @blocks("session", use="AsyncSession.refresh")
    @refreshes
    def refresh(self, instance: object, attribute_names: Any = None, with_for_update: Any = None) -> None: ...
    @blocks("session", use="AsyncSession.rollback")
    @rolls_back
    def rollback(self) -> None: ...
    @overload
    @blocks("session", use="AsyncSession.scalar")
    @loads
    def scalar(
        self,
        statement: _Statement[tuple[T, *tuple[Any, ...]]],
        params: Any = None,
        *,
        execution_options: Any = ...,
        bind_arguments: Any = None,
        **kw: Any,
    ) -> T | None: ...
    @overload
    @blocks("session", use="AsyncSession.scalar")
    @loads
    def scalar(
        self, statement: Any, params: Any = None, *, execution_options: Any = ..., bind_arguments: Any = None, **kw: Any
    ) -> Any: ...
    @overload
    @blocks("session", use="AsyncSession.scalars")
    @loads
    def scalars(
        self,
        statement: _Statement[tuple[T, *tuple[Any, ...]]],
        params: Any = None,
        *,
        execution_options: Any = ...,
        bind_arguments: Any = None,
        **kw: Any,
    ) -> ScalarResult[T]: ...
    @overload
    @blocks("session", use="AsyncSession.scalars")
    @loads
    def scalars(
        self, statement: Any, params: Any = None, *, execution_options: Any = ..., bind_arguments: Any = None, **kw: Any
    ) -> ScalarResult[Any]: ...
    @classmethod
    def object_session(cls, instance: object) -> Session | None: ...
    @classmethod
    def identity_key(
        cls, class_: Any = None, ident: Any = None, *, instance: Any = None, row: Any = None, identity_token: Any = None
    ) -> Any: ...
    if version("sqlalchemy") < (2, 1):
        @classmethod
        @blocks("session", use="AsyncSession.close_all")
        @closes
        def close_all(cls) -> None: ...
    def bind_mapper(self, mapper: Any, bind: Engine | Connection) -> None: ...
    def bind_table(self, table: Any, bind: Engine | Connection) -> None: ...
    @loads
    def enable_relationship_loading(self, obj: object) -> None: ...
    def get_nested_transaction(self) -> SessionTransaction | None: ...
    def get_transaction(self) -> SessionTransaction | None: ...
    def in_nested_transaction(self) -> bool: ...
    def in_transaction(self) -> bool: ...
    @blocks("session", use="AsyncSession.invalidate")
    @closes
    def invalidate(self) -> None: ...
    @blocks("session", use="AsyncSession.run_sync")
    @flushes
    def prepare(self) -> None: ...

class _NoAutoflush:
    """What entering `no_autoflush` needs; the synchronous session comes out, of the asynchronous one too."""

    def __enter__(self) -> Session: ...
    def __exit__(self, type_: Any, value: Any, traceback: Any) -> None: ...

class SessionTransaction:
    session: Session
    nested: bool
    def __enter__(self) -> Self: ...
    @blocks("session", use="AsyncSession.begin")
    @commits
    def __exit__(self, type_: Any, value: Any, traceback: Any) -> bool | None: ...
    @property
    def is_active(self) -> bool: ...
    @property
    def parent(self) -> SessionTransaction | None: ...
    if version("sqlalchemy") >= (2, 1):
        @property
        def connections(self) -> frozenset[Connection]: ...
        def bound_connection(self, bindkey: Any = None, **kwargs: Any) -> Connection: ...
    @blocks("session", use="AsyncSession.connection")
    def connection(self, bindkey: Any, execution_options: Any = None, **kwargs: Any) -> Connection: ...
    @blocks("session", use="AsyncSession.commit")
    @commits
    def commit(self, _to_root: bool = False) -> None: ...
    @blocks("session", use="AsyncSession.rollback")
    @rolls_back
    def rollback(self, _capture_exception: bool = False, _to_root: bool = False) -> None: ...
    @blocks("session", use="AsyncSession.close")
    @closes
    def close(self, invalidate: bool = False) -> None: ...
    @blocks("session", use="AsyncSession.run_sync")
    @flushes
    def prepare(self) -> None: ...

class sessionmaker(Generic[S]):
    class_: type[S]
    kw: dict[str, Any]
    @overload
    def __init__(
        self, bind: Any = ..., *, class_: type[S], autoflush: bool = ..., expire_on_commit: bool = ..., info: Any = ..., **kw: Any
    ) -> None: ...
    @overload
    def __init__(
        self: sessionmaker[Session],
        bind: Any = ...,
        *,
        autoflush: bool = ...,
        expire_on_commit: bool = ...,
        info: Any = ...,
        **kw: Any,
    ) -> None: ...
    @opens
    def __call__(self, **local_kw: Any) -> S: ...
    @opens
    @begins
    def begin(self) -> _MakerTransaction[S]: ...
    def configure(self, **new_kw: Any) -> None: ...
    @classmethod
    def object_session(cls, instance: object) -> Session | None: ...
    @classmethod
    def identity_key(
        cls, class_: Any = None, ident: Any = None, *, instance: Any = None, row: Any = None, identity_token: Any = None
    ) -> Any: ...
    if version("sqlalchemy") < (2, 1):
        @classmethod
        @blocks("session", use="AsyncSession.close_all")
        @closes
        def close_all(cls) -> None: ...

class _MakerTransaction(Generic[S]):
    """What `sessionmaker.begin()` gives: for a Session entered with `with`, for an AsyncSession with `async with`."""

    def __enter__(self: _MakerTransaction[Session]) -> S: ...
    @blocks("session", use="async_sessionmaker.begin")
    @commits
    @closes
    def __exit__(self: _MakerTransaction[Session], type_: Any, value: Any, traceback: Any) -> bool | None: ...
    async def __aenter__(self: _MakerTransaction[AsyncSession]) -> S: ...
    @awaits_db
    @commits
    @closes
    async def __aexit__(self: _MakerTransaction[AsyncSession], type_: Any, value: Any, traceback: Any) -> bool | None: ...

class ORMExecuteState:
    session: Session
    statement: Any
    execution_options: Any
    is_select: bool
    is_insert: bool
    is_update: bool
    is_delete: bool
    @blocks("session", use="AsyncSession.execute")
    def invoke_statement(
        self, statement: Any = None, params: Any = None, execution_options: Any = None, bind_arguments: Any = None
    ) -> Result[Any]: ...

@blocks("session", use="close_all_sessions")
@closes
def close_all_sessions() -> None: ...
def object_session(instance: object) -> Session | None: ...
def make_transient(instance: object) -> None: ...
def make_transient_to_detached(instance: object) -> None: ...

def __getattr__(name: str) -> Any: ...
