"""Association proxies: attributes of what a relationship leads to, read through that relationship."""

from typing import Any, Generic, TypeVar

from greenlint_markers import maps_as

T = TypeVar("T")

@maps_as("proxy")
def association_proxy(target_collection: str, attr: str, **kw: Any) -> AssociationProxy[Any]: ...

@maps_as("proxy")
class AssociationProxy(Generic[T]):
    target_collection: str
    value_attr: str
    def __init__(self, target_collection: str, attr: str, **kw: Any) -> None: ...
    def __get__(self, instance: Any, owner: Any) -> Any: ...
    def __set__(self, instance: object, values: T) -> None: ...

def __getattr__(name: str) -> Any: ...
