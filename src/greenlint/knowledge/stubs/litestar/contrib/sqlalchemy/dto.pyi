"""Data transfer objects of mapped classes, under their former name."""

from typing import Any

from advanced_alchemy.extensions.litestar.dto import SQLAlchemyDTO as SQLAlchemyDTO
from advanced_alchemy.extensions.litestar.dto import SQLAlchemyDTOConfig as SQLAlchemyDTOConfig

def __getattr__(name: str) -> Any: ...
