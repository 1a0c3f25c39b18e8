"""The bridge between synchronous and asynchronous Python; see `asgiref.sync`."""

from typing import Any

def __getattr__(name: str) -> Any: ...
