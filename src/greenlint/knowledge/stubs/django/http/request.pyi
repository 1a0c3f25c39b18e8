"""Requests, with what the middleware of sessions and of authentication adds to them.

Deliberately absent: a mark on `user`. It asks the database when something of it is read, and not when it was loaded before.
"""

from typing import Any, Callable, Coroutine

from django.contrib.sessions.backends.base import SessionBase

class HttpRequest:
    GET: Any
    POST: Any
    COOKIES: Any
    META: dict[str, Any]
    FILES: Any
    path: str
    path_info: str
    method: str | None
    session: SessionBase
    user: Any
    auser: Callable[[], Coroutine[Any, Any, Any]]
    @property
    def headers(self) -> Any: ...
    @property
    def body(self) -> bytes: ...
    def get_host(self) -> str: ...
    def get_full_path(self, force_append_slash: bool = False) -> str: ...
    def build_absolute_uri(self, location: str | None = None) -> str: ...
    def __getattr__(self, name: str) -> Any: ...

def __getattr__(name: str) -> Any: ...
