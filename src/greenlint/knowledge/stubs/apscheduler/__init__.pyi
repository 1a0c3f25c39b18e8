"""APScheduler 3."""

from typing import Any

def __getattr__(name: str) -> Any: ...
