"""URLs. Deliberately absent: what parses them."""

from typing import Any

def __getattr__(name: str) -> Any: ...
