"""Validators of version 1."""

from typing import Any, Callable, Literal, TypeVar, overload

from greenlint_markers import converts

_F = TypeVar("_F")

@overload
@converts
def validator(__field: str, *fields: str, pre: Literal[True], **options: Any) -> Callable[[_F], _F]: ...
@overload
def validator(__field: str, *fields: str, **options: Any) -> Callable[[_F], _F]: ...
@overload
@converts
def root_validator(*, pre: Literal[True], skip_on_failure: bool = False, allow_reuse: bool = False) -> Callable[[_F], _F]: ...
@overload
def root_validator(*, pre: Literal[False] = False, skip_on_failure: bool = False, allow_reuse: bool = False) -> Callable[[_F], _F]: ...
@overload
def root_validator(_function: _F, /) -> _F: ...
def __getattr__(name: str) -> Any: ...
