"""Models. Their class methods start queries; relations are in `fields.relational`."""

from typing import Any, ClassVar, Generator, Iterable, Self

from greenlint_markers import awaits_db, lazy_query, loads, refreshes

from .queryset import BulkCreateQuery, BulkUpdateQuery, ExistsQuery, QuerySet, QuerySetSingle, RawSQLQuery

class Model:
    _meta: ClassVar[Any]
    pk: Any
    def __init__(self, **kwargs: Any) -> None: ...
    def __await__(self) -> Generator[Any, None, Self]: ...
    def __iter__(self) -> Iterable[tuple[str, Any]]: ...
    def __getattr__(self, name: str) -> Any: ...
    def clone(self, pk: Any = ...) -> Self: ...
    def update_from_dict(self, data: dict[str, Any]) -> Self: ...
    @classmethod
    def construct(cls, _saved_in_db: bool = False, **kwargs: Any) -> Self: ...
    @classmethod
    def describe(cls, serializable: bool = True) -> dict[str, Any]: ...
    @classmethod
    def get_table(cls) -> Any: ...
    @classmethod
    def register_listener(cls, signal: Any, listener: Any) -> None: ...
    @awaits_db
    async def save(
        self, using_db: Any = None, update_fields: Any = None, force_create: bool = False, force_update: bool = False
    ) -> None: ...
    @awaits_db
    async def delete(self, using_db: Any = None) -> None: ...
    @loads
    @awaits_db
    async def fetch_related(self, *args: Any, using_db: Any = None) -> None: ...
    @refreshes
    @awaits_db
    async def refresh_from_db(self, fields: Any = None, using_db: Any = None) -> None: ...
    @classmethod
    @lazy_query
    @awaits_db
    def all(cls, using_db: Any = None) -> QuerySet[Self]: ...
    @classmethod
    @lazy_query
    @awaits_db
    def annotate(cls, **kwargs: Any) -> QuerySet[Self]: ...
    @classmethod
    @lazy_query
    @awaits_db
    def exclude(cls, *args: Any, **kwargs: Any) -> QuerySet[Self]: ...
    @classmethod
    @lazy_query
    @awaits_db
    def filter(cls, *args: Any, **kwargs: Any) -> QuerySet[Self]: ...
    @classmethod
    @lazy_query
    @awaits_db
    def select_for_update(
        cls, nowait: bool = False, skip_locked: bool = False, of: Any = (), using_db: Any = None, no_key: bool = False
    ) -> QuerySet[Self]: ...
    @classmethod
    @lazy_query
    @awaits_db
    def earliest(cls, *orderings: str) -> QuerySetSingle[Self | None]: ...
    @classmethod
    @lazy_query
    @awaits_db
    def latest(cls, *orderings: str) -> QuerySetSingle[Self | None]: ...
    @classmethod
    @lazy_query
    @awaits_db
    def first(cls, using_db: Any = None) -> QuerySetSingle[Self | None]: ...
    @classmethod
    @lazy_query
    @awaits_db
    def last(cls, using_db: Any = None) -> QuerySetSingle[Self | None]: ...
    @classmethod
    @lazy_query
    @awaits_db
    def get(cls, *args: Any, using_db: Any = None, **kwargs: Any) -> QuerySetSingle[Self]: ...
    @classmethod
    @lazy_query
    @awaits_db
    def get_or_none(cls, *args: Any, using_db: Any = None, **kwargs: Any) -> QuerySetSingle[Self | None]: ...
    @classmethod
    @lazy_query
    @awaits_db
    def raw(cls, sql: str, using_db: Any = None) -> RawSQLQuery[Self]: ...
    @classmethod
    @awaits_db
    def exists(cls, *args: Any, using_db: Any = None, **kwargs: Any) -> ExistsQuery: ...
    @classmethod
    @awaits_db
    def bulk_create(
        cls,
        objects: Any,
        batch_size: int | None = None,
        ignore_conflicts: bool = False,
        update_fields: Any = None,
        on_conflict: Any = None,
        using_db: Any = None,
    ) -> BulkCreateQuery[Self]: ...
    @classmethod
    @awaits_db
    def bulk_update(cls, objects: Any, fields: Any, batch_size: int | None = None, using_db: Any = None) -> BulkUpdateQuery[Self]: ...
    @classmethod
    @awaits_db
    async def create(cls, using_db: Any = None, **kwargs: Any) -> Self: ...
    @classmethod
    @awaits_db
    async def get_or_create(cls, defaults: Any = None, using_db: Any = None, **kwargs: Any) -> tuple[Self, bool]: ...
    @classmethod
    @awaits_db
    async def update_or_create(cls, defaults: Any = None, using_db: Any = None, **kwargs: Any) -> tuple[Self, bool]: ...
    @classmethod
    @awaits_db
    async def in_bulk(cls, id_list: Any, field_name: str = "pk", using_db: Any = None) -> dict[Any, Self]: ...
    @classmethod
    @loads
    @awaits_db
    async def fetch_for_list(cls, instance_list: Any, *args: Any, using_db: Any = None) -> None: ...

def __getattr__(name: str) -> Any: ...
