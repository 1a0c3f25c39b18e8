"""MongoEngine. Connecting does no IO; the first use of the connection does."""

from typing import Any

from .document import Document as Document
from .document import DynamicDocument as DynamicDocument
from .document import DynamicEmbeddedDocument as DynamicEmbeddedDocument
from .document import EmbeddedDocument as EmbeddedDocument
from .queryset import QuerySet as QuerySet
from .queryset import QuerySetNoCache as QuerySetNoCache
from .queryset import queryset_manager as queryset_manager

def __getattr__(name: str) -> Any: ...
