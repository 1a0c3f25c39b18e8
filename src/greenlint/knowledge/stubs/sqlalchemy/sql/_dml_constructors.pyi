"""The functions that build INSERT, UPDATE and DELETE statements; none does IO."""

from typing import Any

from greenlint_markers import changes, lazy_query

from .dml import Delete, Insert, Update

@lazy_query
def insert(table: Any) -> Insert: ...
@lazy_query
@changes("rows")
def update(table: Any) -> Update: ...
@lazy_query
def delete(table: Any) -> Delete: ...
