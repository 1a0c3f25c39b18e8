"""`database_sync_to_async`: functions that use Django's ORM, run on a thread."""

from typing import Any, Callable, TypeVar

from asgiref.sync import SyncToAsync
from greenlint_markers import awaits_db, offloads

_R = TypeVar("_R")

class DatabaseSyncToAsync(SyncToAsync[_R]):
    @offloads("func")
    def __init__(self, func: Callable[..., _R], thread_sensitive: bool = True, executor: Any = None, context: Any = None) -> None: ...
    @awaits_db
    async def __call__(self, *args: Any, **kwargs: Any) -> _R: ...

database_sync_to_async = DatabaseSyncToAsync

@awaits_db
async def aclose_old_connections() -> None: ...
def __getattr__(name: str) -> Any: ...
