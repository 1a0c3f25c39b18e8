"""Making engines; none connects."""

from collections.abc import Mapping
from typing import Any

from .base import Engine
from .url import URL

def create_engine(url: str | URL, **kwargs: Any) -> Engine: ...
def engine_from_config(configuration: Mapping[str, Any], prefix: str = "sqlalchemy.", **kwargs: Any) -> Engine: ...

def __getattr__(name: str) -> Any: ...
