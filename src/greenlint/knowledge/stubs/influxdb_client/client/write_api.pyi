"""Writes of the synchronous client. `write()` is unmarked: unless told to be `SYNCHRONOUS`, it hands the points to a thread and returns."""

from typing import Any, Self

from greenlint_markers import blocks, closes

ASYNCHRONOUS: Any
SYNCHRONOUS: Any

class WriteApi:
    def write(self, bucket: str, org: Any = None, record: Any = None, *args: Any, **kwargs: Any) -> Any: ...
    @blocks("client", use="asyncio.to_thread")
    def flush(self) -> None: ...
    @closes
    @blocks("client", use="asyncio.to_thread")
    def close(self) -> None: ...
    def __enter__(self) -> Self: ...
    @closes
    @blocks("client", use="asyncio.to_thread")
    def __exit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None: ...

def __getattr__(name: str) -> Any: ...
