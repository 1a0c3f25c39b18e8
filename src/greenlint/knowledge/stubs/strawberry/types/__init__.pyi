"""What a resolver is told of the query."""

from typing import Any

from strawberry.types.info import Info as Info

def __getattr__(name: str) -> Any: ...
