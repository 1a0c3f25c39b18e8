"""Plugins: one gives handlers their sessions, one makes data transfer objects for what handlers say that they return, one does both."""

from typing import Any

from greenlint_markers import sends_mapped

class SQLAlchemyInitPlugin:
    def __init__(self, config: Any) -> None: ...

@sends_mapped
class SQLAlchemySerializationPlugin:
    def __init__(self) -> None: ...

@sends_mapped
class SQLAlchemyPlugin:
    def __init__(self, config: Any) -> None: ...

def __getattr__(name: str) -> Any: ...
