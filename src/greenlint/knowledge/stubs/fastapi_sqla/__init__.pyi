"""FastAPI-SQLA: sessions of a request as annotated dependencies, and context managers for sessions elsewhere."""

from typing import Any

from .async_sqla import AsyncSession as AsyncSession
from .async_sqla import AsyncSessionDependency as AsyncSessionDependency
from .async_sqla import SqlaAsyncSession as SqlaAsyncSession
from .async_sqla import open_session as open_async_session
from .base import setup as setup
from .base import setup_middlewares as setup_middlewares
from .base import startup as startup
from .sqla import Base as Base
from .sqla import Session as Session
from .sqla import SessionDependency as SessionDependency
from .sqla import SqlaSession as SqlaSession
from .sqla import open_session as open_session

def __getattr__(name: str) -> Any: ...
