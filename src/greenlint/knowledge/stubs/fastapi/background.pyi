"""Work after the response: sync functions run on a thread."""

from typing import Any, Callable

from greenlint_markers import sync_world

from starlette.background import BackgroundTasks as _BackgroundTasks

class BackgroundTasks(_BackgroundTasks):
    @sync_world("func")
    def add_task(self, func: Callable[..., Any], *args: Any, **kwargs: Any) -> None: ...
