"""Quart: views written with `def` run on a thread."""

from typing import Any

from quart.app import Quart as Quart
from quart.blueprints import Blueprint as Blueprint

def __getattr__(name: str) -> Any: ...
