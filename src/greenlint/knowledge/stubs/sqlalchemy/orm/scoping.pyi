"""`scoped_session`: the methods of the Session that it finds for its caller."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, TypeVar, overload

from greenlint_markers import begins, blocks, closes, commits, expires, flushes, lazy_query, loads, opens, refreshes, rolls_back, version

from ..engine.base import Connection, Engine
from ..engine.cursor import CursorResult
from ..engine.result import Result, ScalarResult
from ..sql.dml import UpdateBase
from ..sql.elements import SQLCoreOperations
from ..sql.selectable import _Statement
from .query import Query
from .session import Session, SessionTransaction, _NoAutoflush, sessionmaker

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")
T0 = TypeVar("T0")
T1 = TypeVar("T1")
T2 = TypeVar("T2")

class scoped_session(Generic[S]):
    session_factory: Callable[..., S]
    registry: Any
    @overload
    def __init__(self, session_factory: sessionmaker[S], scopefunc: Callable[[], Any] | None = None) -> None: ...
    @overload
    def __init__(self, session_factory: Callable[..., S], scopefunc: Callable[[], Any] | None = None) -> None: ...
    @opens
    def __call__(self, **kw: Any) -> S: ...
    def configure(self, **kwargs: Any) -> None: ...
    @blocks("session", use="async_scoped_session.remove")
    @closes
    def remove(self) -> None: ...
    def query_property(self, query_cls: Any = None) -> QueryPropertyDescriptor: ...
    def __contains__(self, instance: object) -> bool: ...
    def __iter__(self) -> Iterator[object]: ...
    @property
    def bind(self) -> Any: ...
    if version("sqlalchemy") >= (2, 1):
        @property
        def binds(self) -> Any: ...
        @property
        def execution_options(self) -> Any: ...
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

class QueryPropertyDescriptor:
    def __get__(self, instance: Any, owner: type[T]) -> Query[T]: ...

def __getattr__(name: str) -> Any: ...
