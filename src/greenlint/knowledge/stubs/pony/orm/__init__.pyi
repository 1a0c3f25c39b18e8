"""What people import from `pony.orm`, often with a star."""

from typing import Any

from .core import Database as Database
from .core import OrmError as OrmError
from .core import ObjectNotFound as ObjectNotFound
from .core import RowNotFound as RowNotFound
from .core import select as select
from .core import get as get
from .core import exists as exists
from .core import delete as delete
from .core import flush as flush
from .core import commit as commit
from .core import rollback as rollback
from .core import db_session as db_session

def __getattr__(name: str) -> Any: ...
