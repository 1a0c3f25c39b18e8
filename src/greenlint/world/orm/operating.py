"""Follows sessions: how they are made, what their calls do to the instances in them, and what queries give."""

from __future__ import annotations

from dataclasses import replace

from greenlint.model.trace import Node
from greenlint.world.calls import Arguments
from greenlint.world.events import Called, Unready
from greenlint.world.orm import beside, identity, options, transitions
from greenlint.world.orm.notes import Held, Key, Plan, Rows, SessionOf, Spot, derived, held_keys, instances, noted
from greenlint.world.orm.operations import acting, is_statement, session_kind
from greenlint.world.orm.plans import EAGER, below, joined_collections, loaded, loads, mapping_of, strategy
from greenlint.world.orm.reading import Reading
from greenlint.world.orm.state import Entity, Status, joined
from greenlint.world.types import (
    NEVER,
    NONE,
    UNKNOWN,
    Class,
    DefId,
    Function,
    Instance,
    Literal,
    Note,
    Type,
    is_symbolic,
    members,
    without_none,
)

NESTED = "nested"
_BEGINNING = frozenset({"attaches", "begins", "flushes", "in_greenlet", "loads", "refreshes"})


class Operating(Reading):
    """The part of an evaluator that follows sessions."""

    def _named(self, node: Node, note: Note | None) -> SessionOf:
        """A session under a name: its key, else how the call spells it."""
        if isinstance(note, SessionOf) and note.key is not None:
            return note
        func = node[2]
        key = self._spelled(func[2] if func[0] == "attr" else func, node[1])
        return replace(note, key=key) if isinstance(note, SessionOf) else SessionOf(key)

    def _opened(self, node: Node, receiver: Instance | None, arguments: Arguments, result: Type, several: bool) -> Type:
        self.touched = True
        if isinstance(result, Instance) and self._is_factory(result):
            return result
        note = receiver.note if receiver is not None and isinstance(receiver.note, SessionOf) else None
        if note is None and receiver is not None and self._is_factory(receiver):
            # Only what made the factory tells.
            note = SessionOf(None)
        made = self._settings(node, note, arguments)
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

    def own_session(self, node: Node, session: Instance) -> Note | None:
        """The note of a new session of a class of the project, whose own constructor decides the settings."""
        initialiser, _ = self.world.attribute(session, "__init__")
        definition = self.world.definition(initialiser.id) if isinstance(initialiser, Function) and not initialiser.id.is_stub else None
        if definition is None:
            return session.note
        self.touched = True
        ran = self.world.ask("ran", definition.id, self.world.own_receiver(definition))
        made = [event for event in ran.events or () if isinstance(event, Called)]
        calls = [event for event in made if any("opens" in what for _, what in acting(self.world, event.targets))]
        told = len(calls) == 1 and not calls[0].open
        given = dict(calls[0].arguments) if told else {}
        expires, autoflush = (_truth(given.get(name, Literal("bool", True))) if told else None for name in ("expire_on_commit", "autoflush"))
        return SessionOf(("s", node[1]), expires, autoflush, Spot(definition.id.path, definition.piece, calls[0].at) if told else None)

    def _settings(self, node: Node, note: SessionOf | None, arguments: Arguments) -> SessionOf:
        """The settings of a session or factory that a call makes; those of the factory where the call says nothing."""
        given, is_open = dict(arguments.keywords), arguments.open
        if is_open:
            told = self.expression(node).arguments()
            is_open = told.open
            given.update({name: value.type for name, value in told.keywords.items() if name in ("expire_on_commit", "autoflush")})
        before = note or SessionOf(None, None if is_open else True, None if is_open else True, self.spot(node[1]))
        found = before
        if "expire_on_commit" in given:
            found = replace(found, expires=_truth(given["expire_on_commit"]), said=self.spot(node[1]))
        if "autoflush" in given:
            found = replace(found, autoflush=_truth(given["autoflush"]))
        return found

    def factory(self, node: Node, arguments: Arguments, result: Instance) -> Type:
        """A new factory of sessions with its settings."""
        made = self._settings(node, None, arguments)
        configured = self.world.ask("configured", result, "expire_on_commit")
        if configured is not NEVER:
            made = replace(made, expires=False if _truth(configured) is False else None)
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
        if what.get("attaches") == "deleted":
            for held, entity in self._entities(arguments.positional):
                # Of several rows, any may be the one that is deleted.
                self._put(held, replace(entity, session=outer, stage="deleted"))
        elif "attaches" in what:
            self._attached(outer, arguments)
        elif "detaches" in what:
            if not arguments.positional:
                self.state.held = transitions.closed(cell, outer)
            for held, entity in self._entities(arguments.positional):
                self._put(held, entity.alone())
        elif "commits" in what:
            if nested:
                self.state.held = transitions.flushed(self.world, cell, outer, spot)
            else:
                self.state.held = transitions.committed(self.world, cell, outer, session.expires, spot, session.said)
        elif "rolls_back" in what:
            back = transitions.savepoint_rolled_back if nested else transitions.rolled_back
            self.state.held = back(self.world, cell, outer, spot)
        elif "expires" in what:
            self._expired(node, outer, arguments)
        elif "refreshes" in what:
            self._autoflush(session, outer, spot)
            self._refreshed(node, session, outer, arguments)
        elif "closes" in what:
            self.state.held = transitions.closed(cell, outer)
        elif "in_greenlet" in what:
            self.state.held = transitions.forgotten(cell, outer)
        elif "flushes" in what:
            self.state.held = transitions.flushed(self.world, cell, outer, spot)
        if "begins" in what and "flushes" in what:
            self.state.held = transitions.savepoint_begun(self.state.held, outer)
        if "begins" in what:
            begun = replace(session, key=(NESTED, outer)) if "flushes" in what else session
            return noted(result, lambda item: begun if item.note is None else item.note)
        return result

    def _attached(self, session: Key, arguments: Arguments) -> None:
        pending = self._entities(arguments.positional)
        seen: set[Key] = set()
        while pending:
            held, entity = pending.pop()
            if held in seen:
                continue
            seen.add(held)
            stage = "pending" if entity.stage == "transient" else entity.stage
            self._put(held, replace(entity, session=session, stage=stage, detached=False))
            if entity.detached:
                self.state.held = identity.referred(self.world, self.state.held, held, self._alive())
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

    def _refreshed(self, node: Node, by: SessionOf, session: Key, arguments: Arguments) -> None:
        spot = self.spot(node[1])
        named = len(arguments.positional) > 1 or any(name == "attribute_names" for name, _ in arguments.keywords)
        names = _literals(node, 1, "attribute_names")
        for held, entity in self._entities(arguments.positional[:1] or [value for name, value in arguments.keywords if name == "instance"]):
            entity = replace(entity, session=session)
            if not named and not entity.many:
                self.state.held = transitions.cascaded(self.world, self.state.held, held, spot)
            if named and names is None:
                self._put(held, entity.unknown())
            else:
                after = transitions.refreshed(self.world, entity, names, spot, by.expires is not None)
                self._put(held, after)
                self.state.held = transitions.dropped(self.state.held, held, names or (), self._alive())
                self.state.held = transitions.arrived(self.world, self.state.held, held, names if names is not None else after.eager)
                self.state.held = identity.came_along(self.world, self.state.held, held, self._brought_by(entity, names or ()))
                self.state.held = identity.referred(self.world, self.state.held, held, self._alive())
                for name in names or ():
                    self._came_below(held, entity, name)

    def _came_below(self, held: Key, entity: Entity, name: str) -> None:
        """Follow the instances that a refresh by name has loaded: those behind a relationship that was not there, of which all is known."""
        attribute = transitions.attributes(self.world, entity.id, ("relationship",)).get(name)
        inner = derived(held, name)
        status = entity.unready.get(name)
        known = inner in self.state.held.entities and (status is None or status.some)
        if attribute is None or attribute.target is None or inner is None or known:
            return
        # A new row has nothing in its collections yet.
        if status is not None and status.why != "new" and not entity.vague:
            self._put(inner, self._below(entity, attribute, attribute.target))
            self.spread_below(inner)
            brought = loads(self.world, attribute.target, below(entity.options, name), 1)
            self.state.held = identity.also_known(self.world, self.state.held, inner, brought, self._alive)

    def _brought_by(self, entity: Entity, names: tuple[str, ...]) -> list[tuple[DefId, frozenset[str]]]:
        """The classes that come along with a row that is loaded again, and with some of its relationships."""
        mapping = mapping_of(self.world, entity.id)
        # Which of several rows it is may not be told, so that it may be any other one.
        found = [(entity.id, frozenset(names))] if entity.many else []
        for name, attribute in transitions.attributes(self.world, entity.id, ("relationship",)).items():
            eager = mapping is not None and strategy(self.world, mapping, attribute, entity.options, 0)[0] in EAGER
            if attribute.target is not None and (eager or name in names or name in entity.eager):
                found += loads(self.world, attribute.target, below(entity.options, name), 1)
        return found

    def _queried(self, node: Node, session: SessionOf, kind: str, arguments: Arguments, result: Type) -> Type:
        assert session.key is not None
        key = session.key[1] if session.key[0] == NESTED else session.key
        spot = self.spot(node[1])
        if kind != "merge":
            self._autoflush(session, key, spot)
        statement = next(iter(arguments.positional), None) or dict(arguments.keywords).get("statement")
        if kind == "" and statement is not None and self._is_of_unknown(statement):
            self.state.held = transitions.perhaps_loaded(self.world, self.state.held, key)
        plans = self._plans(kind, statement, arguments)
        plan = plans[0]
        known = self._known(node, key, kind, statement) if not plan.populate else None
        if known is not None:
            return noted(result, lambda item: Held(known) if item.id == self.state.held.entities[known].id else item.note)
        several = not all(isinstance(item, Instance) and mapping_of(self.world, item.id) for item in members(_awaited(result)) if item is not NONE)
        rows = {plan.row for plan in plans}
        row = rows.pop() if len(rows) == 1 else None

        def give(item: Instance) -> Note | None:
            if item.note is not None or mapping_of(self.world, item.id) is None:
                return item.note
            ident = self._ident(node) if kind == "get" else row[1] if row is not None and row[0] == item.id else ""
            fresh = self._fresh(("q", node[1], item.id), item.id, key, plans, spot, several, ident)
            self._put(fresh.key, self.state.held.entities[fresh.key].ready(beside.kept_with_session(self, node[2], item.id)))
            return fresh

        result = noted(result, give)
        return self._rows(result, plan) if len(plans) == 1 else result

    def _is_of_unknown(self, statement: Type) -> bool:
        """Whether a statement may select instances of classes that nobody knows."""
        if isinstance(statement, Instance):
            row = statement.args[0] if statement.args and is_statement(self.world, statement.id) else NONE
            if isinstance(statement.note, Plan) and statement.note.plain:
                return False
            told = not isinstance(statement.note, Plan) or statement.note.whole
            return row is UNKNOWN or (not told and isinstance(row, Instance) and UNKNOWN in row.args)
        return statement is UNKNOWN or is_symbolic(statement)

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
        if self.definition is not None:
            entity = entity.nearby(beside.selected_by_rows(self, self.definition.equalities, id))
        self._put(held, replace(entity, session=session, ident=ident))
        self.spread_below(held)
        brought = [item for plan in plans for item in loads(self.world, id, plan.options)]
        self.state.held = identity.also_known(self.world, self.state.held, held, brought, self._alive, all(plan.populate for plan in plans))
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
            self.state.held = transitions.perhaps_flushed(self.world, self.state.held, key)

    def _ident(self, node: Node) -> str:
        """What identity a `get` asks for, where that is the same all through the body."""
        values = [value for keyword, value in node[3] if not keyword or keyword == "ident"]
        if len(values) < 2:
            return ""
        return self.identity(values[1])

    def _known(self, node: Node, session: Key, kind: str, given: Type | None) -> Key | None:
        """The entity that a call gives because it is in the session already."""
        return self._merged(session, given) if kind == "merge" else self._fetched(node, session, given) if kind == "get" else None

    def _merged(self, session: Key, given: Type | None) -> Key | None:
        """The entity that a `merge` gives back as it is, because it is in the session already."""
        found = self.entity(without_none(given)) if given is not None else None
        there = found is not None and found[1].session == session and found[1].stage == "persistent" and not found[1].many
        return found[0] if found is not None and there else None

    def _alive(self) -> set[Key]:
        """The instances that names stand for."""
        return {key for value in self.state.names.values() for key in held_keys(value)}

    def _fetched(self, node: Node, session: Key, wanted: Type | None) -> Key | None:
        """The entity that a `get` finds in its session because it was fetched by the same identity before, and is still used."""
        ident = self._ident(node)
        if not ident or not isinstance(wanted, Class):
            return None
        alive = self._alive()
        for held, entity in self.state.held.entities.items():
            if entity.session == session and entity.ident == ident and entity.id == wanted.id and not entity.many and held[1] != node[1]:
                if held not in alive:
                    continue
                again = transitions.lost(self.world, entity)
                self._put(held, entity.ready(again))
                self.state.held = transitions.arrived(self.world, self.state.held, held, again)
                return held
        return None


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
