"""Alembic."""

from typing import Any

from alembic import command as command
from alembic import context as context
from alembic import op as op

def __getattr__(name: str) -> Any: ...
