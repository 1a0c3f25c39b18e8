"""Actors. Calling one runs its function here and now; `send()` waits for the broker to take it."""

from typing import Any, Callable, Generic, TypeVar, overload

from greenlint_markers import blocks, sync_world

_F = TypeVar("_F", bound=Callable[..., Any])

class Actor(Generic[_F]):
    fn: _F
    __call__: _F
    @blocks("foreign", use="asyncio.to_thread")
    def send(self, *args: Any, **kwargs: Any) -> Any: ...
    @blocks("foreign", use="asyncio.to_thread")
    def send_with_options(self, *args: Any, **options: Any) -> Any: ...
    def message(self, *args: Any, **kwargs: Any) -> Any: ...

class _Registering:
    @sync_world("fn")
    def __call__(self, fn: _F) -> Actor[_F]: ...

@overload
@sync_world("fn")
def actor(fn: _F, **options: Any) -> Actor[_F]: ...
@overload
def actor(fn: None = None, **options: Any) -> _Registering: ...
def __getattr__(name: str) -> Any: ...
