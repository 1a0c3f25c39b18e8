"""Responses. A streaming response iterates its content after the endpoint has returned."""

from typing import Any, Mapping

from starlette.background import BackgroundTask

class Response:
    charset: str
    media_type: str | None
    headers: Any
    def __init__(
        self,
        content: Any = None,
        status_code: int = 200,
        headers: Mapping[str, str] | None = None,
        media_type: str | None = None,
        background: BackgroundTask | None = None,
    ) -> None: ...
    async def __call__(self, scope: Any, receive: Any, send: Any) -> None: ...
    def init_headers(self, headers: Mapping[str, str] | None = None) -> None: ...
    def render(self, content: Any) -> Any: ...
    def set_cookie(self, key: str, value: str = "", max_age: int | None = None, expires: Any = None) -> None: ...
    def delete_cookie(self, key: str, path: str | None = "/", domain: str | None = None) -> None: ...

class HTMLResponse(Response): ...
class PlainTextResponse(Response): ...

class JSONResponse(Response):
    def __init__(
        self,
        content: Any,
        status_code: int = 200,
        headers: Mapping[str, str] | None = None,
        media_type: str | None = None,
        background: BackgroundTask | None = None,
    ) -> None: ...

class RedirectResponse(Response):
    def __init__(
        self, url: Any, status_code: int = 307, headers: Mapping[str, str] | None = None, background: BackgroundTask | None = None
    ) -> None: ...

class StreamingResponse(Response):
    def __init__(
        self,
        content: Any,
        status_code: int = 200,
        headers: Mapping[str, str] | None = None,
        media_type: str | None = None,
        background: BackgroundTask | None = None,
    ) -> None: ...
    async def stream_response(self, send: Any) -> None: ...
    async def listen_for_disconnect(self, receive: Any) -> None: ...

class FileResponse(Response):
    def __init__(
        self,
        path: Any,
        status_code: int = 200,
        headers: Mapping[str, str] | None = None,
        media_type: str | None = None,
        background: BackgroundTask | None = None,
        filename: str | None = None,
    ) -> None: ...

def __getattr__(name: str) -> Any: ...
