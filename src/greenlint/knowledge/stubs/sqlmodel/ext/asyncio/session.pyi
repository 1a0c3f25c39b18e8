"""SQLModel's asynchronous session."""

from typing import Any, TypeVar, overload

from greenlint_markers import awaits_db, loads
from sqlalchemy.engine.cursor import CursorResult
from sqlalchemy.engine.result import Result, ScalarResult
from sqlalchemy.ext.asyncio.session import AsyncSession as StandardAsyncSession
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.selectable import TypedReturnsRows

from ...orm.session import Session
from ...sql._expression_select_cls import Select, SelectOfScalar

T = TypeVar("T")
R = TypeVar("R")

class AsyncSession(StandardAsyncSession):
    sync_session: Session
    sync_session_class: type[Session]
    @overload
    @awaits_db
    @loads
    async def exec(
        self, statement: Select[R], *, params: Any = None, execution_options: Any = ..., bind_arguments: Any = None, **kw: Any
    ) -> Result[R]: ...
    @overload
    @awaits_db
    @loads
    async def exec(
        self, statement: SelectOfScalar[T], *, params: Any = None, execution_options: Any = ..., bind_arguments: Any = None, **kw: Any
    ) -> ScalarResult[T]: ...
    @overload
    @awaits_db
    @loads
    async def exec(
        self, statement: TypedReturnsRows[R], *, params: Any = None, execution_options: Any = ..., bind_arguments: Any = None, **kw: Any
    ) -> Result[R]: ...
    @overload
    @awaits_db
    @loads
    async def exec(
        self, statement: UpdateBase, *, params: Any = None, execution_options: Any = ..., bind_arguments: Any = None, **kw: Any
    ) -> CursorResult[Any]: ...
    @overload
    @awaits_db
    @loads
    async def exec(
        self, statement: Any, *, params: Any = None, execution_options: Any = ..., bind_arguments: Any = None, **kw: Any
    ) -> Any: ...
