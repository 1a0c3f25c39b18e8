"""Transactions, entered with `async with` or put around a coroutine function."""

from typing import Any, Callable, TypeVar

from greenlint_markers import begins, must_use

from .backends.base.client import TransactionContext

F = TypeVar("F")

@begins
@must_use
def in_transaction(connection_name: str | None = None) -> TransactionContext: ...
def atomic(connection_name: str | None = None) -> Callable[[F], F]: ...
def __getattr__(name: str) -> Any: ...
