"""Advanced Alchemy under its former names."""

from typing import Any

def __getattr__(name: str) -> Any: ...
