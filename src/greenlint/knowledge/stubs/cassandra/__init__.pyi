"""The driver of Apache Cassandra, which has threads of its own. Deliberately absent: `cqlengine`."""

from typing import Any

def __getattr__(name: str) -> Any: ...
