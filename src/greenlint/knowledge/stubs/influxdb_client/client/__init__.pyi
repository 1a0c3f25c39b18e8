"""The clients and their APIs."""

from typing import Any

def __getattr__(name: str) -> Any: ...
