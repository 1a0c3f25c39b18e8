"""Flask-SQLAlchemy: SQLAlchemy's synchronous session, engine and queries behind one object."""

from typing import Any

from .extension import SQLAlchemy as SQLAlchemy

def __getattr__(name: str) -> Any: ...
