"""Functions that look at values, or replace them. All but those that run after the validation are given what was read, and may give something else."""

from typing import Any, Callable, Literal, TypeVar, overload

from greenlint_markers import converts

_F = TypeVar("_F")

class AfterValidator:
    def __init__(self, func: Callable[..., Any]) -> None: ...

@converts
class BeforeValidator:
    def __init__(self, func: Callable[..., Any], json_schema_input_type: Any = ...) -> None: ...

@converts
class PlainValidator:
    def __init__(self, func: Callable[..., Any], json_schema_input_type: Any = ...) -> None: ...

@converts
class WrapValidator:
    def __init__(self, func: Callable[..., Any], json_schema_input_type: Any = ...) -> None: ...

@overload
@converts
def field_validator(field: str, /, *fields: str, mode: Literal["before", "wrap", "plain"], **options: Any) -> Callable[[_F], _F]: ...
@overload
def field_validator(field: str, /, *fields: str, mode: Literal["after"] = "after", **options: Any) -> Callable[[_F], _F]: ...
@overload
@converts
def model_validator(*, mode: Literal["before", "wrap"]) -> Callable[[_F], _F]: ...
@overload
def model_validator(*, mode: Literal["after"]) -> Callable[[_F], _F]: ...
def __getattr__(name: str) -> Any: ...
