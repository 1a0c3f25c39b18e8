"""What a resolver is told of the query."""

from typing import Any, Generic

from typing_extensions import TypeVar

_ContextT = TypeVar("_ContextT", default=Any)
_RootT = TypeVar("_RootT", default=Any)

class Info(Generic[_ContextT, _RootT]):
    @property
    def context(self) -> _ContextT: ...
    @property
    def field_name(self) -> str: ...
    @property
    def path(self) -> Any: ...
    @property
    def root_value(self) -> _RootT: ...
    @property
    def schema(self) -> Any: ...
    @property
    def selected_fields(self) -> list[Any]: ...
    @property
    def variable_values(self) -> dict[str, Any]: ...
