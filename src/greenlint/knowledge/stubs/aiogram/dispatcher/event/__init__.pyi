"""Observers of updates and of the life of the application."""

from typing import Any

def __getattr__(name: str) -> Any: ...
