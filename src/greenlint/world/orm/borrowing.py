"""Calls and properties of the project that a body hands sessions and instances to, and what comes back; the reads in a function that its callers know
to fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from greenlint.model.trace import Node
from greenlint.world.calls import Arguments, bind
from greenlint.world.events import Called, Event, Loaded, ReadBy, Target, Unready
from greenlint.world.narrow import named
from greenlint.world.orm import identity, transitions
from greenlint.world.orm.changing import Changing
from greenlint.world.orm.lending import LIMIT, Loan, defaults, given, known_result
from greenlint.world.orm.notes import (
    Built,
    Change,
    Held,
    Kept,
    Key,
    Loader,
    Plan,
    Queried,
    SessionOf,
    Within,
    bare,
    has_notes,
    is_constant,
    noted,
    root,
    with_notes,
)
from greenlint.world.orm.plans import there
from greenlint.world.orm.serializing import serializes
from greenlint.world.orm.showing import Showing
from greenlint.world.orm.siding import Siding
from greenlint.world.orm.state import Entity, joined, meet_cells
from greenlint.world.types import (
    NONE,
    UNKNOWN,
    Class,
    DefId,
    Descriptor,
    Function,
    Instance,
    Literal,
    Note,
    Type,
    is_symbolic,
    members,
)

if TYPE_CHECKING:
    from greenlint.world.world import World

CALLERS = 40
"""How many functions are asked for the callers of one, callers of callers included."""


class Borrowing(Siding, Changing, Showing):
    """The part of an evaluator that lends what it follows to the functions that it calls."""

    receiver: Type | None
    depth: int
    lends: bool

    def applied(self, node: Node, callee: Type, arguments: Arguments, result: Type, targets: tuple[Target, ...], use: str) -> Type:
        """Follow what a call does to sessions and instances; what it gives, with what is known of it."""
        result = self.followed(node, callee, arguments, result, targets)
        if self.state.held.entities:
            result = self.handed(node, callee, arguments, result, targets)
        ours = {target.function.id for target in targets if not target.function.id.is_stub}
        if isinstance(callee, Class) and isinstance(result, Instance) and result.id == callee.id and result.note is None:
            result = self._built_of(node, callee, arguments, result)
        elif ours:
            called = [item.function if isinstance(item, Descriptor) else item for item in members(callee)]
            result = self._one_of(node, [item for item in called if isinstance(item, Function) and item.id in ours], arguments, result)
        elif not targets and result is UNKNOWN and use == "awaited":
            self._forget([value for _, value in arguments.flat])
        return self.adopted(node, result)

    def _one_of(self, node: Node, functions: list[Function], arguments: Arguments, result: Type) -> Type:
        """What a call of one of some functions gives: each goes on from the same state, and their ends meet."""
        before, ends, found = self.state.held, [], []
        for function in functions:
            self.state.held = before
            found.append(self._borrowed(node, function, arguments, result))
            ends.append(self.state.held)
        for end in ends[:-1]:
            self.state.held = meet_cells(end, self.state.held)
        return found[0] if found and all(one == found[0] for one in found) else result

    def _built_of(self, node: Node, callee: Class, arguments: Arguments, result: Instance) -> Type:
        """An object of the project, with what its attributes hold of the sessions and instances that it was made of."""
        if callee.id.is_stub or not any(has_notes(value) for _, value in arguments.flat):
            return result
        initialiser, _ = self.world.attribute(result, "__init__")
        if not isinstance(initialiser, Function) or initialiser.id.is_stub:
            info = self.world.class_info(callee.id)
            fields = tuple(sorted((name, value) for name, value in arguments.keywords if name in info.declared and has_notes(value)))
        else:
            fields = self._stores(node, initialiser, arguments)
        return Instance(result.id, result.args, Built(fields)) if fields else result

    def _stores(self, node: Node, initialiser: Function, arguments: Arguments) -> tuple[tuple[str, Type], ...]:
        """What a constructor that is lent its arguments stores on its object."""
        if self.depth >= LIMIT or not self.lends:
            return ()
        self.touched = True
        loan = Loan(self._values(initialiser, arguments, frozenset()), None, self.state.held, False)
        receiver = bare(initialiser.receiver) if initialiser.receiver is not None else None
        outcome = self.world.ask("lent", initialiser.id, receiver, loan.given, loan.cell, self.depth + 1)
        self.state.held = loan.merged(self.state.held, outcome.cell)
        return tuple((name, self.adopted(node, loan.returned(value))) for name, value in outcome.stores)

    def loaded(self, node: Node, value: Type, name: str, found: Type, targets: tuple[Target, ...]) -> Type:
        """Follow an attribute read, and the property that it runs."""
        found = self.read(node, value, name, found)
        if not has_notes(value):
            return self.adopted(node, found) if has_notes(found) else found
        receivers = [item for item in members(value) if isinstance(item, Instance)]
        for target in targets if len(receivers) == 1 else ():
            if not target.function.id.is_stub:
                function = replace(target.function, receiver=receivers[0], bound=True)
                found = self._borrowed(node, function, Arguments(), found)
        return self.adopted(node, found)

    def _borrowed(
        self, node: Node, function: Function, arguments: Arguments, result: Type, surely: bool = False, kept: bool = False
    ) -> Type:
        """The result of a call of a project function, whose body runs on what it is lent; `surely` whatever is known of it. `kept`: its reads are
        only kept, wherever they stand."""
        world = self.world
        receiver = bare(function.receiver) if function.receiver is not None else None
        # Running a body to know what it does is dear: most calls lend nothing.
        options = world.ask("summary", function.id, receiver).options if world.ask("may_take_options", function.id) else frozenset()
        values = self._values(function, arguments, options)
        own = receiver is not None and self.receiver is not None and receiver == bare(self.receiver)
        cell = self.state.held
        lent = [*values.values(), *([function.receiver] if function.receiver is not None else [])]
        shares = own and any(entity.session is not None and entity.session[0] == "m" for entity in cell.entities.values())
        if not options and not shares and not any(has_notes(value) for value in lent):
            return _of_session(known_result(world, function, result), own)
        if self.depth >= LIMIT or not self.lends:
            self._forget(lent)
            return result
        touches = surely or cell.lazy or world.ask("summary", function.id, receiver).touches
        if not (touches or self._is_open(function.id, values)):
            return _of_session(known_result(world, function, result), own)
        self.touched = True
        loan = Loan(values, function.receiver, cell, own)
        outcome = world.ask("lent", function.id, loan.receiver, loan.given, loan.cell, self.depth + 1)
        self.state.held = loan.merged(cell, outcome.cell, node[1])
        caller = self.definition.id if self.definition is not None else DefId(self.path, "")
        for place, event in outcome.reads:
            tested = self._asked_by(node, function, event.tested) if event.some else frozenset()
            if self.depends(event.some, tested) or self.is_told(event.use, event.why, event.born, event.cause):
                continue
            self.tell(event.use, event.born, event.cause)
            event = replace(event, tested=self.asked(self.state.tested | tested) if event.some else tested)
            if kept or _leads(world, place):
                self.foreign[place, replace(event, lent=((caller, node[1], function.id), *event.lent))] = None
            elif event.use == "read":
                # Nothing is reported where nothing leads to a database, so it stands at the call.
                self.emit(replace(event, at=node[1], use="handed", session="", lent=(), by=ReadBy(within=(place, event.at))))
        given = _of_session(loan.returned(outcome.result), own)
        return given if surely and result is UNKNOWN else with_notes(bare(result), given)

    def _values(self, function: Function, arguments: Arguments, options: frozenset[str]) -> dict[str, Type]:
        """What a call tells of parameters beyond their declarations; of those that are loader options all."""
        found = given(self.world, function, arguments)
        told = {name: value for name, value in found.items() if name in options or has_notes(value) or isinstance(value, Class | Function)}
        told.update(self._enclosed(function.id))
        told.update(self._flags(function, arguments))
        missing = options - found.keys()
        return {**defaults(self.world, function.id, missing), **told} if missing and not arguments.open else told

    def _flags(self, function: Function, arguments: Arguments) -> dict[str, Type]:
        """What a call says of parameters whose default is true, false or None: they decide what a body reads."""
        definition = self.world.definition(function.id)
        if definition is None or not (definition.flags or definition.optional_names) or arguments.open:
            return {}
        bound, _ = bind(definition, arguments, function.bound)
        values = {name: bound.get(name, Literal("bool", default)) for name, default in definition.flags.items()}
        told = {name: value for name, value in values.items() if isinstance(value, Literal)}
        return {**told, **dict.fromkeys((name for name in definition.optional_names if bound.get(name, NONE) is NONE), NONE)}

    def _asked_by(self, node: Node, function: Function, names: frozenset[str]) -> frozenset[str]:
        """The names here that tests ask in the body of a function that a call runs, where those ask some of its parameters."""
        definition = self.world.definition(function.id)
        if definition is None or not names or node[0] != "call" or any(keyword in ("*", "**") for keyword, _ in node[3]):
            return frozenset()
        places = [(keyword, Literal("int", index)) for index, (keyword, _) in enumerate(node[3])]
        by_keyword = tuple((keyword, place) for keyword, place in places if keyword)
        bound, _ = bind(definition, Arguments(tuple(place for keyword, place in places if not keyword), by_keyword), function.bound)
        given = (bound[name] for name in names if name in bound)
        return frozenset().union(*(named(node[3][int(place.value)][1]) for place in given if isinstance(place, Literal)))

    def _enclosed(self, id: DefId) -> dict[str, Type]:
        """What a function that is nested in this body finds there under names, each behind a dot."""
        definition = self.world.definition(id)
        if definition is None or self.definition is None or definition.scope is None or definition.scope.id != self.definition.id:
            return {}
        bound = definition.bound_names
        names = [(name, value) for name, value in self.state.names.items() if not name.startswith(".") and name.partition(".")[0] not in bound]
        return {"." + name: value for name, value in names if has_notes(value)}

    def _is_open(self, id: DefId, values: dict[str, Type]) -> bool:
        """Whether only a call tells what a parameter is."""
        definition = self.world.definition(id)
        if definition is None:
            return False
        return any(param[2] is None and param[1] in values and param[1] not in definition.flags for param in definition.params)

    def _forget(self, values: list[Type]) -> None:
        """Something unknown was done with values: nothing is known to be missing of them."""
        for key, entity in self._entities(values):
            self._put(key, entity.unknown())
        for value in values:
            for item in members(value):
                if isinstance(item, Instance) and isinstance(item.note, SessionOf) and item.note.key is not None:
                    self.state.held = transitions.forgotten(self.state.held, item.note.key)

    # What leaves and what comes

    def leaving(self, value: Type) -> Type:
        """A value as it leaves the body: what it lent keeps its name, all else tells of itself."""
        if not has_notes(value):
            return value

        def kept(item: Instance) -> Note | None:
            note = item.note
            if isinstance(note, SessionOf):
                return note if self._is_borrowed(note.key) else replace(note, key=None)
            if isinstance(note, Plan):
                return note.elsewhere()
            if isinstance(note, Built):
                return Built(tuple((name, self.leaving(held)) for name, held in note.fields))
            if isinstance(note, Within | Change) or (isinstance(note, Loader) and self.loose):
                return None
            if not isinstance(note, Held | Queried) or self._is_borrowed(note.key):
                return note
            if isinstance(note, Queried):
                return None
            entity = self.state.held.entities.get(note.key)
            return Kept(self._portable(entity), self._inner(note.key, entity)) if entity is not None else None

        return noted(value, kept)

    def _is_borrowed(self, key: Key | None) -> bool:
        return self.is_lent and key is not None and root(key)[0] == "l"

    def _portable(self, entity: Entity) -> Entity:
        session = entity.session if self._is_borrowed(entity.session) or _is_of_object(entity.session) else None
        return replace(entity, session=session, links=(), ident=entity.ident if is_constant(entity.ident) else "")

    def _inner(self, key: Key, entity: Entity) -> tuple[tuple[str, Entity], ...]:
        entities = self.state.held.entities
        found = {other[2]: inner for other, inner in entities.items() if other[0] == "d" and other[1] == key}
        found.update({name: entities[link] for name, link in entity.links if link in entities})
        return tuple((name, self._portable(inner)) for name, inner in sorted(found.items()))

    def adopted(self, node: Node, value: Type) -> Type:
        """A value from another body, followed from here on."""
        if not has_notes(value):
            return value
        at = node[1]
        taken: set[Key] = set()

        def adopt(item: Instance) -> Note | None:
            note = item.note
            if isinstance(note, SessionOf) and note.key is None:
                return note if self._is_factory(item) else replace(note, key=("c", at))
            if isinstance(note, Built):
                return Built(tuple((name, self.adopted(node, held)) for name, held in note.fields))
            if not isinstance(note, Kept):
                return note
            key: Key = ("c", at, item.id)
            before = self.state.held.entities.get(key) if key in taken else None
            self._put(key, joined(before, note.entity) if before is not None else note.entity)
            loads = [(entity.id, there(self.world, entity)) for entity in (note.entity, *(inner for _, inner in note.inner))]
            self.state.held = identity.also_known(self.world, self.state.held, key, loads, self._alive)
            for name, inner in note.inner:
                self._put(("d", key, name), inner)
            taken.add(key)
            return Held(key)

        return noted(value, adopt)


def _is_of_object(session: Key | None) -> bool:
    """Whether a session is an attribute of the object that the method runs on."""
    return session is not None and session[0] == "m"


def _of_session(value: Type, own: bool) -> Type:
    """What a method gives, which only another method of its object (`own`) knows to be of the same session."""

    def apart(entity: Entity) -> Entity:
        return replace(entity, session=None) if _is_of_object(entity.session) else entity

    def give(item: Instance) -> Note | None:
        note = item.note
        if not isinstance(note, Kept):
            return note
        return Kept(apart(note.entity), tuple((name, apart(inner)) for name, inner in note.inner))

    return value if own or not has_notes(value) else noted(value, give)


def borrowed(world: World, id: DefId) -> tuple[Unready, ...]:
    """The reads in a function's body that find nothing loaded, because of what callers give it: each once, the shortest way to it first."""
    if not _wants(world, id):
        return ()
    found: dict[tuple[int, str], Unready] = {}
    for caller in _callers(world, id):
        for event in world.ask("lends", caller, id):
            known = found.get((event.at, event.name))
            if known is None or _shorter(event, known):
                found[event.at, event.name] = event
    return tuple(found[key] for key in sorted(found))


def lends(world: World, caller: DefId, id: DefId) -> tuple[Unready, ...]:
    """The reads in a function's body that find nothing loaded because of what one caller gives it."""
    return tuple(event for place, event in world.ask("gives", caller) if place == id)


def gives(world: World, caller: DefId) -> tuple[tuple[DefId, Unready], ...]:
    """The reads that find nothing loaded in the functions that a function gives something to."""
    definition = world.definition(caller)
    return world.ask("ran", caller, world.own_receiver(definition)).lent if definition is not None else ()


def _shorter(event: Unready, known: Unready) -> bool:
    return (len(event.lent), repr(event.lent)) < (len(known.lent), repr(known.lent))


def _leads(world: World, id: DefId) -> bool:
    """Whether a function stands in a piece that leads to a database, so that findings can stand there."""
    definition = world.definition(id)
    return definition is not None and world.leads(id.path, definition.piece)


def _wants(world: World, id: DefId) -> bool:
    """Whether a function reads something that only its callers know."""
    definition = world.definition(id)
    if definition is None or id.is_stub or definition.kind == "class" or definition.name.startswith("__") or not _leads(world, id):
        return False
    if not definition.params and definition.scope is None:
        return False
    ran = world.ask("ran", id, world.own_receiver(definition))
    return ran.summary.touches or any(_is_of_callers(world, event) for event in ran.events or ())


def _is_of_callers(world: World, event: Event) -> bool:
    """Whether an event reads an attribute of something that only callers know, or has it read."""
    if isinstance(event, Loaded):
        return is_symbolic(event.value)
    if not isinstance(event, Called) or not any(is_symbolic(value) for _, value in event.arguments):
        return False
    return any(serializes(world, target.function.id) for target in event.targets)


def _callers(world: World, id: DefId) -> Iterator[DefId]:
    """The functions that may call a function, directly or through others that hand on what they are given."""
    pending, seen, asked = [id], {id}, 0
    while pending and asked < CALLERS:
        current = pending.pop(0)
        asked += 1
        own = world.definition(current)
        around = own.scope if own is not None else None
        if around is not None and around.id not in seen:
            seen.add(around.id)
            pending.append(around.id)
            yield around.id
        for caller in world.ask("callers", current):
            if caller not in seen:
                seen.add(caller)
                yield caller
                definition = world.definition(caller)
                if definition is not None and definition.params:
                    pending.append(caller)
