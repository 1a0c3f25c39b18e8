"""Event listeners. They are plain functions: SQLAlchemy never awaits what one returns."""

from .api import CANCEL as CANCEL
from .api import NO_RETVAL as NO_RETVAL
from .api import contains as contains
from .api import listen as listen
from .api import listens_for as listens_for
from .api import remove as remove
