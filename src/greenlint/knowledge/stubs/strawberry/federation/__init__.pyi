"""Object types and fields of a federated schema."""

from typing import Any

from strawberry.types.field import field as field
from strawberry.types.object_type import interface as interface
from strawberry.types.object_type import type as type

def __getattr__(name: str) -> Any: ...
