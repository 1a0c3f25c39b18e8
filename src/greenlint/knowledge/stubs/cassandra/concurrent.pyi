"""Many statements at once; all of them wait for the last answer."""

from typing import Any

from greenlint_markers import blocks

@blocks("client", use="asyncio.to_thread")
def execute_concurrent(session: Any, statements_and_parameters: Any, *args: Any, **options: Any) -> Any: ...
@blocks("client", use="asyncio.to_thread")
def execute_concurrent_with_args(session: Any, statement: Any, parameters: Any, *args: Any, **kwargs: Any) -> Any: ...
def __getattr__(name: str) -> Any: ...
