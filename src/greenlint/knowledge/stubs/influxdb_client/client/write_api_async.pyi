"""Writes of the asynchronous client."""

from typing import Any

from greenlint_markers import awaits_db

class WriteApiAsync:
    @awaits_db
    async def write(self, bucket: str, org: Any = None, record: Any = None, *args: Any, **kwargs: Any) -> bool: ...

def __getattr__(name: str) -> Any: ...
