"""What aiopg's factories return: awaited for the object, or entered for one that is closed or given back at the end of the block."""

from typing import Any, Coroutine, Generator, Self, TypeVar

from greenlint_markers import awaits_db, closes

_T = TypeVar("_T")

class _ContextManager(Coroutine[Any, Any, _T]):
    @awaits_db
    def __await__(self) -> Generator[Any, Any, _T]: ...
    @awaits_db
    async def __aenter__(self) -> _T: ...
    @closes
    @awaits_db
    async def __aexit__(self, exc_type: Any, exc: Any, tb: Any) -> None: ...

class _IterableContextManager(_ContextManager[_T]):
    def __aiter__(self) -> Self: ...
    @awaits_db
    async def __anext__(self) -> Any: ...

def __getattr__(name: str) -> Any: ...
