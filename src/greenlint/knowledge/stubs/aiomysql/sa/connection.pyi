"""Connections of aiomysql.sa: `execute()` and `begin()` give what is awaited, entered or (a result) iterated."""

from typing import Any, Self

from greenlint_markers import awaits_db, begins, closes, must_use

from aiomysql.connection import Connection
from aiomysql.sa.result import ResultProxy
from aiomysql.sa.transaction import NestedTransaction, Transaction, TwoPhaseTransaction
from aiomysql.utils import _SAConnectionContextManager, _TransactionContextManager

class SAConnection:
    closed: bool
    connection: Connection
    in_transaction: bool
    @awaits_db
    async def scalar(self, query: Any, *multiparams: Any, **params: Any) -> Any: ...
    @begins
    @awaits_db
    async def begin_nested(self) -> NestedTransaction: ...
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
    async def __aenter__(self) -> Self: ...
    @closes
    @awaits_db
    async def __aexit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None: ...
    @must_use
    @awaits_db
    def execute(self, query: Any, *multiparams: Any, **params: Any) -> _SAConnectionContextManager[ResultProxy]: ...
    @must_use
    @begins
    @awaits_db
    def begin(self) -> _TransactionContextManager[Transaction]: ...

def __getattr__(name: str) -> Any: ...
