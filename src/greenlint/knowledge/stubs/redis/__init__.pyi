"""Redis. Deliberately absent: the commands of server modules (`json()`, `ft()`, ...), which are unknown."""

from typing import Any

from redis import asyncio as asyncio
from redis.client import Redis as Redis
from redis.client import StrictRedis as StrictRedis
from redis.cluster import RedisCluster as RedisCluster
from redis.connection import BlockingConnectionPool as BlockingConnectionPool
from redis.connection import Connection as Connection
from redis.connection import ConnectionPool as ConnectionPool
from redis.exceptions import AuthenticationError as AuthenticationError
from redis.exceptions import ConnectionError as ConnectionError
from redis.exceptions import DataError as DataError
from redis.exceptions import RedisError as RedisError
from redis.exceptions import ResponseError as ResponseError
from redis.exceptions import TimeoutError as TimeoutError
from redis.exceptions import WatchError as WatchError
from redis.sentinel import Sentinel as Sentinel

def from_url(url: str, **kwargs: Any) -> Redis: ...
def __getattr__(name: str) -> Any: ...
