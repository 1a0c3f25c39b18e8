"""Exceptions that become responses."""

from typing import Any, Mapping, Sequence

from starlette.exceptions import HTTPException as _HTTPException
from starlette.exceptions import WebSocketException as _WebSocketException

class HTTPException(_HTTPException):
    def __init__(self, status_code: int, detail: Any = None, headers: Mapping[str, str] | None = None) -> None: ...

class WebSocketException(_WebSocketException):
    def __init__(self, code: int, reason: str | None = None) -> None: ...

class ValidationException(Exception):
    def errors(self) -> Sequence[Any]: ...

class RequestValidationError(ValidationException):
    def __init__(self, errors: Sequence[Any], *, body: Any = None) -> None: ...

def __getattr__(name: str) -> Any: ...
