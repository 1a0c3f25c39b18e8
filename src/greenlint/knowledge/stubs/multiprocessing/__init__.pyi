"""Processes run what they are given off the loop. Deliberately absent: marks on joins and results, which wait for no database."""

from typing import Any, Callable, Iterable, Mapping

from greenlint_markers import offloads

from multiprocessing.pool import Pool as _Pool

class Process:
    daemon: bool
    exitcode: int | None
    name: str
    pid: int | None
    @offloads("target")
    def __init__(
        self,
        group: None = None,
        target: Callable[..., Any] | None = None,
        name: str | None = None,
        args: Iterable[Any] = (),
        kwargs: Mapping[str, Any] = ...,
        *,
        daemon: bool | None = None,
    ) -> None: ...
    def start(self) -> None: ...
    def run(self) -> None: ...
    def join(self, timeout: float | None = None) -> None: ...
    def is_alive(self) -> bool: ...
    def kill(self) -> None: ...
    def terminate(self) -> None: ...
    def close(self) -> None: ...

@offloads("initializer")
def Pool(
    processes: int | None = None, initializer: Callable[..., Any] | None = None, initargs: Iterable[Any] = (), maxtasksperchild: int | None = None
) -> _Pool: ...
def __getattr__(name: str) -> Any: ...
