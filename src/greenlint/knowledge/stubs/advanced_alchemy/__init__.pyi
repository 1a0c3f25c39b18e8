"""Advanced Alchemy: repositories and services over SQLAlchemy sessions."""

from typing import Any

def __getattr__(name: str) -> Any: ...
