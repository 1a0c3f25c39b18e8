"""`inspect`. It connects when given an engine, which its overloads do not say: an unknown subject must stay silent."""

from typing import Any, TypeVar, overload

from .engine.base import Connection, Engine
from .engine.reflection import Inspector
from .orm.mapper import Mapper

T = TypeVar("T")

@overload
def inspect(subject: type[T], raiseerr: bool = True) -> Mapper[T]: ...
@overload
def inspect(subject: Engine | Connection, raiseerr: bool = True) -> Inspector: ...
@overload
def inspect(subject: Any, raiseerr: bool = True) -> Any: ...
