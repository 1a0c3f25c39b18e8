"""Channels; of it only what moves database work to threads."""

from typing import Any

def __getattr__(name: str) -> Any: ...
