"""`func`: SQL functions by attribute, of no known type."""

from typing import Any, TypeVar

from .elements import ColumnElement

T = TypeVar("T")

class FunctionElement(ColumnElement[T]): ...
class Function(FunctionElement[T]): ...
class GenericFunction(Function[T]): ...

func: Any

def __getattr__(name: str) -> Any: ...
