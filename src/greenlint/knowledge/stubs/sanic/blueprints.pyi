"""Blueprints."""

from typing import Any

from sanic.app import _Registry

class Blueprint(_Registry):
    def __init__(self, name: str, *args: Any, **options: Any) -> None: ...

def __getattr__(name: str) -> Any: ...
