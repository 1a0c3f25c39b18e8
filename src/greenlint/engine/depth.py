"""Room for deep recursion: inference recurses as deep as code is nested and calls go."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

_STACKS = (512 << 20, 128 << 20, 32 << 20)
_BYTES_A_CALL = 10 << 10


def deeply(function: Callable[[], T]) -> T:
    """Call a function on a thread with a large stack and a recursion limit to match.

    No garbage is collected meanwhile: answers hold no cycles.

    Raises:
        BaseException: whatever the function raises.
    """
    results: list[T] = []
    failures: list[BaseException] = []

    def work() -> None:
        try:
            with _uncollected():
                results.append(function())
        except BaseException as error:
            failures.append(error)

    limit = sys.getrecursionlimit()
    try:
        thread = _start(work)
        if thread is None:
            return function()
        # A wait without a timeout cannot be interrupted on every platform.
        while thread.is_alive():
            thread.join(1.0)
    finally:
        sys.setrecursionlimit(limit)
    if failures:
        raise failures[0]
    return results[0]


@contextmanager
def _uncollected() -> Iterator[None]:
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _start(work: Callable[[], None]) -> threading.Thread | None:
    """Start a thread with the largest stack that can be had, or none; the recursion limit is raised to what the stack holds."""
    for size in _STACKS:
        try:
            before = threading.stack_size(size)
        except (ValueError, RuntimeError):
            continue
        try:
            sys.setrecursionlimit(max(sys.getrecursionlimit(), size // _BYTES_A_CALL))
            thread = threading.Thread(target=work, name="greenlint", daemon=True)
            thread.start()
            return thread
        except (RuntimeError, MemoryError):
            continue
        finally:
            threading.stack_size(before)
    return None
