"""The scheduler with a thread of its own; its jobs run on others."""

from typing import Any

from apscheduler.schedulers.blocking import BlockingScheduler

class BackgroundScheduler(BlockingScheduler): ...

def __getattr__(name: str) -> Any: ...
