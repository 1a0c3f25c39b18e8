"""Attributes of mapped instances that are not loaded where they are read: what they are, why they are not there, and the places that tell."""

from __future__ import annotations

from greenlint.rule.declaration import Place
from greenlint.rule.subject import Subject
from greenlint.world.events import Unready
from greenlint.world.orm.model import Attribute
from greenlint.world.orm.plans import joined_collections
from greenlint.world.types import DefId

_CAUSES = {
    "commit": "the commit expires it",
    "rollback": "the rollback expires it",
    "expire": "it is expired here",
    "server": "the database makes it",
    "refresh": "the refresh unloads it",
    "new": "the flush makes it a row, and what was not assigned before is not there",
}
_BORN = "the instance comes from here"
Related = tuple[tuple[Place, str], ...]


class Loading(Subject):
    """Questions about attributes that are not loaded."""

    def unready_attribute(self, event: Unready) -> Attribute | None:
        """The attribute as its mapping has it."""
        mapping = self._world.ask("mapping", event.owner) if event.owner.path else None
        return None if mapping is None else mapping.attributes.get(event.name)

    def is_blamed(self, at: int) -> bool:
        """Whether an attribute of this function is not there because of the session that the call at an ordinal makes; not where the expression
        around it reads something else that is not there."""
        spot = (self._path, self._piece, at)
        unready = [event for event in self._events if isinstance(event, Unready)]
        others = {event.at for event in unready if event.said != spot}
        return any(event.said == spot and not any(node[1] in others for node in self._spines(event.at)[:-1]) for event in unready)

    def attribute_name(self, event: Unready) -> str:
        """The attribute as `Class.attribute`; the class where it is all of them."""
        owner = event.owner.qualname.rsplit(".", 1)[-1]
        return event.name if "." in event.name else f"{owner}.{event.name}" if event.name else owner

    def consequence(self, event: Unready) -> str:
        """What happens at run time."""
        if event.detached:
            return "raises DetachedInstanceError, for its session is closed"
        return "raises MissingGreenlet"

    def origin(self, event: Unready, related: Related) -> str:
        """Where the instance comes from, for a message: a row of this file; empty where it is in another one or not known."""
        for index, (place, text) in enumerate(related):
            if text == _BORN and place.path == self._path:
                return f", from line {{row {index}}},"
        return ""

    def cause(self, event: Unready, related: Related) -> str:
        """What made the attribute unready, for a message, with its row where that is in this file."""
        text = _CAUSES[event.why]
        for index, (place, other) in enumerate(related):
            if text == other and place.path == self._path:
                return f"{text} (line {{row {index}}})"
        return text

    def repeats(self, event: Unready) -> bool:
        """Whether rows of what a relationship leads to may repeat, because the mapping joins a collection to them or is not known."""
        attribute = self.unready_attribute(event)
        return attribute is None or attribute.target is None or joined_collections(self._world, attribute.target, ()) is not None

    def query_at(self, event: Unready, building: frozenset[str]) -> tuple[int, str] | None:
        """The query of a dynamic collection that is used at a place, and the method that runs it, empty for an iteration.

        None where it is not written there: the attribute, and calls of the methods `building` on it.
        """
        node, method = self._spines(event.at)[-1], ""
        if node[0] == "call" and node[2][0] == "attr" and node[2][3] not in building:
            node, method = node[2][2], str(node[2][3])
        inner = node
        while inner[0] == "call" and inner[2][0] == "attr" and inner[2][3] in building:
            inner = inner[2][2]
        return (int(node[1]), method) if inner[0] == "attr" and inner[3] == event.name else None

    def unready_places(self, event: Unready) -> Related:
        """The places that belong to such a read: the calls that lead to it, where the instance comes from, what made the attribute unready, and where
        the attribute is defined."""
        found: list[tuple[Place, str]] = []
        for caller, at, function in event.lent:
            place = self.place(caller, at)
            if place is not None:
                found.append((place, f"`{self.name(function)}` is given the instance here"))
        if event.born is not None:
            found.append((Place(*event.born), _BORN))
        if event.cause is not None and event.cause != event.born and event.why in _CAUSES:
            found.append((Place(*event.cause), _CAUSES[event.why]))
        by = event.by
        if by is not None and by.schema is not None and by.field is not None:
            found += self._told(*by.field, f"`{self.schema_name(event)}` reads it here")
        if by is not None and by.within is not None:
            found += self._told(*by.within, f"`{self.name(by.within[0])}` reads it here")
        attribute = self.unready_attribute(event)
        defined = self.place(attribute.owner, attribute.at) if attribute is not None and attribute.at >= 0 else None
        if defined is not None:
            found.append((defined, f"`{self.attribute_name(event)}` is defined here"))
        return tuple(found)

    def schema_name(self, event: Unready) -> str:
        """The name of the schema that reads an attribute; empty where none does."""
        schema = event.by.schema if event.by is not None else None
        return schema.qualname.rsplit(".", 1)[-1] if schema is not None else ""

    def _told(self, owner: DefId, at: int, text: str) -> Related:
        place = self.place(owner, at) if at >= 0 else None
        return ((place, text),) if place is not None else ()
