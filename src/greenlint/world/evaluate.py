"""Runs one body in order: names, branches, loops and `with` blocks, and what the body returns, yields, stores and calls.

A body is a function's, a lambda's, a class's or a top-level statement. Nothing of it is executed: values are types.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from greenlint.model.trace import Node
from greenlint.world.calls import resolve
from greenlint.world.definitions import Definition, reference
from greenlint.world.events import Awaited, Called, Entered, Event, Exited, FunctionEnded, Iterated, Loaded, Stored, Target, Unready
from greenlint.world.filling import filled, is_empty, put
from greenlint.world.flow import State, Tracker
from greenlint.world.narrow import forget
from greenlint.world.orm.elsewhere import Elsewhere
from greenlint.world.orm.lending import Outcome, ended, left_over
from greenlint.world.orm.notes import Spot, has_notes, placeless
from greenlint.world.orm.scope import Expression
from greenlint.world.orm.state import Cell
from greenlint.world.statements import Loop, Statements
from greenlint.world.types import (
    ANY_LENGTH,
    NEVER,
    NONE,
    TUPLE,
    UNKNOWN,
    Class,
    DefId,
    Function,
    Instance,
    Param,
    Type,
    Union,
    is_symbolic,
    join,
    union,
)

if TYPE_CHECKING:
    from greenlint.world.world import World

@dataclass(frozen=True, slots=True)
class Summary:
    """What a body does, as far as its callers and the scopes in it can tell; `endless` where no path comes to its end."""

    returns: Type = NEVER
    yields: Type = NEVER
    names: dict[str, Type] = field(default_factory=dict)
    globals: dict[str, Type] = field(default_factory=dict)
    stores: dict[str, Type] = field(default_factory=dict)
    runs: tuple[Event, ...] = ()
    touches: bool = False
    options: frozenset[str] = frozenset()
    fills: dict[str, Type] = field(default_factory=dict)
    endless: bool = False


class Ran(NamedTuple):
    """One run of a body: what it does, and its events (None where the run did not settle); and of the functions that it calls the reads of what it
    knows not to be loaded."""

    summary: Summary
    events: tuple[Event, ...] | None
    lent: tuple[tuple[DefId, Unready], ...] = ()


class Evaluator(Elsewhere, Statements):
    """One body, one run."""

    def __init__(
        self,
        world: World,
        path: str,
        definition: Definition | None,
        receiver: Type | None = None,
        piece: int = -1,
        tracker: Tracker | None = None,
    ) -> None:
        self.world = world
        self.path = path
        self.definition = definition
        self.receiver = receiver
        self.piece = piece
        self.tracker = tracker
        self.state = State({}, tracker.initial() if tracker is not None else None)
        self.events: dict[tuple[int, type], Event] = {}
        self.all_names: dict[str, Type] = {}
        self.global_stores: dict[str, Type] = {}
        self.stores: dict[str, Type] = {}
        self.fills: dict[str, Type] = {}
        self.declared: dict[str, Type] = {}
        self.given: dict[str, Type] = {}
        self.known: dict[Param, Type] = {}
        self.type_params: dict[str, Type] = {}
        self.statement_types: dict[int, Type] | None = None
        self.returned: list[Type] = []
        self._yields: list[Type] = []
        self.loops: list[Loop] = []
        self.tries: list[list[State]] = []
        self.inside: tuple[tuple[Node, Type, Type, tuple[Target, ...]], ...] = ()
        self.optional = definition.optional_names if definition is not None else frozenset()
        self.flags = frozenset(definition.flags) if definition is not None else frozenset()
        self.rebound: set[str] = set()
        self._local = definition.bound_names if definition is not None else world.ask("bound", path, piece)
        self._comprehension_names: frozenset[str] = frozenset()
        self.depth = 0
        self.lends = True
        self.is_lent = False
        self.loose = False
        self.option_names: set[str] = set()
        self.touched = False
        self.follows = False
        self.foreign: dict[tuple[DefId, Unready], None] = {}
        self.replaces = False
        self.told: set[tuple[Spot | None, Spot | None]] = set()
        self.exits: list[Cell] = []
        self.keyed: dict[int, dict[str, Type]] = {}
        self.decided: set[str] = set()

    # Scopes

    def is_local(self, name: str) -> bool:
        """Whether a name belongs to this body's scope."""
        return name in self._local or name in self._comprehension_names

    def lookup(self, name: str) -> Type:
        found = self.state.names.get(name)
        if found is not None:
            return found
        found = self.state.names.get("." + name)
        if found is not None:
            return found
        found = self.type_params.get(name)
        if found is not None:
            return found
        definition = self.definition
        if definition is None:
            return self.world.ask("name", self.path, name)  # type: ignore[no-any-return]
        if name in self._local and definition.kind != "class":
            return NEVER
        found = self.world.free_name(definition, self.receiver, name)
        return resolve(self.world, found, self.known) if self.known else found

    def bind_name(self, name: str, value: Type) -> None:
        """Bind a plain name."""
        forget(self, name)
        self.rebound.add(name)
        definition = self.definition
        if definition is not None and definition.kind != "class" and name not in self._local:
            if name in definition.global_names:
                self.global_stores[name] = join(self.global_stores.get(name, NEVER), value)
            self.state.names["." + name] = value
            return
        self.state.names[name] = value
        self.all_names[name] = join(self.all_names.get(name, NEVER), value)

    def store(self, target: Node, value: Type, source: Node | None = None) -> None:
        tag = target[0]
        if tag == "name":
            declared = self.declared.get(target[2])
            self.bind_name(target[2], declared if declared is not None and value is UNKNOWN else value)
        elif tag in ("tuple", "list"):
            self._unpack(target[2], value, source)
        elif tag == "star":
            self.store(target[1], Instance(self.world.list_id, (self.world.general(value),)))
        elif tag == "attr":
            self._store_attribute(target, value)
        elif tag == "sub":
            container = self.eval(target[2])
            indices = [self.eval(index) for index in target[3]]
            self.fill(target[2], container, put(self.world.general(union(indices)), self.world.general(value)))

    def fill(self, place: Node, container: Type, content: Type) -> None:
        """Note that something is put into a container that has a name."""
        key = reference(place)
        if key is None:
            return
        if is_empty(container) and key in self.state.names:
            self.state.names[key] = filled(container, content)
            if "." not in key:
                self.all_names[key] = self.state.names[key]
        first = self._first_parameter()
        if "." not in key and not self.is_local(key):
            self.fills[key] = join(self.fills.get(key, NEVER), content)
        elif first is not None and key.startswith(f"{first}."):
            attribute = key[len(first) :]
            self.fills[attribute] = join(self.fills.get(attribute, NEVER), content)

    def _store_attribute(self, target: Node, value: Type) -> None:
        owner = self.eval(target[2], "attribute")
        self.misused(target[2], owner, target[3])
        self.emit(Stored(target[1], owner=owner, name=target[3], value=value))
        if self.state.held.entities:
            self.stored(target, owner, target[3], value)
        key = reference(target)
        if key is not None:
            forget(self, key)
            self.state.names[key] = value
            first = self._first_parameter()
            if first is not None and key == f"{first}.{target[3]}":
                self.stores[target[3]] = join(self.stores.get(target[3], NEVER), value)

    def _first_parameter(self) -> str | None:
        definition = self.definition
        if definition is None or definition.kind == "class" or definition.owner is None or not definition.params:
            return None
        return str(definition.params[0][1])

    def _unpack(self, targets: list[Node], value: Type, source: Node | None) -> None:
        exact: tuple[Type, ...] | None = None
        if isinstance(value, Instance) and value.id == TUPLE and ANY_LENGTH not in value.args:
            exact = value.args
        elif fields := self.world.fields(value):
            exact = tuple(fields.values())
        if exact is not None and len(exact) == len(targets) and all(target[0] != "star" for target in targets):
            for target, item in zip(targets, exact, strict=True):
                self.store(target, item)
            return
        starred = [place for place, target in enumerate(targets) if target[0] == "star"]
        if exact is not None and len(starred) == 1 and len(exact) >= len(targets) - 1:
            first, last = starred[0], len(exact) - (len(targets) - starred[0] - 1)
            for target, item in zip(targets, (*exact[:first], union(exact[first:last]), *exact[last:]), strict=True):
                self.store(target, item)
            return
        self.misused(source if source is not None else targets[0], value, "__iter__")
        element = self.world.iterated(value, False)
        for target in targets:
            self.store(target, element)

    def bind_comprehension(self, target: Node, value: Type) -> None:
        local, names = self._comprehension_names, dict(self.all_names)
        self._comprehension_names = local | _names(target)
        before = self._local
        self._local = before | self._comprehension_names
        self.store(target, value)
        self._local = before
        self.all_names = names

    def yielded(self, value: Type) -> None:
        self._yields.append(self.leaving(value))

    def emit(self, event: Event) -> None:
        if self.touched:
            event = self.settled(event)
        key = (event.at, type(event))
        if self.state.guards:
            event = event.under(self.state.guards)
        known = self.events.get(key)
        self.events[key] = event if known is None else known.joined(event)
        if self.tracker is not None:
            self.state.cell = self.tracker.step(self.state.cell, event)

    def defined(self, node: Node) -> Type:
        id = self.world.id_of(self.path, self.piece_of_definition(), node)
        if id is None:
            return UNKNOWN
        return Class(id) if node[0] == "class" else Function(id, self.receiver)

    def piece_of_definition(self) -> int:
        """The piece that this body stands in."""
        return self.definition.piece if self.definition is not None else self.piece

    # Running

    def run(self, body: list[Node]) -> Summary:
        """Evaluate a body to its end."""
        self.bind_parameters()
        self.block(body)
        ended = self.definition is not None and self.definition.kind != "class"
        if ended:
            if not self.state.dead:
                self.returned.append(NONE)
                self.exits.append(self.state.held)
            assert self.definition is not None
            self.emit(FunctionEnded(self.definition.at))
        if self.replaces:
            # What would read may be replaced.
            self.foreign.clear()
        runs = tuple(event for event in self.events.values() if type(event) in _RUNNING and (event.targets or _symbolic_call(event)))
        names, stores, stored_globals = self.all_names, self.stores, self.global_stores
        if self.follows:
            names, stores, stored_globals = (
                {name: placeless(value) for name, value in part.items()} for part in (names, stores, stored_globals)
            )
        options = frozenset(self.option_names)
        endless = ended and not self.exits
        returned, yielded = union(self.returned), union(self._yields)
        return Summary(returned, yielded, names, stored_globals, stores, runs, self.touched, options, self.fills, endless)

    def run_lent(self, given: dict[str, Type], cell: Cell, depth: int) -> Outcome:
        """Evaluate the body on what a call lends it."""
        assert self.definition is not None
        self.given, self.depth, self.is_lent = given, depth, True
        self.state.held = cell
        summary = self.run(self.definition.body)
        after = ended(self.world, self.exits, self.returned)
        own = [(self.definition.id, event) for event in self.events.values() if isinstance(event, Unready)]
        result = summary.yields if self.definition.is_generator else summary.returns
        stores = tuple((name, self.leaving(value)) for name, value in sorted(self.stores.items()) if has_notes(value))
        return Outcome(result, left_over(after, cell.entities), (*own, *self.foreign), stores)

    def expression(self, node: Node) -> Expression:
        return Expression(self, node)

    def is_constant(self, name: str) -> bool:
        definition = self.definition
        if definition is None or definition.kind == "class" or not any(param[1] == name for param in definition.params):
            return False
        return name not in definition.assigned_names

    def bind_parameters(self) -> None:
        """Bind the parameters of a function; others have none."""
        self.state.names.update({name: value for name, value in self.given.items() if name.startswith(".")})
        definition = self.definition
        if definition is None or definition.kind == "class":
            return
        types = self.world.ask("parameters", definition.id, self.receiver)
        for kind, name, _, _, _ in definition.params:
            value = self.given.get(name, types.get(name, UNKNOWN))
            if self.known:
                value = resolve(self.world, value, self.known)
            if kind == "*":
                value = Instance(TUPLE, (value, ANY_LENGTH)) if name else UNKNOWN
            elif kind == "**":
                value = Instance(self.world.dict_id, (Instance(self.world.str_id), value))
            if isinstance(value, Instance | Union):
                value = self.held_value(("p", name), value)
            self.state.names[name] = value
            self.all_names[name] = value


_RUNNING = (Called, Entered, Exited, Iterated, Loaded, Awaited)


def _symbolic_call(event: Event) -> bool:

    return isinstance(event, Called) and is_symbolic(event.callee)


def _names(target: Node) -> frozenset[str]:
    if target[0] == "name":
        return frozenset({target[2]})
    if target[0] in ("tuple", "list"):
        return frozenset().union(*(_names(item) for item in target[2]))
    if target[0] == "star":
        return _names(target[1])
    return frozenset()


