"""Querysets of documents."""

from typing import Any

from .manager import QuerySetManager as QuerySetManager
from .manager import queryset_manager as queryset_manager
from .queryset import QuerySet as QuerySet
from .queryset import QuerySetNoCache as QuerySetNoCache

def __getattr__(name: str) -> Any: ...
