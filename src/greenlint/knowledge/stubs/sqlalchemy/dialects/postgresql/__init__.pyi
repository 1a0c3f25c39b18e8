"""What people import from the postgresql dialect; its types are unknown."""

from typing import Any

from .dml import Insert as Insert
from .dml import insert as insert

def __getattr__(name: str) -> Any: ...
