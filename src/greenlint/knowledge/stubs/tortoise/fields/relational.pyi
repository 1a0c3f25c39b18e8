"""Relations, as an instance gives them. One that was not fetched is awaited; of one that was, the other instance's attributes are read.

Deliberately absent: a mark on what raises NoValuesFetched, since a class does not tell what was fetched.
"""

from typing import Any, AsyncGenerator, Generator, Generic, Iterator, TypeVar

from greenlint_markers import awaits_db, lazy_query, relationship

from ..queryset import QuerySet

M = TypeVar("M")

class RelationalField(Generic[M]):
    related_model: type[M]

class ForeignKeyFieldInstance(RelationalField[M]):
    @awaits_db
    def __await__(self) -> Generator[Any, None, M]: ...
    def __getattr__(self, name: str) -> Any: ...

class OneToOneFieldInstance(ForeignKeyFieldInstance[M]): ...

class ReverseRelation(Generic[M]):
    remote_model: type[M]
    relation_field: str
    instance: Any
    from_field: str
    related_objects: list[M]
    @awaits_db
    def __await__(self) -> Generator[Any, None, list[M]]: ...
    def __aiter__(self) -> AsyncGenerator[M, None]: ...
    def __iter__(self) -> Iterator[M]: ...
    def __contains__(self, item: Any) -> bool: ...
    def __len__(self) -> int: ...
    def __bool__(self) -> bool: ...
    def __getitem__(self, item: int) -> M: ...
    @lazy_query
    @awaits_db
    def all(self) -> QuerySet[M]: ...
    @lazy_query
    @awaits_db
    def filter(self, *args: Any, **kwargs: Any) -> QuerySet[M]: ...
    @lazy_query
    @awaits_db
    def limit(self, limit: int) -> QuerySet[M]: ...
    @lazy_query
    @awaits_db
    def offset(self, offset: int) -> QuerySet[M]: ...
    @lazy_query
    @awaits_db
    def order_by(self, *orderings: str) -> QuerySet[M]: ...
    @awaits_db
    async def create(self, using_db: Any = None, **kwargs: Any) -> M: ...

class ManyToManyRelation(ReverseRelation[M]):
    @awaits_db
    async def add(self, *instances: M, using_db: Any = None) -> None: ...
    @awaits_db
    async def remove(self, *instances: M, using_db: Any = None) -> None: ...
    @awaits_db
    async def clear(self, using_db: Any = None) -> None: ...

ForeignKeyRelation = ForeignKeyFieldInstance[M]
ForeignKeyNullableRelation = ForeignKeyFieldInstance[M] | None
OneToOneRelation = OneToOneFieldInstance[M]
OneToOneNullableRelation = OneToOneFieldInstance[M] | None

@relationship
def ForeignKeyField(
    to: type[M] | str, related_name: Any = None, on_delete: Any = ..., db_constraint: bool = True, null: bool = False, **kwargs: Any
) -> ForeignKeyFieldInstance[M]: ...
@relationship
def OneToOneField(
    to: type[M] | str, related_name: Any = None, on_delete: Any = ..., db_constraint: bool = True, null: bool = False, **kwargs: Any
) -> OneToOneFieldInstance[M]: ...
@relationship
def ManyToManyField(
    to: type[M] | str,
    through: str | None = None,
    forward_key: str | None = None,
    backward_key: str = "",
    related_name: str = "",
    **kwargs: Any,
) -> ManyToManyRelation[M]: ...
def __getattr__(name: str) -> Any: ...
