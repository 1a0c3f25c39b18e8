"""Starlette: sync endpoints, handlers and background tasks run on threads."""

from typing import Any

def __getattr__(name: str) -> Any: ...
