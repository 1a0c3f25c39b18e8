"""Django: the ORM, transactions, authentication, sessions, caches and what requests and views need to find them.

Django raises SynchronousOnlyOperation where database work is done on a thread that runs an event loop.
"""

from typing import Any

def setup(set_prefix: bool = True) -> None: ...
def __getattr__(name: str) -> Any: ...
