"""The functions that add and remove event listeners."""

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F")

CANCEL: Any
NO_RETVAL: Any

def listen(target: Any, identifier: str, fn: Callable[..., Any], *args: Any, **kw: Any) -> None: ...
def listens_for(target: Any, identifier: str, *args: Any, **kw: Any) -> Callable[[F], F]: ...
def remove(target: Any, identifier: str, fn: Callable[..., Any]) -> None: ...
def contains(target: Any, identifier: str, fn: Callable[..., Any]) -> bool: ...
