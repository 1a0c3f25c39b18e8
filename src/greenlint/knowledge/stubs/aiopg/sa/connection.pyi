"""Connections of aiopg.sa: `execute()` and `begin()` give what is awaited, entered or (a result) iterated."""

from typing import Any

from greenlint_markers import awaits_db, begins, closes, must_use

from aiopg.connection import Connection
from aiopg.sa.result import ResultProxy
from aiopg.sa.transaction import Transaction, TwoPhaseTransaction
from aiopg.utils import _ContextManager, _IterableContextManager

class SAConnection:
    closed: bool
    connection: Connection
    in_transaction: bool
    @awaits_db
    async def scalar(self, query: Any, *multiparams: Any, **params: Any) -> Any: ...
    @must_use
    @begins
    @awaits_db
    def begin_nested(self) -> _ContextManager[Transaction]: ...
    @begins
    @awaits_db
    async def begin_twophase(self, xid: Any = None) -> TwoPhaseTransaction: ...
    @awaits_db
    async def recover_twophase(self) -> list[Any]: ...
    @awaits_db
    async def rollback_prepared(self, xid: Any, *, is_prepared: bool = True) -> None: ...
    @awaits_db
    async def commit_prepared(self, xid: Any, *, is_prepared: bool = True) -> None: ...
    @awaits_db
    async def close(self) -> None: ...
    @must_use
    @awaits_db
    def execute(self, query: Any, *multiparams: Any, **params: Any) -> _IterableContextManager[ResultProxy]: ...
    @must_use
    @begins
    @awaits_db
    def begin(self, isolation_level: Any = None, readonly: bool = False, deferrable: bool = False) -> _ContextManager[Transaction]: ...

def __getattr__(name: str) -> Any: ...
