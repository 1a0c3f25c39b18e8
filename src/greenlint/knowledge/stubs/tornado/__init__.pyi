"""Tornado. The methods of a `RequestHandler` run on the loop, coroutines or not."""

from typing import Any

def __getattr__(name: str) -> Any: ...
