"""What Litestar's applications and requests hold."""

from typing import Any

from litestar.datastructures.state import ImmutableState as ImmutableState
from litestar.datastructures.state import State as State

def __getattr__(name: str) -> Any: ...
