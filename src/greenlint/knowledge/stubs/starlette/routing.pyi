"""Routes. An endpoint written with `def` runs on a thread; the decorators left with Starlette 1.0."""

from typing import Any, Callable, Sequence, TypeVar

from greenlint_markers import route, sync_world, version

_F = TypeVar("_F")

class _Registration:
    def __call__(self, endpoint: _F, /) -> _F: ...

class _RouteMethod:
    @route
    def __call__(self, path: str, methods: Any = None, name: str | None = None, include_in_schema: bool = True) -> _Registration: ...

if version("starlette") >= (1, 0):
    class _Legacy: ...

else:
    class _LegacyDecorators:
        @route
        def websocket_route(self, path: str, name: str | None = None) -> _Registration: ...
        @route
        def on_event(self, event_type: str) -> _Registration: ...
        def add_event_handler(self, event_type: str, func: Callable[..., Any]) -> None: ...

    class _Legacy(_LegacyDecorators):
        route: _RouteMethod

class BaseRoute: ...

class Route(BaseRoute):
    @sync_world("endpoint")
    def __init__(
        self, path: str, endpoint: Callable[..., Any], *, methods: Any = None, name: str | None = None, include_in_schema: bool = True
    ) -> None: ...

class WebSocketRoute(BaseRoute):
    @sync_world("endpoint")
    def __init__(self, path: str, endpoint: Callable[..., Any], *, name: str | None = None) -> None: ...

class Mount(BaseRoute):
    def __init__(self, path: str, app: Any = None, routes: Any = None, name: str | None = None) -> None: ...

class Router(_Legacy):
    def __init__(
        self, routes: Sequence[BaseRoute] | None = None, redirect_slashes: bool = True, default: Any = None, *, lifespan: Any = None
    ) -> None: ...
    async def __call__(self, scope: Any, receive: Any, send: Any) -> None: ...
    @sync_world("endpoint")
    def add_route(
        self, path: str, endpoint: Callable[..., Any], methods: Any = None, name: str | None = None, include_in_schema: bool = True
    ) -> None: ...
    @sync_world("endpoint")
    def add_websocket_route(self, path: str, endpoint: Callable[..., Any], name: str | None = None) -> None: ...
    def host(self, host: str, app: Any, name: str | None = None) -> None: ...
    def mount(self, path: str, app: Any, name: str | None = None) -> None: ...
    def url_path_for(self, name: str, /, **path_params: Any) -> Any: ...

def __getattr__(name: str) -> Any: ...
