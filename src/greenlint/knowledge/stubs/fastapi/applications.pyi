"""The application. An endpoint or exception handler written with `def` runs on a thread.

Deliberately absent: options that describe the API only.
"""

from typing import Any, Callable, Sequence, TypeVar

from greenlint_markers import responds, route, sync_world

from starlette.applications import Starlette

from fastapi.params import Depends
from fastapi.routing import APIRouter

_F = TypeVar("_F")

class FastAPI(Starlette):
    dependency_overrides: dict[Callable[..., Any], Callable[..., Any]]
    router: APIRouter
    def __init__(
        self,
        *,
        dependencies: Sequence[Depends] | None = None,
        middleware: Any = None,
        exception_handlers: Any = None,
        on_startup: Any = None,
        on_shutdown: Any = None,
        lifespan: Any = None,
        **options: Any,
    ) -> None: ...
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
    @route
    def exception_handler(self, exc_class_or_status_code: Any) -> Callable[[_F], _F]: ...
    @route
    def middleware(self, middleware_type: str) -> Callable[[_F], _F]: ...
    def openapi(self) -> dict[str, Any]: ...
    def setup(self) -> None: ...

def __getattr__(name: str) -> Any: ...
