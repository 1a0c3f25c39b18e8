"""The decorator of tasks."""

from typing import Any, TypeVar

from greenlint_markers import sync_world

_F = TypeVar("_F")

class job:
    def __init__(self, queue: Any, *args: Any, **options: Any) -> None: ...
    @sync_world("f")
    def __call__(self, f: _F) -> _F: ...

def __getattr__(name: str) -> Any: ...
