"""The base of models, which have their own query."""

from typing import Any, ClassVar, TypeVar

from .query import Query

T = TypeVar("T")

class _QueryProperty:
    def __get__(self, obj: Any, cls: type[T]) -> Query[T]: ...

class Model:
    query: ClassVar[_QueryProperty]
    query_class: ClassVar[Any]
    def __init__(self, **kwargs: Any) -> None: ...
    def __getattr__(self, name: str) -> Any: ...

def __getattr__(name: str) -> Any: ...
