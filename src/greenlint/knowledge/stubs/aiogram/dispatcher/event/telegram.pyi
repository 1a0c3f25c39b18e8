"""Observers of updates. A handler written with `def` runs on a thread."""

from typing import Any, Callable, TypeVar

from greenlint_markers import route, sync_world

_F = TypeVar("_F")

class TelegramEventObserver:
    middleware: Any
    outer_middleware: Any
    @route
    def __call__(self, *filters: Any, flags: Any = None, **kwargs: Any) -> Callable[[_F], _F]: ...
    @sync_world("callback")
    def register(self, callback: _F, *filters: Any, flags: Any = None, **kwargs: Any) -> _F: ...
    def filter(self, *filters: Any) -> None: ...

def __getattr__(name: str) -> Any: ...
