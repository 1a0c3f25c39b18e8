"""aiopg.sa: SQLAlchemy Core expressions over aiopg, not SQLAlchemy's own engine."""

from typing import Any

from aiopg.sa.connection import SAConnection as SAConnection
from aiopg.sa.engine import Engine as Engine
from aiopg.sa.engine import create_engine as create_engine
from aiopg.sa.exc import Error as Error
from aiopg.sa.exc import ArgumentError as ArgumentError
from aiopg.sa.exc import InvalidRequestError as InvalidRequestError
from aiopg.sa.exc import NoSuchColumnError as NoSuchColumnError
from aiopg.sa.exc import ResourceClosedError as ResourceClosedError

def __getattr__(name: str) -> Any: ...
