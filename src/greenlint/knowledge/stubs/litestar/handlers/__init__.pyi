"""Decorators of handlers, which are classes. A handler written with `def` runs on the loop unless `sync_to_thread=True` is given.

What is decorated becomes the handler: the function itself is its `fn`.
"""

from typing import Any, Callable, Literal, overload

from greenlint_markers import on_loop, sends_by, sync_world, transfers_by

class BaseRouteHandler:
    @property
    def fn(self) -> Any: ...
    @property
    def handler_name(self) -> str: ...

class HTTPRouteHandler(BaseRouteHandler):
    def __init__(self, path: Any = None, *, sync_to_thread: bool | None = None, **options: Any) -> None: ...
    def __call__(self, fn: Callable[..., Any]) -> HTTPRouteHandler: ...

class _OnLoop(HTTPRouteHandler):
    @on_loop("fn")
    def __call__(self, fn: Callable[..., Any]) -> HTTPRouteHandler: ...

class _InThread(HTTPRouteHandler):
    @sync_world("fn")
    def __call__(self, fn: Callable[..., Any]) -> HTTPRouteHandler: ...

class _Method(HTTPRouteHandler):
    @overload
    @sends_by("return_dto")
    @transfers_by("dto")
    def __init__(
        self: _InThread, path: Any = None, *, sync_to_thread: Literal[True], dto: Any = ..., return_dto: Any = ..., **options: Any
    ) -> None: ...
    @overload
    @sends_by("return_dto")
    @transfers_by("dto")
    def __init__(
        self: _OnLoop,
        path: Any = None,
        *,
        sync_to_thread: Literal[False] | None = None,
        dto: Any = ...,
        return_dto: Any = ...,
        **options: Any,
    ) -> None: ...
    @overload
    @sends_by("return_dto")
    @transfers_by("dto")
    def __init__(
        self, path: Any = None, *, sync_to_thread: bool, dto: Any = ..., return_dto: Any = ..., **options: Any
    ) -> None: ...

class delete(_Method): ...
class get(_Method): ...
class head(_Method): ...
class patch(_Method): ...
class post(_Method): ...
class put(_Method): ...
class route(_Method): ...

class ASGIRouteHandler(BaseRouteHandler):
    def __init__(self, path: Any = None, **options: Any) -> None: ...
    @on_loop("fn")
    def __call__(self, fn: Callable[..., Any]) -> ASGIRouteHandler: ...

class WebsocketRouteHandler(BaseRouteHandler):
    def __init__(self, path: Any = None, **options: Any) -> None: ...
    @on_loop("fn")
    def __call__(self, fn: Callable[..., Any]) -> WebsocketRouteHandler: ...

asgi = ASGIRouteHandler
websocket = WebsocketRouteHandler

def __getattr__(name: str) -> Any: ...
