"""Functions run on worker threads."""

from typing import Any, AsyncIterator, Callable, Iterable, TypeVar

from greenlint_markers import offloads

_T = TypeVar("_T")

@offloads("func")
async def run_in_threadpool(func: Callable[..., _T], *args: Any, **kwargs: Any) -> _T: ...
def iterate_in_threadpool(iterator: Iterable[_T]) -> AsyncIterator[_T]: ...
async def run_until_first_complete(*args: Any) -> None: ...
