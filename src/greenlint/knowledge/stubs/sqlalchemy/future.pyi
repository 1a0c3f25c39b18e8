"""The names of the 1.4 transition; the same objects as everywhere."""

from .engine import Connection as Connection
from .engine import Engine as Engine
from .engine import create_engine as create_engine
from .sql.expression import select as select
