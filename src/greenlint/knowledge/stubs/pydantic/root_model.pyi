"""Models that are one value."""

from typing import Any, Generic, TypeVar

from greenlint_markers import schema, validates

from pydantic.main import BaseModel

_Root = TypeVar("_Root")

@schema("root")
class RootModel(BaseModel, Generic[_Root]):
    root: _Root
    @validates("root")
    def __init__(self, /, root: Any = ..., **data: Any) -> None: ...

def __getattr__(name: str) -> Any: ...
