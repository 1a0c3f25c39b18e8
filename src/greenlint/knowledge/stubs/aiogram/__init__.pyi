"""aiogram 3. Handlers written with `def` run on threads."""

from typing import Any

from aiogram.dispatcher.dispatcher import Dispatcher as Dispatcher
from aiogram.dispatcher.router import Router as Router

def __getattr__(name: str) -> Any: ...
