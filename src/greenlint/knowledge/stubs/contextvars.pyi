"""Context variables. `Context.run` calls its function at once, on this thread."""

from typing import Any, Callable, Generic, Mapping, TypeVar, overload

from greenlint_markers import evaluates

_T = TypeVar("_T")
_D = TypeVar("_D")

class Token(Generic[_T]):
    var: ContextVar[_T]
    old_value: Any

class ContextVar(Generic[_T]):
    name: str
    @overload
    def __init__(self, name: str) -> None: ...
    @overload
    def __init__(self, name: str, *, default: _T) -> None: ...
    @overload
    def get(self) -> _T: ...
    @overload
    def get(self, default: _D, /) -> _T | _D: ...
    def set(self, value: _T, /) -> Token[_T]: ...
    def reset(self, token: Token[_T], /) -> None: ...

class Context(Mapping[ContextVar[Any], Any]):
    @evaluates("callable")
    def run(self, callable: Callable[..., _T], *args: Any, **kwargs: Any) -> _T: ...
    def copy(self) -> Context: ...

def copy_context() -> Context: ...
