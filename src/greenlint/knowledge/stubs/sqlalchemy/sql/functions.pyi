"""`func`: SQL functions by attribute; what their values are is not known."""

from typing import Any, TypeVar

from greenlint_markers import computes

from .elements import ColumnElement

T = TypeVar("T")

@computes
class FunctionElement(ColumnElement[T]): ...
class Function(FunctionElement[T]): ...
class GenericFunction(Function[T]): ...

class _FunctionGenerator:
    def __getattr__(self, name: str) -> _FunctionGenerator: ...
    def __call__(self, *c: Any, **kwargs: Any) -> Function[Any]: ...

func: _FunctionGenerator

def __getattr__(name: str) -> Any: ...
