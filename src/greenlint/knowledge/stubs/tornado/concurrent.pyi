"""Methods that run on the executor of their object."""

from asyncio import Future
from typing import Any, Callable, TypeVar, overload

from greenlint_markers import offloads

_T = TypeVar("_T")

class _Offloading:
    @offloads("fn")
    def __call__(self, fn: Callable[..., _T]) -> Callable[..., Future[_T]]: ...

@overload
@offloads("fn")
def run_on_executor(fn: Callable[..., _T], /) -> Callable[..., Future[_T]]: ...
@overload
def run_on_executor(*, executor: str = "executor") -> _Offloading: ...
def __getattr__(name: str) -> Any: ...
