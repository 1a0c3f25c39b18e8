"""pandas: of it only what talks to databases."""

from typing import Any

from .core.frame import DataFrame as DataFrame
from .io.sql import read_sql as read_sql
from .io.sql import read_sql_query as read_sql_query
from .io.sql import read_sql_table as read_sql_table

def __getattr__(name: str) -> Any: ...
