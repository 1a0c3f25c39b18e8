"""Plugins, under their former name."""

from typing import Any

from advanced_alchemy.extensions.litestar.plugins import SQLAlchemyInitPlugin as SQLAlchemyInitPlugin
from advanced_alchemy.extensions.litestar.plugins import SQLAlchemyPlugin as SQLAlchemyPlugin
from advanced_alchemy.extensions.litestar.plugins import SQLAlchemySerializationPlugin as SQLAlchemySerializationPlugin

def __getattr__(name: str) -> Any: ...
