"""Settings of a model: a dictionary, of which only the keys matter that a model reads."""

from typing import Any

class ConfigDict(dict[str, Any]):
    def __init__(self, **settings: Any) -> None: ...

def __getattr__(name: str) -> Any: ...
