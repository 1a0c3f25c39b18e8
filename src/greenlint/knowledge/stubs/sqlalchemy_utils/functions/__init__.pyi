"""Functions of SQLAlchemy-Utils; those that connect to databases."""

from typing import Any

from .database import create_database as create_database
from .database import database_exists as database_exists
from .database import drop_database as drop_database

def __getattr__(name: str) -> Any: ...
