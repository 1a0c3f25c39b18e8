"""The scheduler that takes the main thread; its jobs run on others."""

from typing import Any

from apscheduler.schedulers.base import BaseScheduler

class BlockingScheduler(BaseScheduler): ...

def __getattr__(name: str) -> Any: ...
