"""Which fields a data transfer object has."""

from typing import Any, Collection

class DTOConfig:
    def __init__(
        self, exclude: Collection[str] = ..., include: Collection[str] = ..., *, max_nested_depth: int = 1, **options: Any
    ) -> None: ...
