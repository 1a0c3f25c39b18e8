"""Follows statements that update rows, as far as the session brings its instances in line: what the database computes is expired there.

Only instances that a statement certainly concerns are: all where it has no condition, else the one that its condition names by the key.
"""

from __future__ import annotations

from dataclasses import replace

from greenlint.model.trace import Node
from greenlint.world.calls import Arguments
from greenlint.world.orm.following import Following
from greenlint.world.orm.notes import Change, Key, SessionOf, Spot
from greenlint.world.orm.operating import NESTED
from greenlint.world.orm.plans import mapping_of
from greenlint.world.orm.state import Entity, Status
from greenlint.world.types import Class, Function, Instance, Note, Type


class Changing(Following):
    """The part of an evaluator that follows such statements."""

    def _acted(
        self, node: Node, function: Function, what: dict[str, str], arguments: Arguments, result: Type, several: bool
    ) -> Type:
        note = function.receiver.note if isinstance(function.receiver, Instance) else None
        if isinstance(result, Instance) and isinstance(note, Change) and "loader" in what:
            return Instance(result.id, result.args, replace(note, whole=False))
        if "changes" not in what or not isinstance(result, Instance):
            return super()._acted(node, function, what, arguments, result, several)
        return Instance(result.id, result.args, self._change(what["changes"], node, note, arguments))

    def _change(self, kind: str, node: Node, note: Note | None, arguments: Arguments) -> Note | None:
        """What a call that builds an UPDATE makes of it."""
        if kind == "rows":
            first = arguments.positional[0] if arguments.positional else None
            return Change(first.id) if isinstance(first, Class) and mapping_of(self.world, first.id) is not None else None
        if not isinstance(note, Change) or arguments.open:
            return None
        if kind == "values":
            names = [name for name, _ in arguments.keywords]
            for value in [value for keyword, value in node[3] if not keyword]:
                if value[0] != "dict" or any(key is None or key[0] != "const" for key, _ in value[2]):
                    return None
                names += [str(key[3]) for key, _ in value[2] if len(key) > 3]
            computed = {name for name, value in arguments.keywords if self._is_computed(value)}
            return replace(note, values=note.values | set(names), computed=note.computed | computed)
        if note.row is not None or len(node[3]) != 1:
            return None
        row = self.row(note.target, *node[3][0])
        return replace(note, row=row) if row is not None else None

    def _queried(self, node: Node, session: SessionOf, kind: str, arguments: Arguments, result: Type) -> Type:
        result = super()._queried(node, session, kind, arguments, result)
        given = [value for _, value in arguments.flat]
        note = given[0].note if len(given) == 1 and isinstance(given[0], Instance) else None
        if isinstance(note, Change) and note.whole and not arguments.open and session.key is not None:
            self._changed(session.key[1] if session.key[0] == NESTED else session.key, note, self.spot(node[1]))
        return result

    def _changed(self, session: Key, note: Change, spot: Spot) -> None:
        """What an UPDATE that was executed leaves to be loaded again."""
        mapping = mapping_of(self.world, note.target)
        if mapping is None or not note.values:
            return
        names = {name for name, attribute in mapping.attributes.items() if attribute.kind == "column" and attribute.onupdate == "sql"}
        gone = (names - note.values) | (note.computed & mapping.attributes.keys())
        for held, entity in self.state.held.entities.items():
            if entity.session == session and entity.stage in ("persistent", "flushed") and self._concerns(note, held, entity):
                self._put(held, entity.without({name: Status("server", spot) for name in gone if name not in entity.unready}))

    def _concerns(self, note: Change, held: Key, entity: Entity) -> bool:
        if not any(base == note.target for base, _ in self.world.ask("mro", entity.id)):
            return False
        if note.row is None:
            return True
        return not entity.many and (note.row == held or (bool(entity.ident) and note.row == entity.ident))
