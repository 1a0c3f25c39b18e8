"""The application and its tasks."""

from typing import Any, Callable, Literal, TypeVar, overload

from greenlint_markers import sync_world

from celery.app.task import _Binding, _Registering, _Task

_F = TypeVar("_F", bound=Callable[..., Any])

@overload
@sync_world("fun")
def shared_task(fun: _F, /) -> _Task[_F]: ...
@overload
def shared_task(*, bind: Literal[True], **opts: Any) -> _Binding: ...
@overload
def shared_task(*args: Any, **opts: Any) -> _Registering: ...
def __getattr__(name: str) -> Any: ...
