"""Opening URLs, which waits for the answer on the calling thread."""

from typing import Any

from greenlint_markers import blocks

@blocks("foreign", use="asyncio.to_thread")
def urlopen(url: Any, data: Any = None, timeout: float = ..., **options: Any) -> Any: ...
@blocks("foreign", use="asyncio.to_thread")
def urlretrieve(url: str, filename: Any = None, reporthook: Any = None, data: Any = None) -> Any: ...
def __getattr__(name: str) -> Any: ...
