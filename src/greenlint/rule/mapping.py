"""Mapped classes and the legacy queries for them."""

from __future__ import annotations

from greenlint.fix import entities
from greenlint.fix.legacy_query import Chain, Selected, chain
from greenlint.rule.subject import Subject


class Mapping(Subject):
    """Questions about the object-relational mapping."""

    def maps_classes(self) -> bool:
        """Whether the project maps classes anywhere."""
        return bool(self._world.ask("maps_classes"))

    def mentions(self, first: str, second: str) -> bool:
        """Whether some piece of the project mentions both of two words."""
        return bool(self._world.ask("together", first, second))

    def legacy_query(self, at: int) -> Chain | None:
        """The chain of a legacy query that begins with the attribute at an ordinal."""
        return chain(self._spines(at))

    def selected(self, query: Chain) -> Selected:
        """What a legacy query gives."""
        return entities.selected(self._world, self._path, self._definition, self._events, query)
