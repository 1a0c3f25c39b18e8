"""Connections and the exceptions of every database."""

from typing import Any

import django.db.backends.base.base as _base
from greenlint_markers import blocks

from .utils import ConnectionHandler as ConnectionHandler
from .utils import DatabaseError as DatabaseError
from .utils import DataError as DataError
from .utils import Error as Error
from .utils import IntegrityError as IntegrityError
from .utils import InterfaceError as InterfaceError
from .utils import InternalError as InternalError
from .utils import NotSupportedError as NotSupportedError
from .utils import OperationalError as OperationalError
from .utils import ProgrammingError as ProgrammingError

DEFAULT_DB_ALIAS: str
connection: _base.BaseDatabaseWrapper
connections: ConnectionHandler
router: Any

@blocks("orm")
def close_old_connections(**kwargs: Any) -> None: ...
def reset_queries(**kwargs: Any) -> None: ...
def __getattr__(name: str) -> Any: ...
