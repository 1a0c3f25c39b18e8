"""The session of an application."""

from typing import Any

from greenlint_markers import opens
from sqlalchemy.orm.session import Session as _Session

class Session(_Session):
    @opens
    def __init__(self, db: Any, **kwargs: Any) -> None: ...

def __getattr__(name: str) -> Any: ...
