"""Deletions of the asynchronous client."""

from typing import Any

from greenlint_markers import awaits_db

class DeleteApiAsync:
    @awaits_db
    async def delete(self, start: Any, stop: Any, *args: Any, **options: Any) -> bool: ...

def __getattr__(name: str) -> Any: ...
