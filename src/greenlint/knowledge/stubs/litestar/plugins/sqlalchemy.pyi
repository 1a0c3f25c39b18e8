"""Advanced Alchemy under Litestar's own name."""

from typing import Any

from advanced_alchemy import base as base
from advanced_alchemy.extensions.litestar import SQLAlchemyDTO as SQLAlchemyDTO
from advanced_alchemy.extensions.litestar import SQLAlchemyDTOConfig as SQLAlchemyDTOConfig
from advanced_alchemy.extensions.litestar import SQLAlchemyInitPlugin as SQLAlchemyInitPlugin
from advanced_alchemy.extensions.litestar import SQLAlchemyPlugin as SQLAlchemyPlugin
from advanced_alchemy.extensions.litestar import SQLAlchemySerializationPlugin as SQLAlchemySerializationPlugin

def __getattr__(name: str) -> Any: ...
