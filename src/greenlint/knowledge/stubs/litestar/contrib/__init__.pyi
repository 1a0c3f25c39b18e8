"""Litestar's parts for other libraries."""

from typing import Any

def __getattr__(name: str) -> Any: ...
