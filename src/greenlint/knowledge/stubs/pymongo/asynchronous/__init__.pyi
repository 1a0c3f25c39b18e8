"""The asynchronous side of PyMongo."""

from typing import Any

def __getattr__(name: str) -> Any: ...
