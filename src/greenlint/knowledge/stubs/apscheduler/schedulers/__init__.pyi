"""The schedulers, by where they run their jobs."""

from typing import Any

def __getattr__(name: str) -> Any: ...
