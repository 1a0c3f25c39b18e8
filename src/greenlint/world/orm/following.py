"""Follows sessions and mapped instances along the paths of a body: what calls, reads and stores do to them, and which reads find nothing loaded.

Everything here hangs on notes: values without any pass at the price of a test. Deliberately absent: what the functions that a body calls do
(`lending`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from greenlint.model.trace import Node
from greenlint.world.calls import Arguments
from greenlint.world.definitions import reference
from greenlint.world.events import ReadBy, Target, Unready
from greenlint.world.orm import options, transitions
from greenlint.world.orm.model import Attribute
from greenlint.world.orm.notes import (
    AttributeOf,
    Built,
    Held,
    Kept,
    Key,
    Loader,
    Plan,
    Rows,
    SessionOf,
    Spot,
    Within,
    derived,
    instances,
    noted,
    with_notes,
)
from greenlint.world.orm.operations import acting, roles, session_kind
from greenlint.world.orm.plans import below, eagerly_loaded, joined_collections, loaded, mapping_of
from greenlint.world.orm.state import EXPIRED, RELATION, Entity, Status, joined
from greenlint.world.types import (
    DICT,
    LIST,
    NONE,
    TUPLE,
    UNKNOWN,
    Class,
    DefId,
    Function,
    Instance,
    Literal,
    Note,
    Partial,
    Type,
    Union,
    builtin,
    members,
    union,
)

if TYPE_CHECKING:
    from greenlint.world.events import Event
    from greenlint.world.flow import State
    from greenlint.world.world import World

NESTED = "nested"
_GETATTR = builtin("getattr")
_BEGINNING = frozenset({"attaches", "begins", "flushes", "in_greenlet", "loads", "refreshes"})
_FILLING = frozenset({"add", "append", "extend", "insert", "update"})
_GROWING = frozenset({"append", "extend", "insert", "__iadd__"})


class Following:
    """The part of an evaluator that follows load state. The state of a path holds it in `held`."""

    world: World
    path: str
    state: State
    loose: bool
    touched: bool
    follows: bool
    option_names: set[str]
    decided: set[str]

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

    def spot(self, at: int) -> Spot:
        """A place in this body."""
        return Spot(self.path, self.piece_of_definition(), at)

    # Calls

    def followed(self, node: Node, callee: Type, arguments: Arguments, result: Type, targets: tuple[Target, ...]) -> Type:
        """What a call gives, with the notes that it has because of what was called; and what the call does."""
        if isinstance(callee, Partial):
            keywords = {**dict(callee.keywords), **dict(arguments.keywords)}
            arguments = Arguments((*callee.args, *arguments.positional), tuple(keywords.items()), arguments.open)
            return self.followed(node, callee.function, arguments, result, targets)
        several = isinstance(callee, Union) and len(members(callee)) > 1 + (NONE in callee.members)
        for target in targets:
            if target.function.id.is_stub:
                what = roles(self.world, target.function.id)
                if what:
                    if what.get("loader") == "options" or what.get("loads") == "get":
                        self._asked(node)
                    result = self._acted(node, target.function, what, arguments, result, several)
                if isinstance(target.function.receiver, Instance):
                    self._filled(target.function.receiver, target.function.id.qualname.rsplit(".", 1)[-1], arguments)
                    result = self._taken(target.function, target.function.receiver, what, result)
        for item in members(callee):
            if isinstance(item, Class):
                result = self._constructed(node, item, arguments, result, targets)
        if isinstance(callee, Function) and callee.id.is_stub and callee.receiver is None:
            return self._handed(node, callee.id, arguments, result)
        return result

    def _handed(self, node: Node, id: DefId, arguments: Arguments, result: Type) -> Type:
        """Follow a library's function that is given instances: `getattr` reads, a database library's may do anything to them."""
        if id[:2] == _GETATTR[:2] and len(arguments.positional) > 1 and isinstance(arguments.positional[1], Literal):
            value, name = arguments.positional[0], str(arguments.positional[1].value)
            return self.read(node, value, name, self.world.attribute(value, name)[0]) if self._entities([value]) else result
        if self.world.is_database_library(id):
            for held, entity in self._entities(arguments.positional):
                self._put(held, replace(entity, unready={}, vague=True))
        return result

    def _asked(self, node: Node) -> None:
        """Note the parameters that a call takes loader options from."""
        for keyword, value in node[3]:
            if keyword in ("", "*", "options") and value[0] == "name" and self.is_constant(value[2]):
                self.option_names.add(value[2])

    def _filled(self, receiver: Instance, name: str, arguments: Arguments) -> None:
        """Follow a change of the collection of a new instance: it is there from now on."""
        note = receiver.note
        if not isinstance(note, Within) or name not in _FILLING:
            return
        entity = self.state.held.entities.get(note.key)
        if entity is not None and entity.stage in ("transient", "pending"):
            links = tuple((note.name, held) for held, _ in self._entities(arguments.positional))
            self._put(note.key, replace(entity, dirty=entity.dirty | {note.name}, links=entity.links + links))

    def _taken(self, function: Function, receiver: Instance, what: dict[str, str], result: Type) -> Type:
        """Note what a method of a result gives alone, that rows still repeat in what it gives, and that a list of loader options has grown."""
        if receiver.id == LIST:
            self.loose = self.loose or function.id.qualname.rsplit(".", 1)[-1] in _GROWING
            return result
        if isinstance(receiver.note, Rows) and isinstance(result, Instance) and result.id.is_stub and result.note is None and "consumes" not in what:
            return result if "deduplicates" in what else Instance(result.id, result.args, receiver.note)
        for item in members(result) if receiver.args else ():
            for part in item.args if isinstance(item, Instance) and item.id == TUPLE else (item,):
                entity = self.entity(part)
                if entity is not None and entity[1].many:
                    self._put(entity[0], replace(entity[1], many=False))
        return result

    def _acted(
        self, node: Node, function: Function, what: dict[str, str], arguments: Arguments, result: Type, several: bool
    ) -> Type:
        receiver = function.receiver if isinstance(function.receiver, Instance) else None
        note = receiver.note if receiver is not None else None
        if "loader" in what:
            return self._built(what["loader"], note, arguments, result)
        if "lazy_query" in what:
            plan = Plan(made=self.spot(node[1]))
            if receiver is None and isinstance(result, Instance) and result.note is None:
                return Instance(result.id, result.args, plan)
            return result
        if "opens" in what:
            return self._opened(node, note, arguments, result, several)
        if isinstance(note, Rows) and "deduplicates" in what:
            return noted(result, lambda item: None if isinstance(item.note, Rows) else item.note)
        if isinstance(note, Rows) and "consumes" in what:
            self.consumed(node[1], note)
            return result
        if receiver is not None and (isinstance(note, SessionOf) or session_kind(self.world, receiver.id) == "session"):
            return self._operated(node, self._named(node, note), what, arguments, result)
        return result

    def _named(self, node: Node, note: Note | None) -> SessionOf:
        """A session under a name: its key, else how the call spells it."""
        if isinstance(note, SessionOf) and note.key is not None:
            return note
        func = node[2]
        key = self._spelled(func[2] if func[0] == "attr" else func, node[1])
        return replace(note, key=key) if isinstance(note, SessionOf) else SessionOf(key)

    def _spelled(self, node: Node, at: int) -> Key:
        """The key of a session that an expression reaches by names."""
        spelled = reference(node)
        if spelled is None:
            return ("c", at)
        first, _, rest = spelled.partition(".")
        return ("m", rest) if rest and first == self._first_parameter() else ("r", spelled)

    def _built(self, kind: str, note: Note | None, arguments: Arguments, result: Type) -> Type:
        self.touched = True
        if kind == "same" and isinstance(note, AttributeOf):
            return Instance(result.id, result.args, note) if isinstance(result, Instance) else result
        if kind == "options" and not isinstance(note, Loader):
            if isinstance(result, Instance) and isinstance(note, Plan):
                loose = arguments.open or self.loose
                return Instance(result.id, result.args, options.added(note, arguments.positional, loose))
            return result
        if kind == "execution":
            populate = dict(arguments.keywords).get("populate_existing")
            if isinstance(result, Instance) and isinstance(note, Plan) and populate is not None:
                return Instance(result.id, result.args, replace(note, populate=populate == Literal("bool", True)))
            return result
        if not isinstance(result, Instance):
            return result
        return Instance(result.id, result.args, options.loader(kind, note if isinstance(note, Loader) else None, arguments))

    # Sessions

    def _opened(self, node: Node, note: Note | None, arguments: Arguments, result: Type, several: bool) -> Type:
        self.touched = True
        if isinstance(result, Instance) and self._is_factory(result):
            return result
        made = self._settings(node, note if isinstance(note, SessionOf) else None, arguments)
        if several:
            made = replace(made, expires=None, autoflush=None)

        def give(item: Instance) -> Note | None:
            if item.note is None and session_kind(self.world, item.id) == "session":
                known = made if self._opens_as_told(item) else replace(made, expires=None, autoflush=None)
                return replace(known, key=("s", node[1]))
            return item.note

        return noted(result, give)

    def _opens_as_told(self, session: Instance) -> bool:
        """Whether the settings that a session is opened with are its own: no class of the project decides in between."""
        initialiser, _ = self.world.attribute(session, "__init__")
        return isinstance(initialiser, Function) and initialiser.id.is_stub

    def _settings(self, node: Node, note: SessionOf | None, arguments: Arguments) -> SessionOf:
        """The settings of a session or factory that a call makes; those of the factory where the call says nothing."""
        given = dict(arguments.keywords)
        before = note or SessionOf(None, None if arguments.open else True, None if arguments.open else True, self.spot(node[1]))
        found = before
        if "expire_on_commit" in given:
            found = replace(found, expires=_truth(given["expire_on_commit"]), said=self.spot(node[1]))
        if "autoflush" in given:
            found = replace(found, autoflush=_truth(given["autoflush"]))
        return found

    def factory(self, node: Node, arguments: Arguments, result: Instance) -> Type:
        """A new factory of sessions with its settings."""
        made = self._settings(node, None, arguments)
        if self.world.ask("configured", result, "expire_on_commit"):
            made = replace(made, expires=None)
        return Instance(result.id, result.args, made)

    def _operated(self, node: Node, session: SessionOf, what: dict[str, str], arguments: Arguments, result: Type) -> Type:
        self.touched = self.follows = True
        assert session.key is not None
        key = session.key
        nested = key[0] == NESTED
        outer: Key = key[1] if nested else key
        spot = self.spot(node[1])
        cell = self.state.held
        if what.keys() & _BEGINNING:
            cell = self.state.held = cell.begun(outer, True)
        if "loads" in what:
            return self._queried(node, session, what["loads"], arguments, result)
        if "attaches" in what:
            self._attached(outer, arguments)
        elif "detaches" in what:
            if not arguments.positional:
                self.state.held = transitions.closed(cell, outer)
            for held, entity in self._entities(arguments.positional):
                self._put(held, replace(entity, session=None, detached=True))
        elif "commits" in what:
            if nested:
                self.state.held = transitions.flushed(self.world, cell, outer, spot)
            else:
                self.state.held = transitions.committed(self.world, cell, outer, session.expires, spot, session.said)
        elif "rolls_back" in what:
            self.state.held = transitions.forgotten(cell, outer) if nested else transitions.rolled_back(self.world, cell, outer, spot)
        elif "expires" in what:
            self._expired(node, outer, arguments)
        elif "refreshes" in what:
            self._refreshed(node, outer, arguments)
        elif "closes" in what:
            self.state.held = transitions.closed(cell, outer)
        elif "in_greenlet" in what:
            self.state.held = transitions.forgotten(cell, outer)
        elif "flushes" in what:
            self.state.held = transitions.flushed(self.world, cell, outer, spot)
        if "begins" in what:
            begun = replace(session, key=(NESTED, outer)) if "flushes" in what else session
            return noted(result, lambda item: begun if item.note is None else item.note)
        return result

    def broken(self, node: Node, manager: Type, targets: tuple[Target, ...], entered: Type, raised: list[State]) -> None:
        """Follow the ends of a `with` block by exceptions: a transaction is rolled back, a session closed."""
        own = self.state
        for state in raised:
            self.state = state
            self.left(node, manager, targets, entered, "rolls_back")
        self.state = own

    def left(self, node: Node, manager: Type, targets: tuple[Target, ...], entered: Type, ending: str = "commits") -> None:
        """Follow the end of a `with` block; what commits there does `ending`."""
        for function, what in acting(self.world, targets):
            receiver = function.receiver if isinstance(function.receiver, Instance) else None
            notes = [item.note for value in (receiver, entered) if value is not None for item in instances(value)]
            session = next((note for note in notes if isinstance(note, SessionOf) and note.key is not None), None)
            if session is None:
                continue
            plain = Arguments()
            if "commits" in what:
                self._operated(["call", node[1], ["name", node[1], ""], []], session, {ending: ""}, plain, NONE)
            if "closes" in what:
                self._operated(["call", node[1], ["name", node[1], ""], []], session, {"closes": ""}, plain, NONE)

    def _attached(self, session: Key, arguments: Arguments) -> None:
        pending = self._entities(arguments.positional)
        seen: set[Key] = set()
        while pending:
            held, entity = pending.pop()
            if held in seen:
                continue
            seen.add(held)
            stage = "pending" if entity.stage == "transient" else entity.stage
            self._put(held, replace(entity, session=session, stage=stage))
            linked = [(link, self.state.held.entities.get(link)) for _, link in entity.links]
            pending.extend((link, inner) for link, inner in linked if inner is not None and inner.stage == "transient")

    def _expired(self, node: Node, session: Key, arguments: Arguments) -> None:
        spot = self.spot(node[1])
        if not arguments.positional and not arguments.keywords:
            self.state.held = transitions.all_expired(self.world, self.state.held, session, spot)
            return
        names = _literals(node, 1, "attribute_names")
        for held, entity in self._entities(arguments.positional[:1]):
            if entity.many:
                continue
            if len(arguments.positional) + len(arguments.keywords) == 1:
                self.state.held = transitions.cascaded(self.world, self.state.held, held, spot)
                self._put(held, transitions.expired(self.world, entity, "expire", spot))
            elif names is not None:
                known = transitions.attributes(self.world, entity.id)
                self._put(held, entity.without({name: Status("expire", spot) for name in names if name in known}))

    def _refreshed(self, node: Node, session: Key, arguments: Arguments) -> None:
        spot = self.spot(node[1])
        named = len(arguments.positional) > 1 or any(name == "attribute_names" for name, _ in arguments.keywords)
        names = _literals(node, 1, "attribute_names")
        for held, entity in self._entities(arguments.positional[:1] or [value for name, value in arguments.keywords if name == "instance"]):
            entity = replace(entity, session=session)
            if not named and not entity.many:
                self.state.held = transitions.cascaded(self.world, self.state.held, held, spot)
            if named and names is None:
                self._put(held, replace(entity, unready={}, vague=True))
            else:
                self._put(held, transitions.refreshed(self.world, entity, names, spot))

    # Queries

    def _queried(self, node: Node, session: SessionOf, kind: str, arguments: Arguments, result: Type) -> Type:
        assert session.key is not None
        key = session.key[1] if session.key[0] == NESTED else session.key
        spot = self.spot(node[1])
        if kind != "merge":
            self._autoflush(session, key, spot)
        statement = next(iter(arguments.positional), None) or dict(arguments.keywords).get("statement")
        plans = self._plans(kind, statement, arguments)
        plan = plans[0]
        known = self._fetched(node, key, statement, result) if kind == "get" and not plan.populate else None
        if known is not None:
            return noted(result, lambda item: Held(known) if item.id == self.state.held.entities[known].id else item.note)
        several = not all(isinstance(item, Instance) and mapping_of(self.world, item.id) for item in members(_awaited(result)) if item is not NONE)
        ident = self._ident(node) if kind == "get" else ""

        def give(item: Instance) -> Note | None:
            if item.note is not None or mapping_of(self.world, item.id) is None:
                return item.note
            return self._fresh(("q", node[1], item.id), item.id, key, plans, spot, several, ident)

        result = noted(result, give)
        return self._rows(result, plan) if len(plans) == 1 else result

    def _plans(self, kind: str, statement: Type | None, arguments: Arguments) -> list[Plan]:
        """What a query loads by its options, one plan for each statement that it may run."""
        if kind in ("merge", "get"):
            return [self._own_plan(kind, arguments)]
        found = [
            item.note if isinstance(item, Instance) and isinstance(item.note, Plan) else Plan(whole=False) for item in members(statement or NONE)
        ]
        return found if all(plan.whole for plan in found) else [Plan(whole=False)]

    def _own_plan(self, kind: str, arguments: Arguments) -> Plan:
        """What `get` and `merge` load by their options."""
        if kind == "get":
            given = dict(arguments.keywords)
            plan = options.added(Plan(), [given["options"]], self.loose) if "options" in given and given["options"] is not NONE else Plan()
            populate = given.get("populate_existing", NONE)
            return replace(plan, whole=plan.whole and not arguments.open, populate=populate not in (NONE, Literal("bool", False)))
        return Plan(whole=False)

    def _fresh(self, held: Key, id: DefId, session: Key, plans: list[Plan], spot: Spot, several: bool, ident: str) -> Held:
        entity: Entity | None = None
        for plan in plans:
            one = replace(loaded(self.world, id, plan.options, spot, many=several, whole=plan.whole), made=plan.made or spot)
            entity = one if entity is None else joined(entity, one)
        assert entity is not None
        self._put(held, replace(entity, session=session, ident=ident))
        loads = [item for plan in plans for item in eagerly_loaded(self.world, id, plan.options)]
        self.state.held = transitions.also_known(self.world, self.state.held, held, loads, all(plan.populate for plan in plans))
        return Held(held)

    def _rows(self, result: Type, plan: Plan) -> Type:
        """The result with a note where a joined collection makes its rows repeat."""
        if not plan.whole:
            return result
        names = [joined_collections(self.world, item.id, plan.options) for item in instances(result) if isinstance(item.note, Held)]
        name = next((name for name in names if name is not None), None)
        if name is None:
            return result
        mark = Rows(name, plan.made)
        return noted(result, lambda item: mark if item.note is None and item.id.is_stub and item.args else item.note)

    def consumed(self, at: int, note: Rows) -> None:
        """Follow what consumes a result whose rows repeat."""
        self.emit(Unready(at, owner=DefId(self.path, note.name.split(".")[0]), name=note.name, why="unique", cause=note.made))

    def _autoflush(self, session: SessionOf, key: Key, spot: Spot) -> None:
        if session.autoflush:
            self.state.held = transitions.flushed(self.world, self.state.held, key, spot)
        elif session.autoflush is None:
            unsure = {
                held: replace(entity, stage="")
                for held, entity in self.state.held.entities.items()
                if entity.session == key and entity.stage == "pending"
            }
            for held, entity in unsure.items():
                self._put(held, entity)

    def _ident(self, node: Node) -> str:
        """What identity a `get` asks for, where that is the same all through the body."""
        values = [value for keyword, value in node[3] if not keyword or keyword == "ident"]
        if len(values) < 2:
            return ""
        return self.identity(values[1])

    def identity(self, value: Node) -> str:
        """How an identity is written, where that means the same all through the body; empty for others."""
        if value[0] == "const":
            return repr(value[2:])
        return str(value[2]) if value[0] == "name" and self.is_constant(value[2]) else ""

    def _fetched(self, node: Node, session: Key, wanted: Type | None, result: Type) -> Key | None:
        """The entity that a `get` finds in its session because it was fetched by the same identity before."""
        ident = self._ident(node)
        if not ident or not isinstance(wanted, Class):
            return None
        for held, entity in self.state.held.entities.items():
            if entity.session == session and entity.ident == ident and entity.id == wanted.id and not entity.many and held[1] != node[1]:
                names = transitions.attributes(self.world, entity.id, ("column",))
                lost = [name for name in names if name in entity.unready and entity.unready[name].why in ("commit", "rollback", "expire", "server")]
                self._put(held, entity.ready(lost))
                return held
        return None

    # Instances

    def _constructed(self, node: Node, callee: Class, arguments: Arguments, result: Type, targets: tuple[Target, ...]) -> Type:
        if isinstance(result, Instance) and result.note is None and session_kind(self.world, result.id) == "factory":
            return self.factory(node, arguments, result)
        if callee.id.is_stub or not isinstance(result, Instance) or result.id != callee.id:
            return result
        mapping = mapping_of(self.world, callee.id)
        if mapping is None:
            return result
        self.touched = True
        key: Key = ("n", node[1])
        custom = any(not target.function.id.is_stub for target in targets) or arguments.open or not mapping.whole
        given = dict(arguments.keywords)
        links = tuple((name, held) for name, value in given.items() for held, _ in self._entities([value]))
        computed = frozenset(name for name, value in given.items() if self._is_sql(value))
        blank = frozenset(name for name, value in given.items() if value is NONE)
        written = Entity(callee.id, None, "transient", dirty=frozenset(given), computed=computed, blank=blank, links=links)
        entity = replace(written, vague=custom, born=self.spot(node[1]))
        self._put(key, entity)
        for name, value in given.items():
            self._mirrored(mapping.attributes.get(name), key, value)
        return Instance(result.id, result.args, Held(key))

    def _mirrored(self, attribute: Attribute | None, key: Key, value: Type) -> None:
        """Follow what assigning a relationship does at the other end: a new instance there has its side, too."""
        if attribute is None or attribute.kind != "relationship" or attribute.back is None:
            return
        for held, entity in self._entities([value]):
            if entity.stage in ("transient", "pending"):
                self._put(held, replace(entity, dirty=entity.dirty | {attribute.back}))
            elif not attribute.collection or attribute.direction == "one-to-many":
                other = mapping_of(self.world, entity.id)
                side = other.attributes.get(attribute.back) if other is not None else None
                if side is not None and not side.collection:
                    self._put(held, entity.ready([attribute.back]))

    def stored(self, node: Node, owner: Type, name: str, value: Type) -> None:
        """Follow an assignment to an attribute."""
        for held, entity in self._entities([owner]):
            mapping = mapping_of(self.world, entity.id)
            attribute = mapping.attributes.get(name) if mapping is not None else None
            if attribute is None:
                continue
            status = entity.unready.get(name)
            if status is not None and attribute.kind == "relationship" and attribute.collection and status.why != "raise":
                self._report(node[1], entity, attribute, status, "assigned")
            blank = entity.blank | {name} if value is NONE else entity.blank - {name}
            computed = entity.computed | {name} if self._is_sql(value) else entity.computed - {name}
            links = tuple(link for link in entity.links if link[0] != name)
            links += tuple((name, other) for other, _ in self._entities([value]))
            self._put(held, replace(entity.ready([name]), dirty=entity.dirty | {name}, computed=computed, blank=blank, links=links))
            self._mirrored(attribute, held, value)

    def read(self, node: Node, value: Type, name: str, found: Type) -> Type:
        """What an attribute read gives, with its notes; and whether it finds nothing loaded."""
        if isinstance(value, Union):
            return union(self.read(node, item, name, found) for item in members(value) if item is not NONE)
        if isinstance(value, Class):
            return self._of_class(value, name, found)
        if not isinstance(value, Instance):
            return found
        note = value.note
        if isinstance(note, Held):
            if value.id.is_stub:
                return self._awaitable(node, note.key, name, found) if value.id != DICT else found
            return self._of_entity(node, value, note.key, name, found)
        if isinstance(note, Built):
            held = dict(note.fields).get(name)
            return found if held is None else held if found is UNKNOWN else with_notes(found, held)
        if value.id == TUPLE and found is UNKNOWN:
            return self._of_row(value, name)
        if note is None and not value.id.is_stub and not self.touched and mapping_of(self.world, value.id) is not None:
            self.touched = True
        spelled = self._spelled(node, node[1])

        def give(item: Instance) -> Note | None:
            own = item.note
            if session_kind(self.world, item.id) != "session":
                return own
            return replace(own, key=own.key or spelled) if isinstance(own, SessionOf) else SessionOf(spelled)

        return noted(found, give, self._is_factory) if isinstance(found, Instance) else found

    def _of_class(self, value: Class, name: str, found: Type) -> Type:
        mapping = mapping_of(self.world, value.id)
        if mapping is None or name not in mapping.attributes or not isinstance(found, Instance):
            return found
        return Instance(found.id, found.args, AttributeOf(value.id, name))

    def _of_entity(self, node: Node, value: Instance, key: Key, name: str, found: Type) -> Type:
        self.touched = True
        entity = self.state.held.entities.get(key)
        if entity is None:
            return found
        if name == "__dict__":
            kept = {other: status for other, status in entity.unready.items() if status.why not in RELATION}
            self._put(key, replace(entity, unready=kept, vague=True))
            return self.dictionary(value, found)
        attribute, status = self.missing(entity, value, name)
        if status is not None:
            self._report(node[1], replace(entity, id=value.id) if status.why == "subclass" else entity, attribute, status, "read")
        if attribute is None:
            return self._beside(key, found)
        if attribute.kind != "relationship" or attribute.name != name:
            return found
        return self._reached(key, entity, attribute, found)

    def missing(self, entity: Entity, value: Instance, name: str) -> tuple[Attribute | None, Status | None]:
        """The mapped attribute that the read of a name needs, and why that is not there."""
        mapping = mapping_of(self.world, value.id)
        attribute = mapping.attributes.get(name) if mapping is not None else None
        if mapping is None or attribute is None:
            return None, None
        if attribute.kind == "synonym" and attribute.proxied[1] in mapping.attributes:
            attribute = mapping.attributes[attribute.proxied[1]]
        if attribute.kind == "proxy" and attribute.proxied[0] in mapping.attributes:
            attribute = mapping.attributes[attribute.proxied[0]]
        status = entity.unready.get(attribute.name)
        if status is None and value.id != entity.id and name in mapping.own and not attribute.polymorphic_load and not self._polymorphic(entity):
            status = Status("subclass", entity.born)
        # Where the way to a read depends on what decided before, the two may go together.
        return attribute, None if status is not None and status.some and self.state.tested & self.decided else status

    def _polymorphic(self, entity: Entity) -> bool:
        """Whether a query was told to load the columns of subclasses."""
        mapping = mapping_of(self.world, entity.id)
        return entity.vague or mapping is None or any(option.kind == "polymorphic" for option in entity.options)

    def _beside(self, key: Key, found: Type) -> Type:
        """What is no mapped attribute: the way to await attributes."""
        if isinstance(found, Instance) and found.id.is_stub and found.note is None:
            getter, _ = self.world.attribute(found, "__getattr__")
            if isinstance(getter, Function) and roles(self.world, getter.id).get("loads") == "attribute":
                return Instance(found.id, found.args, Held(key))
        return found

    def _awaitable(self, node: Node, key: Key, name: str, found: Type) -> Type:
        """An attribute of an instance, to be awaited: it is loaded then, and so is what was expired."""
        entity = self.state.held.entities.get(key)
        mapping = mapping_of(self.world, entity.id) if entity is not None else None
        attribute = mapping.attributes.get(name) if mapping is not None else None
        if entity is None or mapping is None or attribute is None:
            return found
        status = entity.unready.get(name)
        if status is not None and status.why == "raise":
            self._report(node[1], entity, attribute, status, "read")
        elif status is not None:
            expired = {other for other, one in entity.unready.items() if status.why in EXPIRED and one.why in EXPIRED}
            columns = {other for other in expired if mapping.attributes[other].kind != "relationship"}
            self._put(key, entity.ready({name, *columns}))
        inner, _ = self.world.attribute(Instance(entity.id), name)
        inner = self._reached(key, entity, attribute, inner) if attribute.kind == "relationship" else inner
        return Instance(self.world.typing("Awaitable"), (inner,))

    def _of_row(self, value: Instance, name: str) -> Type:
        """An entity of a row, by the name of its class."""
        for item in value.args:
            if isinstance(item, Instance) and isinstance(item.note, Held) and item.id.qualname.rsplit(".", 1)[-1] == name:
                return item
        return UNKNOWN

    def _report(self, at: int, entity: Entity, attribute: Attribute | None, status: Status, use: str, by: ReadBy | None = None) -> None:
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

    def _reached(self, key: Key, entity: Entity, attribute: Attribute, found: Type) -> Type:
        """The value of a relationship, with what is known of the instances in it."""
        target = attribute.target
        if target is None:
            return found
        if found is UNKNOWN and attribute.collection is not None:
            one = Instance(target)
            found = Instance(LIST, (one,)) if attribute.collection else union((one, NONE))
        links = [link for name, link in entity.links if name == attribute.name]
        inner = links[0] if len(links) == 1 else derived(key, attribute.name)
        if attribute.collection and isinstance(found, Instance):
            found = Instance(found.id, found.args, Within(key, attribute.name))
        if inner is None or (entity.stage in ("transient", "pending") and not links):
            return found
        if inner not in self.state.held.entities:
            self._put(inner, self._below(entity, attribute, target))
        return noted(found, lambda item: Held(inner) if item.id == target and item.note is None else item.note)

    def _below(self, entity: Entity, attribute: Attribute, target: DefId) -> Entity:
        many = bool(attribute.collection) or entity.many
        # What was assigned, here or by the other end, was not loaded with the entity.
        whole = not entity.vague and (attribute.name in entity.eager or attribute.name in entity.unready)
        inner = loaded(self.world, target, below(entity.options, attribute.name), entity.born, many=many, whole=whole, depth=1)
        mapping = mapping_of(self.world, target)
        back = mapping.attributes.get(attribute.back) if mapping is not None and attribute.back is not None else None
        if back is not None and not back.collection:
            inner = inner.ready([back.name])
        made = entity.made if attribute.name in entity.eager else None
        above = (*entity.above, (entity.id, attribute.name))
        return replace(inner, session=entity.session, detached=entity.detached, made=made, above=above)

    # Entities

    def _is_factory(self, item: Instance) -> bool:
        """Whether a value makes sessions: those in its type are none yet."""
        return session_kind(self.world, item.id) == "factory"

    def _is_sql(self, value: Type) -> bool:
        """Whether a value is an SQL expression, which only the database can compute."""
        return isinstance(value, Instance) and value.id.is_stub and "computes" in self.world.class_marks(value.id)

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

        return noted(value, give, self._is_factory)


def _truth(value: Type) -> bool | None:
    return value.value if isinstance(value, Literal) and isinstance(value.value, bool) else None


def _awaited(value: Type) -> Type:
    return value.result if not isinstance(value, Instance) and hasattr(value, "result") else value


def _literals(node: Node, index: int, keyword: str) -> tuple[str, ...] | None:
    """The names that a call lists in an argument; None where it says something else."""
    positional = [value for name, value in node[3] if not name]
    value = next((value for name, value in node[3] if name == keyword), positional[index] if index < len(positional) else None)
    if value is None or value[0] not in ("list", "tuple", "set"):
        return None
    if any(part[0] != "const" or part[2] != "str" for part in value[2]):
        return None
    return tuple(str(part[3]) for part in value[2])
