"""The asynchronous side of redis: most commands are plain functions that give a coroutine."""

from typing import Any

from redis.asyncio.client import Redis as Redis
from redis.asyncio.client import StrictRedis as StrictRedis
from redis.asyncio.cluster import RedisCluster as RedisCluster
from redis.asyncio.connection import BlockingConnectionPool as BlockingConnectionPool
from redis.asyncio.connection import Connection as Connection
from redis.asyncio.connection import ConnectionPool as ConnectionPool
from redis.asyncio.sentinel import Sentinel as Sentinel
from redis.exceptions import ConnectionError as ConnectionError
from redis.exceptions import DataError as DataError
from redis.exceptions import RedisError as RedisError
from redis.exceptions import ResponseError as ResponseError
from redis.exceptions import TimeoutError as TimeoutError
from redis.exceptions import WatchError as WatchError

def from_url(url: str, *args: Any, **kwargs: Any) -> Redis: ...
def __getattr__(name: str) -> Any: ...
