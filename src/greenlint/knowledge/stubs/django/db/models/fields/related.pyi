"""Relations between models, as an instance gives them: the other model's instance, or a manager of them.

Deliberately absent: a mark on reading a foreign key. It asks the database only where the other instance was not loaded, which a class cannot tell.
"""

from typing import Any, Generic, Self, TypeVar, overload

from greenlint_markers import relationship

from .related_descriptors import _ManyRelatedManager

M = TypeVar("M")

class RelatedField(Generic[M]): ...

@relationship
class ForeignObject(RelatedField[M]):
    def __init__(
        self,
        to: type[M] | str,
        on_delete: Any,
        from_fields: Any,
        to_fields: Any,
        rel: Any = None,
        related_name: str | None = None,
        **kwargs: Any,
    ) -> None: ...
    @overload
    def __get__(self, instance: None, owner: Any) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: Any) -> M | None: ...

@relationship
class ForeignKey(ForeignObject[M]):
    def __init__(self, to: type[M] | str, on_delete: Any, related_name: str | None = None, **kwargs: Any) -> None: ...

@relationship
class OneToOneField(ForeignKey[M]):
    def __init__(self, to: type[M] | str, on_delete: Any, to_field: str | None = None, **kwargs: Any) -> None: ...

@relationship
class ManyToManyField(RelatedField[M]):
    def __init__(self, to: type[M] | str, related_name: str | None = None, **kwargs: Any) -> None: ...
    @overload
    def __get__(self, instance: None, owner: Any) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: Any) -> _ManyRelatedManager[M]: ...

def __getattr__(name: str) -> Any: ...
