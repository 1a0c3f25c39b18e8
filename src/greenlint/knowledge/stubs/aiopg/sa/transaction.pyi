"""Transactions of aiopg.sa. `close()` rolls back what was not committed."""

from typing import Any, Self

from greenlint_markers import awaits_db, commits, rolls_back

class Transaction:
    connection: Any
    is_active: bool
    @rolls_back
    @awaits_db
    async def close(self) -> None: ...
    @rolls_back
    @awaits_db
    async def rollback(self) -> None: ...
    @commits
    @awaits_db
    async def commit(self) -> None: ...
    async def __aenter__(self) -> Self: ...
    @commits
    @awaits_db
    async def __aexit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None: ...

class RootTransaction(Transaction): ...
class NestedTransaction(Transaction): ...

class TwoPhaseTransaction(Transaction):
    xid: Any
    @awaits_db
    async def prepare(self) -> None: ...

def __getattr__(name: str) -> Any: ...
