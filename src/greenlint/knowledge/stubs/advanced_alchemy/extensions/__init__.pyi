"""Advanced Alchemy in web frameworks."""

from typing import Any

def __getattr__(name: str) -> Any: ...
