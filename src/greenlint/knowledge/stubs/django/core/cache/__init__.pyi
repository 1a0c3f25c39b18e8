"""Caches."""

from typing import Any

from .backends.base import BaseCache as BaseCache

class CacheHandler:
    def __getitem__(self, alias: str) -> BaseCache: ...
    def all(self, initialized_only: bool = False) -> list[BaseCache]: ...

cache: BaseCache
caches: CacheHandler

def __getattr__(name: str) -> Any: ...
