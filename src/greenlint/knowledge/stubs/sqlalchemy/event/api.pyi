"""The functions that add and remove event listeners. What has events is synchronous: `Any` stands for mapped classes, types, dialects and the like."""

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from ..engine.base import Connection, Engine
from ..orm.session import Session
from ..pool.base import Pool

F = TypeVar("F")
_Target: TypeAlias = Engine | Connection | Session | Pool | Any

CANCEL: Any
NO_RETVAL: Any

def listen(target: _Target, identifier: str, fn: Callable[..., Any], *args: Any, **kw: Any) -> None: ...
def listens_for(target: _Target, identifier: str, *args: Any, **kw: Any) -> Callable[[F], F]: ...
def remove(target: _Target, identifier: str, fn: Callable[..., Any]) -> None: ...
def contains(target: _Target, identifier: str, fn: Callable[..., Any]) -> bool: ...
