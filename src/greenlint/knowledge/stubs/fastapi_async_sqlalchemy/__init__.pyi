"""FastAPI-Async-SQLAlchemy: `db.session` is the session of the request, or of the `async with db():` around it."""

from typing import Any

from .middleware import SQLAlchemyMiddleware as SQLAlchemyMiddleware
from .middleware import create_middleware_and_session_proxy as create_middleware_and_session_proxy
from .middleware import db as db

def __getattr__(name: str) -> Any: ...
