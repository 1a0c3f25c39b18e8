"""Sanic."""

from typing import Any

from sanic.app import Sanic as Sanic
from sanic.blueprints import Blueprint as Blueprint

def __getattr__(name: str) -> Any: ...
