"""Routes."""

from typing import Any

from .conf import include as include
from .conf import path as path
from .conf import re_path as re_path

def __getattr__(name: str) -> Any: ...
