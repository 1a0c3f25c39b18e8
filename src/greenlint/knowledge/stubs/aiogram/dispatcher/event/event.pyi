"""Observers of startup and shutdown. A handler written with `def` runs on a thread."""

from typing import Any, Callable, TypeVar

from greenlint_markers import route, sync_world

_F = TypeVar("_F")

class EventObserver:
    @route
    def __call__(self) -> Callable[[_F], _F]: ...
    @sync_world("callback")
    def register(self, callback: Callable[..., Any]) -> None: ...

def __getattr__(name: str) -> Any: ...
