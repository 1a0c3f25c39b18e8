"""INSERT with the clauses of postgresql."""

from typing import Any, Self

from greenlint_markers import lazy_query

from ...sql.dml import Insert as StandardInsert

class Insert(StandardInsert):
    @property
    def excluded(self) -> Any: ...
    def on_conflict_do_update(
        self, constraint: Any = None, index_elements: Any = None, index_where: Any = None, set_: Any = None, where: Any = None
    ) -> Self: ...
    def on_conflict_do_nothing(self, constraint: Any = None, index_elements: Any = None, index_where: Any = None) -> Self: ...

@lazy_query
def insert(table: Any) -> Insert: ...
