"""What runs elsewhere than it is written: callables that code hands to a library, decorates, or overrides for a library to call."""

from __future__ import annotations

from greenlint.rule.surroundings import Surroundings
from greenlint.world import hooks
from greenlint.world.events import Called
from greenlint.world.handed import Handed, handed, is_callable
from greenlint.world.types import Type


class Callbacks(Surroundings):
    """Questions about the callables that a library is given."""

    def handed(self, call: Called, *markers: str) -> Handed | None:
        """The callable that a call hands to a library function with one of some markers."""
        spine = self._spines(call.at) if call.settled and call.targets else []
        return handed(self._world, call, spine[-1], *markers) if spine and spine[-1][0] == "call" else None

    def is_callable(self, value: Type) -> bool | None:
        """Whether a value can be called in one of its alternatives; None when nobody knows."""
        return is_callable(self._world, value)

    def decorates(self, at: int) -> hooks.Decorated | None:
        """The function that a decorator stands on directly or over others."""
        spine = self._spines(at)
        return hooks.decorated(spine[-2], at) if len(spine) > 1 else None

    def is_coroutine_function(self, value: Type) -> bool:
        """Whether each alternative of a value is an `async def` function."""
        return hooks.is_coroutine_function(self._world, value)

    def coroutine_overrides(self, value: Type, root: str) -> list[tuple[str, int]]:
        """The `async def` methods of a class that override plain ones of a library's class or its subclasses: names with ordinals."""
        return hooks.coroutine_overrides(self._world, value, root)
