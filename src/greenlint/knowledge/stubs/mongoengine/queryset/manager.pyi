"""The descriptor behind `objects`."""

from typing import Any, TypeVar

from .queryset import QuerySet

M = TypeVar("M")

class QuerySetManager:
    def __init__(self, queryset_func: Any = None) -> None: ...
    def __get__(self, instance: Any, owner: type[M]) -> QuerySet[M]: ...

def queryset_manager(func: Any) -> QuerySetManager: ...
def __getattr__(name: str) -> Any: ...
