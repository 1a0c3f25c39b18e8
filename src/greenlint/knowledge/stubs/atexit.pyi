"""Functions that run when the interpreter ends: no loop runs any more."""

from typing import Any, Callable, TypeVar

from greenlint_markers import sync_world

_F = TypeVar("_F")

@sync_world("func")
def register(func: _F, /, *args: Any, **kwargs: Any) -> _F: ...
def unregister(func: Callable[..., Any], /) -> None: ...
def __getattr__(name: str) -> Any: ...
