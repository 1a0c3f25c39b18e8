"""Data transfer objects: what a handler takes and returns, field by field."""

from typing import Any

from litestar.dto.config import DTOConfig as DTOConfig

def __getattr__(name: str) -> Any: ...
