"""Imports by a name that is a value.

Deliberately absent: what packages hold (`importlib.metadata`, `importlib.resources`).
"""

from types import ModuleType
from typing import Any

from greenlint_markers import imports

@imports
def import_module(name: str, package: str | None = None) -> ModuleType: ...
def invalidate_caches() -> None: ...
def reload(module: ModuleType) -> ModuleType: ...
def __getattr__(name: str) -> Any: ...
