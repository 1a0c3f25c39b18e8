"""`async_scoped_session`: the methods of the AsyncSession that it finds for its caller; it has no `run_sync` and no `get_transaction`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, TypeVar, overload

from greenlint_markers import (
    attaches,
    awaits_db,
    begins,
    closes,
    commits,
    detaches,
    expires,
    flushes,
    loads,
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
from ...orm.session import Session, _NoAutoflush
from ...sql.dml import UpdateBase
from ...sql.selectable import _Statement
from .engine import AsyncConnection
from .result import AsyncResult, AsyncScalarResult
from .session import AsyncSessionTransaction, async_sessionmaker

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")

class async_scoped_session(Generic[S]):
    session_factory: Callable[..., S]
    registry: Any
    @overload
    def __init__(self, session_factory: async_sessionmaker[S], scopefunc: Callable[[], Any]) -> None: ...
    @overload
    def __init__(self, session_factory: Callable[..., S], scopefunc: Callable[[], Any]) -> None: ...
    @opens
    def __call__(self, **kw: Any) -> S: ...
    def configure(self, **kwargs: Any) -> None: ...
    @awaits_db
    @closes
    async def remove(self) -> None: ...
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
    @usable
    def is_active(self) -> bool: ...
    @property
    def info(self) -> dict[Any, Any]: ...
    @property
    def no_autoflush(self) -> _NoAutoflush: ...

def __getattr__(name: str) -> Any: ...
