"""aiomysql.sa: SQLAlchemy Core expressions over aiomysql, not SQLAlchemy's own engine."""

from typing import Any

from aiomysql.sa.connection import SAConnection as SAConnection
from aiomysql.sa.engine import Engine as Engine
from aiomysql.sa.engine import create_engine as create_engine
from aiomysql.sa.exc import Error as Error
from aiomysql.sa.exc import ArgumentError as ArgumentError
from aiomysql.sa.exc import InvalidRequestError as InvalidRequestError
from aiomysql.sa.exc import NoSuchColumnError as NoSuchColumnError
from aiomysql.sa.exc import ResourceClosedError as ResourceClosedError

def __getattr__(name: str) -> Any: ...
