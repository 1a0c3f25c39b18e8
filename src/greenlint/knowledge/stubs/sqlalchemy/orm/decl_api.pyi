"""Declarative bases: what makes a class a mapped one."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from greenlint_markers import maps, maps_argument, maps_as, maps_classes, maps_given

from ..sql.schema import MetaData
from .mapper import Mapper

T = TypeVar("T")
C = TypeVar("C")

class DeclarativeAttributeIntercept(type): ...
class DeclarativeMeta(DeclarativeAttributeIntercept): ...

class _Declarative:
    """What each base class that a project derives has of its own."""

    registry: ClassVar[registry]
    metadata: ClassVar[MetaData]
    __table__: ClassVar[Any]
    __mapper__: ClassVar[Mapper[Any]]
    def __init__(self, **kw: Any) -> None: ...

@maps
@maps_classes("bases")
class DeclarativeBase(_Declarative, metaclass=DeclarativeAttributeIntercept): ...

@maps
@maps_classes("bases")
class DeclarativeBaseNoMeta(_Declarative): ...

@maps
@maps_classes("all")
class _GivenBase(_Declarative, metaclass=DeclarativeMeta):
    """A base class that a function gives."""

@maps_as("dataclass")
class MappedAsDataclass: ...

@maps_as("declared")
class declared_attr:
    """Read from a class or an instance it gives whatever the mapper makes of its function's result."""

    def __init__(self, fn: Any, cascading: bool = False, quiet: bool = False) -> None: ...
    def __get__(self, instance: Any, owner: Any) -> Any: ...

@maps
class registry:
    metadata: MetaData
    def __init__(
        self, *, metadata: MetaData | None = None, class_registry: Any = None, type_annotation_map: Any = None, constructor: Any = ...
    ) -> None: ...
    @property
    def mappers(self) -> Any: ...
    def configure(self, cascade: bool = False) -> None: ...
    def dispose(self, cascade: bool = False) -> None: ...
    @maps
    @maps_given("cls")
    def generate_base(self, mapper: Any = None, cls: Any = ..., name: str = "Base", metaclass: Any = ...) -> type[_GivenBase]: ...
    @maps
    @maps_classes("bases")
    def as_declarative_base(self, **kw: Any) -> Callable[[type[T]], type[T]]: ...
    @maps
    @maps_classes("all")
    def mapped(self, cls: type[T]) -> type[T]: ...
    @maps
    @maps_classes("all")
    @maps_as("dataclass")
    def mapped_as_dataclass(self, __cls: Any = None, **kw: Any) -> Any: ...
    @maps
    @maps_argument("cls")
    def map_declaratively(self, cls: type[T]) -> Mapper[T]: ...
    @maps
    @maps_argument("class_")
    def map_imperatively(self, class_: type[T], local_table: Any = None, **kw: Any) -> Mapper[T]: ...
    def update_type_annotation_map(self, type_annotation_map: Any) -> None: ...

@maps
@maps_given("cls")
def declarative_base(
    *,
    metadata: MetaData | None = None,
    mapper: Any = None,
    cls: Any = ...,
    name: str = "Base",
    class_registry: Any = None,
    type_annotation_map: Any = None,
    constructor: Any = ...,
    metaclass: Any = ...,
) -> type[_GivenBase]: ...
@maps
@maps_classes("bases")
def as_declarative(**kw: Any) -> Callable[[type[T]], type[T]]: ...
@maps
@maps_classes("all")
@maps_as("dataclass")
def mapped_as_dataclass(*args: Any, **kw: Any) -> Any: ...
def declarative_mixin(cls: type[T]) -> type[T]: ...
def synonym_for(name: str, map_column: bool = False) -> Callable[[C], C]: ...
def has_inherited_table(cls: Any) -> bool: ...

def __getattr__(name: str) -> Any: ...
