"""Jobs."""

from typing import Any

from greenlint_markers import blocks

class Job:
    id: str
    meta: dict[str, Any]
    @classmethod
    @blocks("client", use="asyncio.to_thread")
    def fetch(cls, id: str, *args: Any, **options: Any) -> Job: ...
    @blocks("client", use="asyncio.to_thread")
    def cancel(self, *args: Any, **options: Any) -> None: ...
    @blocks("client", use="asyncio.to_thread")
    def delete(self, *args: Any, **options: Any) -> None: ...
    @blocks("client", use="asyncio.to_thread")
    def get_status(self, refresh: bool = True) -> Any: ...
    @blocks("client", use="asyncio.to_thread")
    def refresh(self) -> None: ...
    @blocks("client", use="asyncio.to_thread")
    def save(self, *args: Any, **options: Any) -> None: ...

def __getattr__(name: str) -> Any: ...
