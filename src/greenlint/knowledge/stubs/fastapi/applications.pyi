"""The application. An endpoint or exception handler written with `def` runs on a thread.

Deliberately absent: options that describe the API only.
"""

from typing import Any, Callable, Sequence

from greenlint_markers import route, sync_world

from starlette.applications import Starlette
from starlette.routing import _Registration

from fastapi.params import Depends
from fastapi.routing import APIRouter

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
    @route
    def get(
        self,
        path: str,
        *,
        response_model: Any = ...,
        dependencies: Sequence[Depends] | None = None,
        response_class: Any = ...,
        **options: Any,
    ) -> _Registration: ...
    @route
    def put(
        self,
        path: str,
        *,
        response_model: Any = ...,
        dependencies: Sequence[Depends] | None = None,
        response_class: Any = ...,
        **options: Any,
    ) -> _Registration: ...
    @route
    def post(
        self,
        path: str,
        *,
        response_model: Any = ...,
        dependencies: Sequence[Depends] | None = None,
        response_class: Any = ...,
        **options: Any,
    ) -> _Registration: ...
    @route
    def delete(
        self,
        path: str,
        *,
        response_model: Any = ...,
        dependencies: Sequence[Depends] | None = None,
        response_class: Any = ...,
        **options: Any,
    ) -> _Registration: ...
    @route
    def options(
        self,
        path: str,
        *,
        response_model: Any = ...,
        dependencies: Sequence[Depends] | None = None,
        response_class: Any = ...,
        **options: Any,
    ) -> _Registration: ...
    @route
    def head(
        self,
        path: str,
        *,
        response_model: Any = ...,
        dependencies: Sequence[Depends] | None = None,
        response_class: Any = ...,
        **options: Any,
    ) -> _Registration: ...
    @route
    def patch(
        self,
        path: str,
        *,
        response_model: Any = ...,
        dependencies: Sequence[Depends] | None = None,
        response_class: Any = ...,
        **options: Any,
    ) -> _Registration: ...
    @route
    def trace(
        self,
        path: str,
        *,
        response_model: Any = ...,
        dependencies: Sequence[Depends] | None = None,
        response_class: Any = ...,
        **options: Any,
    ) -> _Registration: ...
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
    ) -> _Registration: ...
    @route
    def websocket(self, path: str, name: str | None = None, *, dependencies: Sequence[Depends] | None = None) -> _Registration: ...
    @route
    def websocket_route(self, path: str, name: str | None = None) -> _Registration: ...
    @route
    def on_event(self, event_type: str) -> _Registration: ...
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
    def exception_handler(self, exc_class_or_status_code: Any) -> _Registration: ...
    @route
    def middleware(self, middleware_type: str) -> _Registration: ...
    def openapi(self) -> dict[str, Any]: ...
    def setup(self) -> None: ...

def __getattr__(name: str) -> Any: ...
