"""Queues: putting something into one waits for Redis."""

from typing import Any, Callable

from greenlint_markers import blocks, sync_world

from rq.job import Job

class Queue:
    name: str
    def __init__(self, name: str = "default", connection: Any = None, *args: Any, **options: Any) -> None: ...
    @sync_world("f")
    @blocks("client", use="asyncio.to_thread")
    def enqueue(self, f: Callable[..., Any], *args: Any, **kwargs: Any) -> Job: ...
    @sync_world("func")
    @blocks("client", use="asyncio.to_thread")
    def enqueue_call(self, func: Callable[..., Any], *args: Any, **options: Any) -> Job: ...
    @sync_world("f")
    @blocks("client", use="asyncio.to_thread")
    def enqueue_at(self, datetime: Any, f: Callable[..., Any], *args: Any, **kwargs: Any) -> Job: ...
    @sync_world("func")
    @blocks("client", use="asyncio.to_thread")
    def enqueue_in(self, time_delta: Any, func: Callable[..., Any], *args: Any, **kwargs: Any) -> Job: ...
    @blocks("client", use="asyncio.to_thread")
    def fetch_job(self, job_id: str) -> Job | None: ...
    @blocks("client", use="asyncio.to_thread")
    def get_jobs(self, offset: int = 0, length: int = -1) -> list[Job]: ...
    @blocks("client", use="asyncio.to_thread")
    def empty(self) -> Any: ...

def __getattr__(name: str) -> Any: ...
