"""`patch` and its relatives put something else in the place of what they name."""

from typing import Any

from greenlint_markers import replaces

class _Patch:
    @replaces
    def __call__(
        self,
        target: Any,
        new: Any = ...,
        spec: Any = None,
        create: bool = False,
        spec_set: Any = None,
        autospec: Any = None,
        new_callable: Any = None,
        *,
        unsafe: bool = False,
        **kwargs: Any,
    ) -> Any: ...
    @replaces
    def object(
        self,
        target: Any,
        attribute: Any,
        new: Any = ...,
        spec: Any = None,
        create: bool = False,
        spec_set: Any = None,
        autospec: Any = None,
        new_callable: Any = None,
        *,
        unsafe: bool = False,
        **kwargs: Any,
    ) -> Any: ...
    def __getattr__(self, name: str) -> Any: ...

patch: _Patch

def __getattr__(name: str) -> Any: ...
