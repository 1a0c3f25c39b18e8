"""Transactions of asyncpg: entered, or started and ended by hand."""

from types import TracebackType
from typing import Any, Coroutine

from greenlint_markers import awaits_db, begins, commits, rolls_back

class Transaction:
    @begins
    @awaits_db
    def start(self) -> Coroutine[Any, Any, None]: ...
    @commits
    @awaits_db
    def commit(self) -> Coroutine[Any, Any, None]: ...
    @rolls_back
    @awaits_db
    def rollback(self) -> Coroutine[Any, Any, None]: ...
    @begins
    @awaits_db
    async def __aenter__(self) -> None: ...
    @commits
    @awaits_db
    async def __aexit__(self, extype: type[BaseException] | None, ex: BaseException | None, tb: TracebackType | None) -> None: ...

def __getattr__(name: str) -> Any: ...
