"""What `mapped_column()` makes."""

from typing import Any, TypeVar

from .base import Mapped

T = TypeVar("T")

class MappedColumn(Mapped[T]): ...

def __getattr__(name: str) -> Any: ...
