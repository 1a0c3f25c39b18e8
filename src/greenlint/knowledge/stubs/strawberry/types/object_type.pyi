"""Classes that become object types. One that implements an interface is made only of objects that are its instances."""

from typing import Any, Callable, TypeVar, overload

from greenlint_markers import object_type

_T = TypeVar("_T", bound=type[Any])

@overload
@object_type
def type(cls: _T, *, is_interface: bool = False, **options: Any) -> _T: ...
@overload
@object_type
def type(*, is_interface: bool = False, **options: Any) -> Callable[[_T], _T]: ...
@overload
@object_type("interface")
def interface(cls: _T, **options: Any) -> _T: ...
@overload
@object_type("interface")
def interface(**options: Any) -> Callable[[_T], _T]: ...
