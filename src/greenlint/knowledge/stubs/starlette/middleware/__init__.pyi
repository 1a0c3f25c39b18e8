"""A middleware class with its arguments."""

from typing import Any

class Middleware:
    def __init__(self, cls: Any, *args: Any, **kwargs: Any) -> None: ...

def __getattr__(name: str) -> Any: ...
