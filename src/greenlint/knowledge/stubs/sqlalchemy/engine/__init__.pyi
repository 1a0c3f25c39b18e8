"""What people import from `sqlalchemy.engine`."""

from typing import Any

from .base import Connection as Connection
from .base import Engine as Engine
from .base import NestedTransaction as NestedTransaction
from .base import RootTransaction as RootTransaction
from .base import Transaction as Transaction
from .base import TwoPhaseTransaction as TwoPhaseTransaction
from .create import create_engine as create_engine
from .create import engine_from_config as engine_from_config
from .cursor import CursorResult as CursorResult
from .interfaces import AdaptedConnection as AdaptedConnection
from .interfaces import Dialect as Dialect
from .reflection import Inspector as Inspector
from .result import FilterResult as FilterResult
from .result import FrozenResult as FrozenResult
from .result import MappingResult as MappingResult
from .result import Result as Result
from .result import ScalarResult as ScalarResult
from .result import TupleResult as TupleResult
from .row import Row as Row
from .row import RowMapping as RowMapping
from .url import URL as URL
from .url import make_url as make_url

def __getattr__(name: str) -> Any: ...
