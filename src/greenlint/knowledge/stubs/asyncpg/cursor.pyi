"""Cursors of asyncpg: iterated with `async for`, or awaited for one that is moved by hand."""

from typing import Any, AsyncIterator, Awaitable, Coroutine, Generator

from greenlint_markers import awaits_db

from asyncpg.protocol import Record

class Cursor:
    @awaits_db
    def fetch(self, n: int, *, timeout: float | None = None) -> Coroutine[Any, Any, list[Record]]: ...
    @awaits_db
    def fetchrow(self, *, timeout: float | None = None) -> Coroutine[Any, Any, Record | None]: ...
    @awaits_db
    def forward(self, n: int, *, timeout: float | None = None) -> Coroutine[Any, Any, int]: ...

class CursorIterator(AsyncIterator[Record]):
    def __aiter__(self) -> CursorIterator: ...
    @awaits_db
    def __anext__(self) -> Coroutine[Any, Any, Record]: ...

class CursorFactory(Awaitable[Cursor]):
    def __aiter__(self) -> CursorIterator: ...
    @awaits_db
    def __await__(self) -> Generator[Any, Any, Cursor]: ...

def __getattr__(name: str) -> Any: ...
