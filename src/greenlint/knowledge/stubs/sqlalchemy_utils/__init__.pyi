"""SQLAlchemy-Utils: of it only what connects to databases by itself."""

from typing import Any

from .functions.database import create_database as create_database
from .functions.database import database_exists as database_exists
from .functions.database import drop_database as drop_database

def __getattr__(name: str) -> Any: ...
