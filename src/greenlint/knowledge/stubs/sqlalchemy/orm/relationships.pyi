"""What `relationship()` makes."""

from typing import Any, TypeVar

from .base import Mapped

T = TypeVar("T")

class RelationshipProperty:
    key: str
    uselist: Any
    lazy: Any
    direction: Any
    @property
    def entity(self) -> Any: ...
    @property
    def mapper(self) -> Any: ...

class Relationship(RelationshipProperty, Mapped[T]): ...

def __getattr__(name: str) -> Any: ...
