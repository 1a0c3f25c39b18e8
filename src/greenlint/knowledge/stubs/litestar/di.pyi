"""Dependencies, which handlers take by the names of their parameters. A plain function runs on the loop unless `sync_to_thread=True` is given."""

from typing import Any, Callable, Literal, overload

from greenlint_markers import on_loop, sync_world

class Provide:
    dependency: Any
    @overload
    @sync_world("dependency")
    def __init__(self, dependency: Callable[..., Any], use_cache: bool = False, *, sync_to_thread: Literal[True]) -> None: ...
    @overload
    @on_loop("dependency")
    def __init__(self, dependency: Callable[..., Any], use_cache: bool = False, sync_to_thread: Literal[False] | None = None) -> None: ...
    @overload
    def __init__(self, dependency: Callable[..., Any], use_cache: bool = False, sync_to_thread: bool | None = None) -> None: ...
    async def __call__(self, **kwargs: Any) -> Any: ...

def __getattr__(name: str) -> Any: ...
