"""Middleware written as a coroutine of a request and the rest of the application."""

from typing import Any, Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

RequestResponseEndpoint = Callable[[Request], Awaitable[Response]]

class BaseHTTPMiddleware:
    def __init__(self, app: Any, dispatch: Any = None) -> None: ...
    async def __call__(self, scope: Any, receive: Any, send: Any) -> None: ...
    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response: ...

def __getattr__(name: str) -> Any: ...
