"""Mapped classes and the legacy queries for them."""

from __future__ import annotations

from greenlint.fix import entities
from greenlint.fix.legacy_query import Chain, Selected, chain
from greenlint.rule.subject import Subject
from greenlint.world.types import Instance, Type, members


class Mapping(Subject):
    """Questions about the object-relational mapping."""

    def maps_classes(self) -> bool:
        """Whether the project maps classes anywhere."""
        return bool(self._world.ask("maps_classes"))

    def takes_derived(self, value: Type, attribute: str) -> bool:
        """Whether the project imports a library's class that derives from the class of a value and adds an attribute."""
        items = [item for item in members(value) if isinstance(item, Instance)]
        return any(self._world.ask("takes_derived", item.id, attribute) for item in items)

    def legacy_query(self, at: int) -> Chain | None:
        """The chain of a legacy query that begins with the attribute at an ordinal."""
        return chain(self._spines(at))

    def selected(self, query: Chain) -> Selected:
        """What a legacy query gives."""
        return entities.selected(self._world, self._path, self._definition, self._events, query)
