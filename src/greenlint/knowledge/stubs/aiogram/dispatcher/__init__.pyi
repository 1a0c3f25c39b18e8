"""Updates and who handles them."""

from typing import Any

def __getattr__(name: str) -> Any: ...
