"""Follows collections that are queried instead of loaded: which uses of one, or of a query that is built on it, run SQL where they stand.

A query of an instance that is in no session runs nothing; one of an instance of an asynchronous session fails. Neither of them blocks.
"""

from __future__ import annotations

from dataclasses import replace

from greenlint.world import effects
from greenlint.world.events import Called, Event, Iterated, Loaded, Target, Unready
from greenlint.world.orm.following import Following
from greenlint.world.orm.model import Attribute
from greenlint.world.orm.notes import Key, Queried, Rows
from greenlint.world.orm.state import QUERIED, Entity
from greenlint.world.types import Instance, Type, members

_RUNNING = (Called, Iterated, Loaded)


class Querying(Following):
    """The part of an evaluator that follows such collections, and iterations over what was queried."""

    def _reached(self, key: Key, entity: Entity, attribute: Attribute, found: Type) -> Type:
        if attribute.lazy not in QUERIED:
            return super()._reached(key, entity, attribute, found)
        if attribute.access is not None:
            found = Instance(attribute.access, (Instance(attribute.target),) if attribute.target is not None else ())
        note = Queried(key, attribute.name, attribute.lazy)
        return Instance(found.id, found.args, note) if isinstance(found, Instance) else found

    def settled(self, event: Event) -> Event:
        """An event without the queries in it that do not block; those that fail are reported, and iterations that do."""
        if not isinstance(event, _RUNNING):
            return event
        if isinstance(event, Iterated):
            for item in members(event.iterable):
                note = item.note if isinstance(item, Instance) else None
                if isinstance(note, Rows):
                    self.consumed(event.at, note)
                elif isinstance(note, Queried) and note.how == "write_only" and not event.is_async:
                    self._failing(event, note)
        kept = tuple(target for target in event.targets if self._may_block(event, target))
        return event if len(kept) == len(event.targets) else replace(event, targets=kept, settled=False)

    def _may_block(self, event: Event, target: Target) -> bool:
        """Whether a target of an event may wait for a database: not a query of an instance whose session is known."""
        receiver = target.function.receiver
        note = receiver.note if isinstance(receiver, Instance) else None
        if not isinstance(note, Queried) or effects.family(self.world, target.function.id) is None:
            return True
        entity = self.state.held.entities.get(note.key)
        if entity is None or not (entity.stage or entity.detached):
            return True
        if entity.session is not None and entity.stage in ("persistent", "flushed"):
            self._failing(event, note)
        return False

    def _failing(self, event: Event, note: Queried) -> None:
        entity = self.state.held.entities.get(note.key)
        if entity is None or self.state.held.lazy:
            return
        session = self._session_name(entity.session) if entity.session is not None else ""
        found = Unready(event.at, owner=entity.id, name=note.name, kind="relationship", why=note.how, born=entity.born)
        self.emit(replace(found, stage=entity.stage, session=session))
