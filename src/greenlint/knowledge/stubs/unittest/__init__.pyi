"""Tests of the standard library: only what replaces parts of a program is of interest."""

from typing import Any

def __getattr__(name: str) -> Any: ...
