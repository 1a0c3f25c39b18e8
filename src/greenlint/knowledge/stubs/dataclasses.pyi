"""Data classes. The engine knows `dataclass` and `field` by their qualified names; here stands what their calls give."""

from typing import Any, Callable, Iterable, Mapping, TypeVar, overload

from greenlint_markers import serializes

_T = TypeVar("_T")

MISSING: Any
KW_ONLY: Any

class FrozenInstanceError(AttributeError): ...

class InitVar:
    def __init__(self, type: Any) -> None: ...

class Field:
    name: str
    type: Any
    default: Any
    default_factory: Any
    init: bool
    repr: bool
    hash: bool | None
    compare: bool
    metadata: Mapping[Any, Any]

@overload
def dataclass(cls: type[_T], /) -> type[_T]: ...
@overload
def dataclass(
    *,
    init: bool = True,
    repr: bool = True,
    eq: bool = True,
    order: bool = False,
    unsafe_hash: bool = False,
    frozen: bool = False,
    match_args: bool = True,
    kw_only: bool = False,
    slots: bool = False,
    weakref_slot: bool = False,
) -> Callable[[_T], _T]: ...
@overload
def field(
    *,
    default: _T,
    init: bool = True,
    repr: bool = True,
    hash: bool | None = None,
    compare: bool = True,
    metadata: Any = None,
    kw_only: bool = ...,
) -> _T: ...
@overload
def field(
    *,
    default_factory: Callable[[], _T],
    init: bool = True,
    repr: bool = True,
    hash: bool | None = None,
    compare: bool = True,
    metadata: Any = None,
    kw_only: bool = ...,
) -> _T: ...
@overload
def field(
    *, init: bool = True, repr: bool = True, hash: bool | None = None, compare: bool = True, metadata: Any = None, kw_only: bool = ...
) -> Any: ...
def fields(class_or_instance: Any) -> tuple[Field, ...]: ...
def is_dataclass(obj: object) -> bool: ...
@serializes("obj")
def asdict(obj: Any, *, dict_factory: Callable[[list[tuple[str, Any]]], Any] = ...) -> dict[str, Any]: ...
@serializes("obj")
def astuple(obj: Any, *, tuple_factory: Callable[[list[Any]], Any] = ...) -> tuple[Any, ...]: ...
def replace(obj: _T, /, **changes: Any) -> _T: ...
def make_dataclass(
    cls_name: str, fields: Iterable[Any], *, bases: tuple[type, ...] = (), namespace: Any = None, **options: Any
) -> type: ...
