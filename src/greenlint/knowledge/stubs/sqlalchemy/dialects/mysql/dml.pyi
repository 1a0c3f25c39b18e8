"""INSERT with the clauses of mysql."""

from typing import Any, Self

from greenlint_markers import lazy_query

from ...sql.dml import Insert as StandardInsert

class Insert(StandardInsert):
    @property
    def inserted(self) -> Any: ...
    def on_duplicate_key_update(self, *args: Any, **kw: Any) -> Self: ...

@lazy_query
def insert(table: Any) -> Insert: ...
