"""Requests. What an application keeps in `session` or `user` is unknown."""

from typing import Any, AsyncIterator, Mapping

from starlette.datastructures import State, _RequestState

class _Application(Any):
    """The application that a request came to, of whatever class."""

    state: State

class HTTPConnection(Mapping[str, Any]):
    app: _Application
    auth: Any
    base_url: Any
    client: Any
    cookies: dict[str, str]
    headers: Any
    path_params: dict[str, Any]
    query_params: Any
    session: Any
    state: _RequestState
    url: Any
    user: Any
    def __init__(self, scope: Any, receive: Any = None) -> None: ...
    def url_for(self, name: str, /, **path_params: Any) -> Any: ...

class Request(HTTPConnection):
    method: str
    receive: Any
    def __init__(self, scope: Any, receive: Any = ..., send: Any = ...) -> None: ...
    async def body(self) -> bytes: ...
    async def json(self) -> Any: ...
    async def close(self) -> None: ...
    async def is_disconnected(self) -> bool: ...
    async def send_push_promise(self, path: str) -> None: ...
    def form(self, *, max_files: float = 1000, max_fields: float = 1000) -> Any: ...
    def stream(self) -> AsyncIterator[bytes]: ...

def __getattr__(name: str) -> Any: ...
