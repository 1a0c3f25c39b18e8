"""Functions of version 1."""

from typing import Any, TypeVar

from greenlint_markers import validates

_T = TypeVar("_T")

@validates("obj")
def parse_obj_as(type_: type[_T], obj: Any, type_name: Any = None) -> _T: ...
def __getattr__(name: str) -> Any: ...
