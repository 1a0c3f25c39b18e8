"""What makes JSON-compatible data of a value: of a model its fields, of a data class its fields, of other objects what their `__dict__` holds."""

from typing import Any

from greenlint_markers import serializes

@serializes("obj")
def jsonable_encoder(obj: Any, include: Any = None, exclude: Any = None, by_alias: bool = True, **options: Any) -> Any: ...
def __getattr__(name: str) -> Any: ...
