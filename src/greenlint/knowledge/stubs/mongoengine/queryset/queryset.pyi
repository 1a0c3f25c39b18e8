"""The queryset that a document class has, which keeps what it has read."""

from typing import Any, TypeVar

from greenlint_markers import blocks, lazy_query

from .base import BaseQuerySet

M = TypeVar("M")

class QuerySet(BaseQuerySet[M]):
    @blocks("orm")
    def __len__(self) -> int: ...
    @lazy_query
    def no_cache(self) -> QuerySetNoCache[M]: ...

class QuerySetNoCache(BaseQuerySet[M]):
    @lazy_query
    def cache(self) -> QuerySet[M]: ...

def __getattr__(name: str) -> Any: ...
