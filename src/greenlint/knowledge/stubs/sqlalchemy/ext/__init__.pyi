"""Extensions; those without a stub are unknown."""

from typing import Any

def __getattr__(name: str) -> Any: ...
