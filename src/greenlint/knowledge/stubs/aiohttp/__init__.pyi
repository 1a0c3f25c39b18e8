"""aiohttp. Deliberately absent: its client."""

from typing import Any

def __getattr__(name: str) -> Any: ...
