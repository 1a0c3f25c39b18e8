"""Statements as things that can be executed; no IO happens here."""

from typing import Any, Self

from greenlint_markers import loader

from .elements import ColumnElement

class Executable:
    @loader("options")
    def options(self, *options: Any) -> Self: ...
    @loader("execution")
    def execution_options(self, **kw: Any) -> Self: ...
    def get_execution_options(self) -> Any: ...

class ExecutableOption: ...

class ReadOnlyColumnCollection:
    """The columns of a table or subquery, by attribute and by key."""

    def __getattr__(self, key: str) -> ColumnElement[Any]: ...
    def __getitem__(self, key: Any) -> Any: ...

def __getattr__(name: str) -> Any: ...
