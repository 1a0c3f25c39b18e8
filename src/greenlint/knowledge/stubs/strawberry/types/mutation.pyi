"""Fields of the mutation and subscription types."""

from typing import Any, Callable, Sequence, TypeVar, overload

from greenlint_markers import resolves

_F = TypeVar("_F", bound=Callable[..., Any])

@overload
@resolves
def mutation(resolver: _F, *, extensions: Sequence[Any] = ..., **options: Any) -> _F: ...
@overload
@resolves
def mutation(*, extensions: Sequence[Any] = ..., **options: Any) -> Callable[[_F], _F]: ...
@overload
@resolves
def subscription(resolver: _F, *, extensions: Sequence[Any] = ..., **options: Any) -> _F: ...
@overload
@resolves
def subscription(*, extensions: Sequence[Any] = ..., **options: Any) -> Callable[[_F], _F]: ...
