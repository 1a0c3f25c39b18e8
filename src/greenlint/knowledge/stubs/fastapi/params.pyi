"""The classes behind `Depends` and `Security`."""

from typing import Any, Callable, Sequence

from greenlint_markers import version

class Depends:
    dependency: Callable[..., Any] | None
    use_cache: bool
    if version("fastapi") >= (0, 121):
        scope: str | None
        def __init__(self, dependency: Callable[..., Any] | None = None, use_cache: bool = True, scope: str | None = None) -> None: ...
    else:
        def __init__(self, dependency: Callable[..., Any] | None = None, *, use_cache: bool = True) -> None: ...

class Security(Depends):
    scopes: Sequence[str] | None

def __getattr__(name: str) -> Any: ...
