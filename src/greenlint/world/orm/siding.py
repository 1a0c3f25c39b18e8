"""Follows the synchronous side of asynchronous sessions, connections and engines: objects that reach the database through the event loop's driver.

They work within the greenlets of `run_sync` only. The body of a coroutine never runs in one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from greenlint.model.trace import Node
from greenlint.world import effects
from greenlint.world.calls import Arguments, call
from greenlint.world.events import Event, Target, Unready
from greenlint.world.lacking import SYNC_SIDES, is_asynchronous, sync_side
from greenlint.world.orm.notes import Driven, noted
from greenlint.world.orm.operations import roles
from greenlint.world.orm.querying import Querying
from greenlint.world.types import UNKNOWN, Coroutine, Function, Instance, Type, without_none

if TYPE_CHECKING:
    from greenlint.world.definitions import Definition

_SETTLING = frozenset({"attaches", "begins", "closes", "commits", "detaches", "expires", "flushes", "opens", "rolls_back"})
"""What need not reach the database."""


class Siding(Querying):
    """The part of an evaluator that follows such objects."""

    definition: Definition | None

    def read(self, node: Node, value: Type, name: str, found: Type) -> Type:
        found = super().read(node, value, name, found)
        if name not in SYNC_SIDES or not is_asynchronous(self.world, value):
            return found
        self.touched = True
        return noted(found, lambda item: Driven() if item.note is None and item.id.is_stub else item.note)

    def followed(self, node: Node, callee: Type, arguments: Arguments, result: Type, targets: tuple[Target, ...]) -> Type:
        result = super().followed(node, callee, arguments, result, targets)
        if not targets or not all(target.function.id.is_stub for target in targets):
            return result
        for target in targets:
            if "in_greenlet" in roles(self.world, target.function.id):
                return self._brought(target.function.receiver, arguments, result)
        given = [value for _, value in arguments.flat]
        sources = [note for value in (*given, *(target.function.receiver for target in targets)) if (note := _driven(value)) is not None]
        return self._driven(result, all(note.fresh for note in sources)) if sources else result

    def _brought(self, receiver: Type | None, arguments: Arguments, result: Type) -> Type:
        """What a function makes on the synchronous side and brings out: a library's something new, one of the project may have read all of it."""
        function = arguments.positional[0] if arguments.positional else UNKNOWN
        side = sync_side(self.world, receiver) if receiver is not None else None
        if receiver is None or side is None or not isinstance(result, Coroutine):
            return result
        if not isinstance(function, Function) or not function.id.is_stub:
            return self._driven(result, False)
        first = without_none(self.world.attribute(receiver, side)[0])
        made, _ = call(self.world, function, Arguments((first, *arguments.positional[1:]), arguments.keywords, arguments.open))
        return replace(result, result=self._driven(made, True))

    def _driven(self, value: Type, fresh: bool) -> Type:
        """What is made of such an object: objects of its library are such, too."""
        found = noted(value, lambda item: Driven(fresh) if item.note is None and self.world.is_database_library(item.id) else item.note)
        self.touched = self.touched or found != value
        return found

    def settled(self, event: Event) -> Event:
        event = super().settled(event)
        if self.definition is None or not self.definition.is_async or not any(_driven(target.function.receiver) for target in event.targets):
            return event
        kept = tuple(target for target in event.targets if not self._fails(event, target))
        return event if len(kept) == len(event.targets) else replace(event, targets=kept, settled=False)

    def _fails(self, event: Event, target: Target) -> bool:
        """Whether a target of an event would block, were its object not driven by a loop; reports what certainly reaches the database."""
        function = target.function
        note = _driven(function.receiver)
        if note is None or effects.family(self.world, function.id) is None:
            return False
        what = roles(self.world, function.id)
        if note.fresh and not _SETTLING & what.keys() and not what.get("loads"):
            self.emit(Unready(event.at, owner=function.id, why="side"))
        return True


def _driven(value: Type | None) -> Driven | None:
    note = value.note if isinstance(value, Instance) else None
    return note if isinstance(note, Driven) else None
