"""SQLModel's synchronous Session: `exec` runs a statement on the calling thread."""

from typing import Any, TypeVar, overload

from greenlint_markers import blocks, loads
from sqlalchemy.engine.cursor import CursorResult
from sqlalchemy.engine.result import Result, ScalarResult
from sqlalchemy.orm.session import Session as StandardSession
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.selectable import TypedReturnsRows

from ..sql._expression_select_cls import Select, SelectOfScalar

T = TypeVar("T")
R = TypeVar("R")

class Session(StandardSession):
    @overload
    @blocks("session", use="AsyncSession.exec")
    @loads
    def exec(
        self, statement: Select[R], *, params: Any = None, execution_options: Any = ..., bind_arguments: Any = None, **kw: Any
    ) -> Result[R]: ...
    @overload
    @blocks("session", use="AsyncSession.exec")
    @loads
    def exec(
        self, statement: SelectOfScalar[T], *, params: Any = None, execution_options: Any = ..., bind_arguments: Any = None, **kw: Any
    ) -> ScalarResult[T]: ...
    @overload
    @blocks("session", use="AsyncSession.exec")
    @loads
    def exec(
        self, statement: TypedReturnsRows[R], *, params: Any = None, execution_options: Any = ..., bind_arguments: Any = None, **kw: Any
    ) -> Result[R]: ...
    @overload
    @blocks("session", use="AsyncSession.exec")
    @loads
    def exec(
        self, statement: UpdateBase, *, params: Any = None, execution_options: Any = ..., bind_arguments: Any = None, **kw: Any
    ) -> CursorResult[Any]: ...
    @overload
    @blocks("session", use="AsyncSession.exec")
    @loads
    def exec(
        self, statement: Any, *, params: Any = None, execution_options: Any = ..., bind_arguments: Any = None, **kw: Any
    ) -> Any: ...
