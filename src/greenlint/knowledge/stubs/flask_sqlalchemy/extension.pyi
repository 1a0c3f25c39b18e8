"""The extension. `Model` is the base of mapped classes; the other names of `sqlalchemy` and `sqlalchemy.orm` are left open."""

from typing import Any, TypeVar

import greenlint_markers
from greenlint_markers import blocks, loads, maps, maps_as, maps_classes, maps_given, names_tables
from sqlalchemy.engine import Engine
from sqlalchemy.orm import AppenderQuery as _AppenderQuery
from sqlalchemy.orm import WriteOnlyCollection as _WriteOnlyCollection
from sqlalchemy.orm import scoped_session
from sqlalchemy.sql.schema import Column as _Column
from sqlalchemy.sql.schema import ForeignKey as _ForeignKey
from sqlalchemy.sql.schema import MetaData
from sqlalchemy.sql.schema import Table as _Table

from .model import Model as _Model
from .pagination import Pagination
from .session import Session

T = TypeVar("T")

@maps_given("model_class")
class SQLAlchemy:
    session: scoped_session[Session]
    metadatas: dict[str | None, MetaData]

    @maps
    @maps_classes("all")
    @names_tables("snake")
    class Model(_Model): ...

    Column = _Column
    ForeignKey = _ForeignKey
    Table = _Table

    def __init__(
        self,
        app: Any = None,
        *,
        metadata: Any = None,
        session_options: Any = None,
        query_class: Any = ...,
        model_class: Any = ...,
        engine_options: Any = None,
        add_models_to_shell: bool = True,
        disable_autonaming: bool = False,
    ) -> None: ...
    def init_app(self, app: Any) -> None: ...
    @property
    def metadata(self) -> MetaData: ...
    @property
    def engine(self) -> Engine: ...
    @property
    def engines(self) -> dict[str | None, Engine]: ...
    def get_engine(self, bind_key: str | None = None, **kwargs: Any) -> Engine: ...
    @blocks("session", use="AsyncSession.get")
    @loads
    def get_or_404(self, entity: type[T], ident: Any, *, description: str | None = None, **kwargs: Any) -> T: ...
    @blocks("session", use="AsyncSession.scalar")
    @loads
    def first_or_404(self, statement: Any, *, description: str | None = None) -> Any: ...
    @blocks("session", use="AsyncSession.scalars")
    @loads
    def one_or_404(self, statement: Any, *, description: str | None = None) -> Any: ...
    @blocks("session", use="AsyncSession.scalars")
    @loads
    def paginate(
        self,
        select: Any,
        *,
        page: int | None = None,
        per_page: int | None = None,
        max_per_page: int | None = None,
        error_out: bool = True,
        count: bool = True,
    ) -> Pagination: ...
    @blocks("session", use="AsyncConnection.run_sync")
    def create_all(self, bind_key: Any = "__all__") -> None: ...
    @blocks("session", use="AsyncConnection.run_sync")
    def drop_all(self, bind_key: Any = "__all__") -> None: ...
    @blocks("session", use="AsyncConnection.run_sync")
    def reflect(self, bind_key: Any = "__all__") -> None: ...
    @greenlint_markers.relationship(dynamic=_AppenderQuery, write_only=_WriteOnlyCollection)
    def relationship(self, *args: Any, **kwargs: Any) -> Any: ...
    @greenlint_markers.relationship(dynamic=_AppenderQuery, write_only=_WriteOnlyCollection)
    @maps_as("dynamic")
    def dynamic_loader(self, argument: Any, **kwargs: Any) -> Any: ...
    @maps_as("column")
    def mapped_column(self, *args: Any, **kwargs: Any) -> Any: ...
    @maps_as("backref")
    def backref(self, *args: Any, **kwargs: Any) -> Any: ...
    @maps_as("deferred")
    def deferred(self, *args: Any, **kwargs: Any) -> Any: ...
    @maps_as("column_property")
    def column_property(self, *args: Any, **kwargs: Any) -> Any: ...
    @maps_as("synonym")
    def synonym(self, *args: Any, **kwargs: Any) -> Any: ...
    def __getattr__(self, name: str) -> Any: ...

def __getattr__(name: str) -> Any: ...
