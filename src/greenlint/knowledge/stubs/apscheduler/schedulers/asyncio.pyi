"""The scheduler of asyncio: coroutine functions run on the loop, plain functions in its default executor."""

from typing import Any

from apscheduler.schedulers.base import BaseScheduler

class AsyncIOScheduler(BaseScheduler): ...

def __getattr__(name: str) -> Any: ...
