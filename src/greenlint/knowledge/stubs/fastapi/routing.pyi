"""The router. An endpoint written with `def` runs on a thread.

Deliberately absent: options of routes that describe the API only.
"""

from typing import Any, Callable, Sequence, TypeVar

from greenlint_markers import responds, route, sync_world

from starlette.routing import Route, Router, _RouteMethod

from fastapi.params import Depends

_F = TypeVar("_F")

class APIRoute(Route):
    def __init__(self, path: str, endpoint: Callable[..., Any], *, response_model: Any = ..., **options: Any) -> None: ...
    def get_route_handler(self) -> Any: ...

class _RouterDecorators(Router):
    @responds("response_model")
    @route
    def get(
        self,
        path: str,
        *,
        response_model: Any = ...,
        dependencies: Sequence[Depends] | None = None,
        response_class: Any = ...,
        **options: Any,
    ) -> Callable[[_F], _F]: ...
    @responds("response_model")
    @route
    def put(
        self,
        path: str,
        *,
        response_model: Any = ...,
        dependencies: Sequence[Depends] | None = None,
        response_class: Any = ...,
        **options: Any,
    ) -> Callable[[_F], _F]: ...
    @responds("response_model")
    @route
    def post(
        self,
        path: str,
        *,
        response_model: Any = ...,
        dependencies: Sequence[Depends] | None = None,
        response_class: Any = ...,
        **options: Any,
    ) -> Callable[[_F], _F]: ...
    @responds("response_model")
    @route
    def delete(
        self,
        path: str,
        *,
        response_model: Any = ...,
        dependencies: Sequence[Depends] | None = None,
        response_class: Any = ...,
        **options: Any,
    ) -> Callable[[_F], _F]: ...
    @responds("response_model")
    @route
    def options(
        self,
        path: str,
        *,
        response_model: Any = ...,
        dependencies: Sequence[Depends] | None = None,
        response_class: Any = ...,
        **options: Any,
    ) -> Callable[[_F], _F]: ...
    @responds("response_model")
    @route
    def head(
        self,
        path: str,
        *,
        response_model: Any = ...,
        dependencies: Sequence[Depends] | None = None,
        response_class: Any = ...,
        **options: Any,
    ) -> Callable[[_F], _F]: ...
    @responds("response_model")
    @route
    def patch(
        self,
        path: str,
        *,
        response_model: Any = ...,
        dependencies: Sequence[Depends] | None = None,
        response_class: Any = ...,
        **options: Any,
    ) -> Callable[[_F], _F]: ...
    @responds("response_model")
    @route
    def trace(
        self,
        path: str,
        *,
        response_model: Any = ...,
        dependencies: Sequence[Depends] | None = None,
        response_class: Any = ...,
        **options: Any,
    ) -> Callable[[_F], _F]: ...
    @responds("response_model")
    @route
    def api_route(
        self,
        path: str,
        *,
        methods: list[str] | None = None,
        response_model: Any = ...,
        dependencies: Sequence[Depends] | None = None,
        response_class: Any = ...,
        **options: Any,
    ) -> Callable[[_F], _F]: ...
    @route
    def websocket(self, path: str, name: str | None = None, *, dependencies: Sequence[Depends] | None = None) -> Callable[[_F], _F]: ...
    @route
    def websocket_route(self, path: str, name: str | None = None) -> Callable[[_F], _F]: ...
    @route
    def on_event(self, event_type: str) -> Callable[[_F], _F]: ...
    @sync_world("endpoint")
    def add_api_route(
        self,
        path: str,
        endpoint: Callable[..., Any],
        *,
        response_model: Any = ...,
        dependencies: Sequence[Depends] | None = None,
        response_class: Any = ...,
        **options: Any,
    ) -> None: ...
    @sync_world("endpoint")
    def add_api_websocket_route(
        self,
        path: str,
        endpoint: Callable[..., Any],
        name: str | None = None,
        *,
        dependencies: Sequence[Depends] | None = None,
    ) -> None: ...
    def include_router(
        self, router: APIRouter, *, prefix: str = "", dependencies: Sequence[Depends] | None = None, **options: Any
    ) -> None: ...
    def add_event_handler(self, event_type: str, func: Callable[..., Any]) -> None: ...

class APIRouter(_RouterDecorators):
    route: _RouteMethod
    def __init__(
        self,
        *,
        prefix: str = "",
        dependencies: Sequence[Depends] | None = None,
        route_class: Any = ...,
        lifespan: Any = None,
        **options: Any,
    ) -> None: ...

def __getattr__(name: str) -> Any: ...
