"""Asynchronous sessions. One that is opened commits, or rolls back, when it is left."""

from contextlib import AbstractAsyncContextManager
from typing import Annotated, Any

from fastapi import Depends
from greenlint_markers import awaits_db, closes, commits, opens
from sqlalchemy.ext.asyncio import AsyncSession as SqlaAsyncSession

class _OpenSession(AbstractAsyncContextManager[SqlaAsyncSession]):
    @opens
    async def __aenter__(self) -> SqlaAsyncSession: ...
    @awaits_db
    @commits
    @closes
    async def __aexit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> bool | None: ...

class AsyncSessionDependency:
    key: str
    def __init__(self, key: str = "default") -> None: ...
    def __call__(self, request: Any) -> SqlaAsyncSession: ...

default_async_session_dep: AsyncSessionDependency
AsyncSession = Annotated[SqlaAsyncSession, Depends(default_async_session_dep)]

def open_session(key: str = "default") -> _OpenSession: ...
def new_async_engine(key: str = "default") -> Any: ...
@awaits_db
async def startup(key: str = "default") -> None: ...
def __getattr__(name: str) -> Any: ...
