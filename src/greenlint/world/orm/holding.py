"""The instances and sessions that a body follows: by what keys values name them, and the report of a read that finds nothing loaded.

Everything here hangs on notes: values without any pass at the price of a test.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from greenlint.model.trace import Node
from greenlint.world.definitions import reference
from greenlint.world.events import ReadBy, Unready
from greenlint.world.narrow import peek
from greenlint.world.orm import options
from greenlint.world.orm.model import Attribute
from greenlint.world.orm.notes import (
    AttributeOf,
    Held,
    Kept,
    Key,
    SessionOf,
    Spot,
    instances,
    noted,
)
from greenlint.world.orm.operations import is_expression, is_statement, session_kind
from greenlint.world.orm.plans import mapping_of
from greenlint.world.orm.state import WHOLE, Entity, Status
from greenlint.world.types import Class, DefId, Instance, Note, Type, Union

if TYPE_CHECKING:
    from greenlint.world.definitions import Definition
    from greenlint.world.events import Event
    from greenlint.world.flow import State
    from greenlint.world.orm.scope import Expression
    from greenlint.world.world import World


class Holding:
    """The part of an evaluator that holds load state. The state of a path has it in `held`."""

    world: World
    path: str
    definition: Definition | None
    state: State
    loose: bool
    touched: bool
    follows: bool
    option_names: set[str]
    decided: set[str]
    is_lent: bool
    told: set[tuple[Spot | None, Spot | None]]

    def emit(self, event: Event) -> None:
        """Record an event."""
        raise NotImplementedError

    def piece_of_definition(self) -> int:
        """The piece that this body stands in."""
        raise NotImplementedError

    def is_constant(self, name: str) -> bool:
        """Whether a name means one thing all through the body."""
        raise NotImplementedError

    def _first_parameter(self) -> str | None:
        raise NotImplementedError

    def dictionary(self, value: Type, found: Type) -> Type:
        """What an instance's dictionary is."""
        raise NotImplementedError

    def expression(self, node: Node) -> Expression:
        """An expression of this body, to be read as it is written."""
        raise NotImplementedError

    def lookup(self, name: str) -> Type:
        """What a name stands for here."""
        raise NotImplementedError

    def depends(self, some: bool, tested: frozenset[str] = frozenset()) -> bool:
        """Whether what is so on some paths only need not be so here: what decided between them decided on the way to this place, too."""
        return some and not self.decided.isdisjoint(self.state.tested | tested)

    def asked(self, tested: frozenset[str]) -> frozenset[str]:
        """Which of the names that tests ask are parameters that mean one thing all through the body."""
        return frozenset(name for name in tested if self.is_constant(name))

    def spot(self, at: int) -> Spot:
        """A place in this body."""
        return Spot(self.path, self.piece_of_definition(), at)

    def _spelled(self, node: Node, at: int) -> Key:
        """The key of a session that an expression reaches by names."""
        spelled = reference(node)
        if spelled is None:
            return ("c", at)
        first, _, rest = spelled.partition(".")
        return ("m", rest) if rest and first == self._first_parameter() else ("r", spelled)

    def identity(self, value: Node) -> str:
        """How an identity is written, where that means the same all through the body; empty for others."""
        if value[0] == "const":
            return repr(value[2:])
        return str(value[2]) if value[0] == "name" and self.is_constant(value[2]) else ""

    def row(self, target: DefId, keyword: str, condition: Node) -> str | Key | None:
        """The one row of a class that a condition names by the key: how its identity is written, or the instance; None where it may be any."""
        if keyword:
            name, value = keyword, condition
        else:
            compared = _compared(condition)
            owner = peek(self, compared[0][2]) if compared is not None and compared[0][0] == "attr" else None
            if compared is None or not isinstance(owner, Class) or owner.id != target:
                return None
            name, value = compared[0][3], compared[1]
        mapping = mapping_of(self.world, target)
        keys = [attribute.name for attribute in mapping.attributes.values() if attribute.primary_key] if mapping is not None else []
        if keys != [name]:
            return None
        if value[0] == "attr" and value[3] == name:
            named = self._entities([peek(self, value[2])])
            return named[0][0] if len(named) == 1 and not named[0][1].many else None
        return self.identity(value) or None

    def _session_name(self, key: Key) -> str:
        """How the body spells a session; empty where no name stands for it."""
        if key[0] == "r":
            return str(key[1])
        if key[0] == "m":
            return f"{self._first_parameter()}.{key[1]}"
        for name, value in self.state.names.items():
            if not name.startswith(".") and isinstance(value, Instance) and isinstance(value.note, SessionOf) and value.note.key == key:
                return name
        return ""

    def _is_factory(self, item: Instance) -> bool:
        """Whether a value makes sessions: those in its type are none yet."""
        return session_kind(self.world, item.id) == "factory"

    def _is_computed(self, value: Type) -> bool:
        """Whether a value is an SQL expression that only the database can compute."""
        return isinstance(value, Instance) and value.id.is_stub and "computes" in self.world.class_marks(value.id)

    def _is_sql(self, value: Type) -> bool:
        """Whether a value is an SQL expression, which an instance that is given it does not know the value of."""
        if not isinstance(value, Instance) or not value.id.is_stub:
            return False
        return isinstance(value.note, AttributeOf) or self._is_computed(value) or is_expression(self.world, value.id)

    def combined(self, left: Type, right: Type, result: Type) -> Type:
        """What an operator makes of two operands; of a mapped attribute that looks like a plain value of its class it makes SQL, too."""
        for side in (left, right):
            if isinstance(side, Instance) and isinstance(side.note, AttributeOf) and isinstance(result, Instance) and result.note is None:
                return Instance(result.id, result.args, side.note)
        return result

    def _put(self, key: Key, entity: Entity) -> None:
        self.follows = True
        self.state.held = self.state.held.put(key, entity)

    def entity(self, value: Type) -> tuple[Key, Entity] | None:
        """The entity that a value is."""
        note = value.note if isinstance(value, Instance) else None
        found = self.state.held.entities.get(note.key) if isinstance(note, Held) else None
        return (note.key, found) if isinstance(note, Held) and found is not None else None

    def _entities(self, values: tuple[Type, ...] | list[Type]) -> list[tuple[Key, Entity]]:
        """The entities among values and in lists and tuples of them."""
        found = [self.entity(item) for value in values for item in instances(value)]
        return [item for item in found if item is not None]

    def held_value(self, key: Key, value: Type) -> Type:
        """A parameter's value, its instances and sessions followed from here on."""

        def give(item: Instance) -> Note | None:
            if isinstance(item.note, Held):
                return item.note
            kind = session_kind(self.world, item.id)
            if kind == "session":
                self.follows = True
                note = item.note if isinstance(item.note, SessionOf) else SessionOf(None)
                return replace(note, key=note.key or key)
            own = key if item is value or isinstance(value, Union) else (*key, item.id)
            if isinstance(item.note, Kept):
                self._put(own, item.note.entity)
                for name, inner in item.note.inner:
                    self._put(("d", own, name), inner)
                return Held(own)
            if mapping_of(self.world, item.id) is None:
                return item.note
            self._put(own, Entity(item.id, stage="", vague=True, many=own != key))
            return Held(own)

        return noted(value, give, self._is_sealed)

    def _is_sealed(self, item: Instance) -> bool:
        """Whether what a value's type speaks of is not in it: what a factory will make, what a statement will select."""
        return self._is_factory(item) or is_statement(self.world, item.id)

    def is_told(self, use: str, why: str, born: Spot | None, cause: Spot | None) -> bool:
        """Whether in what a call lends a read was found already of rows that all expired at once: one that comes back has loaded them, and the
        cause is the caller's."""
        return self.is_lent and use != "emptied" and why in WHOLE and (born, cause) in self.told

    def tell(self, use: str, born: Spot | None, cause: Spot | None) -> None:
        """Note that a read was found; taking the dictionary of an instance reads nothing."""
        if use != "emptied":
            self.told.add((born, cause))

    def _report(self, at: int, entity: Entity, attribute: Attribute | None, status: Status, use: str, by: ReadBy | None = None) -> None:
        if self.depends(status.some) or self.is_told(use, status.why, entity.born, status.spot):
            return
        if self.state.held.lazy and status.why != "raise":
            alike = [key for key, other in self.state.held.entities.items() if other.id == entity.id and other.session == entity.session]
            for key in alike:
                self._put(key, entity.unknown())
            return
        self.tell(use, entity.born, status.spot)
        self.emit(
            Unready(
                at,
                owner=entity.id,
                name=attribute.name if attribute is not None else "",
                kind=attribute.kind if attribute is not None else "",
                why=status.why,
                cause=status.spot,
                born=entity.born,
                some=status.some,
                tested=self.asked(self.state.tested) if status.some else frozenset(),
                detached=entity.detached,
                use=use,
                stage=entity.stage,
                session=self._session_name(entity.session) if entity.session is not None else "",
                by=by,
                made=entity.made if status.spot == entity.born else None,
                told=attribute is not None and any(options.tells(option, attribute.name) for option in entity.options),
                above=entity.above,
                said=status.said,
                beside=status.beside,
            )
        )


def _compared(condition: Node) -> tuple[Node, Node] | None:
    """An attribute and the only value that a condition lets it have: `a.b == c`, `a.b.in_([c])`."""
    if condition[0] == "cmp" and len(condition[3]) == 1 and condition[3][0][0] == "==":
        return condition[2], condition[3][0][1]
    if condition[0] == "call" and condition[2][0] == "attr" and condition[2][3] == "in_" and len(condition[3]) == 1:
        listed = condition[3][0][1]
        if listed[0] in ("list", "tuple") and len(listed[2]) == 1 and listed[2][0][0] != "star":
            return condition[2][2], listed[2][0]
    return None
