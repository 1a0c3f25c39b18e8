"""Functions run on worker threads."""

from typing import Any, Callable, TypeVar

from greenlint_markers import offloads

from anyio import CapacityLimiter

_T = TypeVar("_T")

@offloads("func")
async def run_sync(
    func: Callable[..., _T], *args: Any, abandon_on_cancel: bool = False, cancellable: bool | None = None, limiter: Any = None
) -> _T: ...
def current_default_thread_limiter() -> CapacityLimiter: ...
