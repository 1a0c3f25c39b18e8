"""What `mapped_column()` makes."""

from typing import Any, TypeVar

from greenlint_markers import maps_as

from .base import Mapped

T = TypeVar("T")

@maps_as("column")
class MappedColumn(Mapped[T]): ...

def __getattr__(name: str) -> Any: ...
