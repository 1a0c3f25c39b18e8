"""Motor, the asynchronous driver of MongoDB before PyMongo had one. Deliberately absent: its Tornado side."""

from typing import Any

def __getattr__(name: str) -> Any: ...
