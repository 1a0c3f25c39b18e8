"""Fields: a resolver gives what the query goes on to read; without one the attribute of that name is read. The decorated function stays callable."""

from typing import Any, Callable, Sequence, TypeVar, overload

from greenlint_markers import resolves

_F = TypeVar("_F", bound=Callable[..., Any])

@overload
@resolves
def field(resolver: _F, *, extensions: Sequence[Any] = ..., **options: Any) -> _F: ...
@overload
@resolves
def field(*, extensions: Sequence[Any] = ..., **options: Any) -> Callable[[_F], _F]: ...
