"""Synchronous sessions. Entering one does no IO; it commits, or rolls back, when it is left. `SqlaSession` is SQLModel's where that is installed."""

from contextlib import AbstractContextManager
from typing import Annotated, Any

from fastapi import Depends
from greenlint_markers import blocks, closes, commits, loads, opens
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.orm.session import Session as _Session

class Base(DeclarativeBase): ...

class SqlaSession(_Session):
    @blocks("session", use="AsyncSession.exec")
    @loads
    def exec(self, statement: Any, *, params: Any = None, execution_options: Any = ..., bind_arguments: Any = None, **kw: Any) -> Any: ...

class _OpenSession(AbstractContextManager[SqlaSession]):
    @opens
    def __enter__(self) -> SqlaSession: ...
    @blocks("session", use="open_async_session")
    @commits
    @closes
    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> bool | None: ...

class SessionDependency:
    key: str
    def __init__(self, key: str = "default") -> None: ...
    def __call__(self, request: Any) -> SqlaSession: ...

default_session_dep: SessionDependency
Session = Annotated[SqlaSession, Depends(default_session_dep)]

def open_session(key: str = "default") -> _OpenSession: ...
def new_engine(key: str = "default") -> Any: ...
@blocks("session")
def startup(key: str = "default") -> None: ...
def __getattr__(name: str) -> Any: ...
