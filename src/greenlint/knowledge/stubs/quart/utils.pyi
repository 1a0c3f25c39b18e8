"""Plain functions run on threads."""

from typing import Any, Awaitable, Callable, TypeVar

from greenlint_markers import offloads

_T = TypeVar("_T")

@offloads("func")
def run_sync(func: Callable[..., _T]) -> Callable[..., Awaitable[_T]]: ...
def __getattr__(name: str) -> Any: ...
