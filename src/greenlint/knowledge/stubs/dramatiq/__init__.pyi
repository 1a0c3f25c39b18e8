"""Dramatiq: actors are functions that workers run."""

from typing import Any

from dramatiq.actor import Actor as Actor
from dramatiq.actor import actor as actor

def __getattr__(name: str) -> Any: ...
