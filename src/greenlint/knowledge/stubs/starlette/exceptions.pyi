"""Exceptions that become responses."""

from typing import Any, Mapping

class HTTPException(Exception):
    def __init__(self, status_code: int, detail: str | None = None, headers: Mapping[str, str] | None = None) -> None: ...

class WebSocketException(Exception):
    def __init__(self, code: int, reason: str | None = None) -> None: ...

def __getattr__(name: str) -> Any: ...
