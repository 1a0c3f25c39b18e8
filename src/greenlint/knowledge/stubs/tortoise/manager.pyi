"""Managers, which give the queries of a model something to start from."""

from typing import Any

from .queryset import QuerySet

class Manager:
    def get_queryset(self) -> QuerySet[Any]: ...
    def __getattr__(self, name: str) -> Any: ...
