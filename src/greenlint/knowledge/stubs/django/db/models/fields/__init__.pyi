"""Fields of models; see `related` for those that lead to other models."""

from typing import Any

def __getattr__(name: str) -> Any: ...
