"""The clients."""

from typing import Any

from pymemcache.client.base import Client as Client
from pymemcache.client.base import PooledClient as PooledClient
from pymemcache.client.hash import HashClient as HashClient

def __getattr__(name: str) -> Any: ...
