"""Results of `stream`: rows come from the server while they are read, so reading is awaited.

A row is typed as the tuple of what it holds.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Any, Generic, Self, TypeVar, overload

from greenlint_markers import awaits_db, closes, consumes, deduplicates, loads

from ...engine.result import FrozenResult
from ...engine.row import RowMapping

T = TypeVar("T")
R = TypeVar("R")

class AsyncCommon(Generic[R]):
    @property
    def closed(self) -> bool: ...
    @awaits_db
    @closes
    async def close(self) -> None: ...
    def yield_per(self, num: int) -> Self: ...

class AsyncResult(AsyncCommon[R]):
    def keys(self) -> Any: ...
    @property
    def t(self) -> AsyncResult[R]: ...
    def tuples(self) -> AsyncResult[R]: ...
    def columns(self, *col_expressions: Any) -> AsyncResult[Any]: ...
    @overload
    def scalars(self: AsyncResult[tuple[T, *tuple[Any, ...]]]) -> AsyncScalarResult[T]: ...
    @overload
    def scalars(self, index: Any = 0) -> AsyncScalarResult[Any]: ...
    def mappings(self) -> AsyncMappingResult: ...
    @deduplicates
    def unique(self, strategy: Any = None) -> Self: ...
    @consumes
    def __aiter__(self) -> AsyncIterator[R]: ...
    @awaits_db
    @loads
    @consumes
    async def __anext__(self) -> R: ...
    @consumes
    def partitions(self, size: int | None = None) -> AsyncIterator[Sequence[R]]: ...
    @awaits_db
    @loads
    @consumes
    async def fetchone(self) -> R | None: ...
    @awaits_db
    @loads
    @consumes
    async def fetchall(self) -> Sequence[R]: ...
    @awaits_db
    @loads
    @consumes
    async def fetchmany(self, size: int | None = None) -> Sequence[R]: ...
    @awaits_db
    @loads
    @consumes
    async def all(self) -> Sequence[R]: ...
    @awaits_db
    @loads
    async def first(self) -> R | None: ...
    @awaits_db
    @loads
    @consumes
    async def one(self) -> R: ...
    @awaits_db
    @loads
    @consumes
    async def one_or_none(self) -> R | None: ...
    @overload
    @awaits_db
    @loads
    async def scalar(self: AsyncResult[tuple[T, *tuple[Any, ...]]]) -> T | None: ...
    @overload
    @awaits_db
    @loads
    async def scalar(self) -> Any: ...
    @overload
    @awaits_db
    @loads
    @consumes
    async def scalar_one(self: AsyncResult[tuple[T, *tuple[Any, ...]]]) -> T: ...
    @overload
    @awaits_db
    @loads
    @consumes
    async def scalar_one(self) -> Any: ...
    @overload
    @awaits_db
    @loads
    @consumes
    async def scalar_one_or_none(self: AsyncResult[tuple[T, *tuple[Any, ...]]]) -> T | None: ...
    @overload
    @awaits_db
    @loads
    @consumes
    async def scalar_one_or_none(self) -> Any: ...
    @awaits_db
    async def freeze(self) -> FrozenResult[R]: ...

class AsyncScalarResult(AsyncCommon[T]):
    @deduplicates
    def unique(self, strategy: Any = None) -> Self: ...
    @consumes
    def __aiter__(self) -> AsyncIterator[T]: ...
    @awaits_db
    @loads
    @consumes
    async def __anext__(self) -> T: ...
    @consumes
    def partitions(self, size: int | None = None) -> AsyncIterator[Sequence[T]]: ...
    @awaits_db
    @loads
    @consumes
    async def fetchall(self) -> Sequence[T]: ...
    @awaits_db
    @loads
    @consumes
    async def fetchmany(self, size: int | None = None) -> Sequence[T]: ...
    @awaits_db
    @loads
    @consumes
    async def all(self) -> Sequence[T]: ...
    @awaits_db
    @loads
    async def first(self) -> T | None: ...
    @awaits_db
    @loads
    @consumes
    async def one(self) -> T: ...
    @awaits_db
    @loads
    @consumes
    async def one_or_none(self) -> T | None: ...

class AsyncMappingResult(AsyncCommon[RowMapping]):
    def keys(self) -> Any: ...
    def columns(self, *col_expressions: Any) -> Self: ...
    @deduplicates
    def unique(self, strategy: Any = None) -> Self: ...
    @consumes
    def __aiter__(self) -> AsyncIterator[RowMapping]: ...
    @awaits_db
    @loads
    @consumes
    async def __anext__(self) -> RowMapping: ...
    @consumes
    def partitions(self, size: int | None = None) -> AsyncIterator[Sequence[RowMapping]]: ...
    @awaits_db
    @loads
    @consumes
    async def fetchone(self) -> RowMapping | None: ...
    @awaits_db
    @loads
    @consumes
    async def fetchall(self) -> Sequence[RowMapping]: ...
    @awaits_db
    @loads
    @consumes
    async def fetchmany(self, size: int | None = None) -> Sequence[RowMapping]: ...
    @awaits_db
    @loads
    @consumes
    async def all(self) -> Sequence[RowMapping]: ...
    @awaits_db
    @loads
    async def first(self) -> RowMapping | None: ...
    @awaits_db
    @loads
    @consumes
    async def one(self) -> RowMapping: ...
    @awaits_db
    @loads
    @consumes
    async def one_or_none(self) -> RowMapping | None: ...

def __getattr__(name: str) -> Any: ...
