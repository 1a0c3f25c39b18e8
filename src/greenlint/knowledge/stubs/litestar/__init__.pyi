"""Litestar: applications, routers, controllers and the decorators of handlers.

Deliberately absent: marks on the hooks that are given as lists (`on_startup=`, `before_request=`, `lifespan=`), which run on the loop.
"""

from typing import Any, Sequence

from greenlint_markers import layer
from litestar.datastructures import State
from litestar.handlers import asgi as asgi
from litestar.handlers import delete as delete
from litestar.handlers import get as get
from litestar.handlers import head as head
from litestar.handlers import patch as patch
from litestar.handlers import post as post
from litestar.handlers import put as put
from litestar.handlers import route as route
from litestar.handlers import websocket as websocket

class Controller:
    dependencies: Any
    dto: Any
    path: str
    return_dto: Any

@layer
class Router:
    def __init__(
        self,
        path: str,
        *,
        route_handlers: Sequence[Any],
        dependencies: Any = None,
        dto: Any = ...,
        return_dto: Any = ...,
        **options: Any,
    ) -> None: ...
    def register(self, value: Any) -> Any: ...

@layer
class Litestar(Router):
    state: State
    def __init__(
        self,
        route_handlers: Sequence[Any] | None = None,
        *,
        dependencies: Any = None,
        dto: Any = ...,
        lifespan: Any = None,
        return_dto: Any = ...,
        **options: Any,
    ) -> None: ...
    async def __call__(self, scope: Any, receive: Any, send: Any) -> None: ...

def __getattr__(name: str) -> Any: ...
