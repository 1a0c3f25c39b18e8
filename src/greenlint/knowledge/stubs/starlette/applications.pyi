"""The application. Exception handlers written with `def` run on a thread. The decorators left with Starlette 1.0."""

from typing import Any, Callable, Mapping, Sequence, TypeVar

from greenlint_markers import route, sync_world

from starlette.datastructures import State
from starlette.routing import BaseRoute
from starlette.routing import _Legacy as _LegacyRouting

_F = TypeVar("_F")

class _LegacyDecorators(_LegacyRouting):
    @route
    def exception_handler(self, exc_class_or_status_code: Any) -> Callable[[_F], _F]: ...
    @route
    def middleware(self, middleware_type: str) -> Callable[[_F], _F]: ...
    @sync_world("route")
    def add_websocket_route(self, path: str, route: Callable[..., Any], name: str | None = None) -> None: ...

class Starlette(_LegacyDecorators):
    state: State
    routes: list[BaseRoute]
    def __init__(
        self,
        debug: bool = False,
        routes: Sequence[BaseRoute] | None = None,
        middleware: Any = None,
        exception_handlers: Mapping[Any, Any] | None = None,
        *,
        lifespan: Any = None,
    ) -> None: ...
    async def __call__(self, scope: Any, receive: Any, send: Any) -> None: ...
    @sync_world("handler")
    def add_exception_handler(self, exc_class_or_status_code: Any, handler: Callable[..., Any]) -> None: ...
    def add_middleware(self, middleware_class: Any, *args: Any, **kwargs: Any) -> None: ...
    @sync_world("route")
    def add_route(
        self,
        path: str,
        route: Callable[..., Any],
        methods: list[str] | None = None,
        name: str | None = None,
        include_in_schema: bool = True,
    ) -> None: ...
    def build_middleware_stack(self) -> Any: ...
    def host(self, host: str, app: Any, name: str | None = None) -> None: ...
    def mount(self, path: str, app: Any, name: str | None = None) -> None: ...
    def url_path_for(self, name: str, /, **path_params: Any) -> Any: ...

def __getattr__(name: str) -> Any: ...
