"""RQ: tasks are plain functions that workers run; its queues are in Redis."""

from typing import Any

from rq.queue import Queue as Queue

def __getattr__(name: str) -> Any: ...
