"""Huey: tasks are plain functions that the consumer runs."""

from typing import Any

from huey.api import FileHuey as FileHuey
from huey.api import Huey as Huey
from huey.api import MemoryHuey as MemoryHuey
from huey.api import RedisHuey as RedisHuey
from huey.api import SqliteHuey as SqliteHuey

def __getattr__(name: str) -> Any: ...
