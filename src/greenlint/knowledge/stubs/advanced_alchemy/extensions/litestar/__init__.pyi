"""Advanced Alchemy in Litestar: plugins, and data transfer objects of mapped classes."""

from typing import Any

from advanced_alchemy import base as base

from advanced_alchemy.extensions.litestar.dto import SQLAlchemyDTO as SQLAlchemyDTO
from advanced_alchemy.extensions.litestar.dto import SQLAlchemyDTOConfig as SQLAlchemyDTOConfig
from advanced_alchemy.extensions.litestar.plugins import SQLAlchemyInitPlugin as SQLAlchemyInitPlugin
from advanced_alchemy.extensions.litestar.plugins import SQLAlchemyPlugin as SQLAlchemyPlugin
from advanced_alchemy.extensions.litestar.plugins import SQLAlchemySerializationPlugin as SQLAlchemySerializationPlugin

def __getattr__(name: str) -> Any: ...
