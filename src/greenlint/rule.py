"""What a rule is, and the questions that it may ask.

A rule is a function that is given one event of one function at a time and yields findings. It never sees a tree or a text.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from greenlint.base.edit import Safety
from greenlint.base.finding import Severity
from greenlint.fix import entities
from greenlint.fix.editor import Editor
from greenlint.fix.legacy_query import Chain, Selected, chain
from greenlint.model.trace import Node
from greenlint.world import effects, hooks, lacking, threads
from greenlint.world.certain import takes_runtime_error
from greenlint.world.definitions import Definition
from greenlint.world.events import Awaited, Called, Entered, Event, Iterated, Loaded, Target
from greenlint.world.handed import Handed, handed, is_callable
from greenlint.world.narrow import reference
from greenlint.world.types import (
    NONE,
    UNKNOWN,
    Class,
    ContextManager,
    Coroutine,
    DefId,
    Function,
    Generator,
    Instance,
    Literal,
    Type,
    members,
)
from greenlint.world.world import World


@dataclass(frozen=True)
class Place:
    """An ordinal in a piece of a file, to be turned into rows and columns where a finding stands."""

    path: str
    piece: int
    at: int


@dataclass(frozen=True)
class Plan:
    """A fix before it is edits: `edit` is called with an editor of the finding's file, only when somebody wants the fix.

    It returns False when the fix cannot be made after all.
    """

    title: str
    safety: Safety
    edit: Callable[[Editor], bool]


@dataclass(frozen=True)
class Draft:
    """A finding before it has rows and columns: where, what, the places that belong to it, and how it could be repaired, best first."""

    place: Place
    message: str
    severity: Severity | None = None
    related: tuple[tuple[Place, str], ...] = ()
    plans: tuple[Plan, ...] = ()
    scope: str = ""


@dataclass(frozen=True)
class Rule:
    """A rule: `events` are the kinds of event that it is given."""

    code: str
    name: str
    events: tuple[type[Event], ...]
    severity: Severity
    default: bool
    check: Callable[[Event, Context], Iterator[Draft]] = field(compare=False)
    doc: str = field(default="", repr=False, compare=False)

    @property
    def summary(self) -> str:
        """The first line of its documentation."""
        return self.doc.strip().split("\n", 1)[0]


def rule(
    *events: type[Event], code: str, name: str, severity: Severity = Severity.WARNING, default: bool = True
) -> Callable[[Callable[[Event, Context], Iterator[Draft]]], Rule]:
    """Make a rule of a function; its documentation is the docstring of its module."""

    def made(check: Callable[[Event, Context], Iterator[Draft]]) -> Rule:
        return Rule(code, name, events, severity, default, check, sys.modules[check.__module__].__doc__ or "")

    return made


COROUTINE_ATTRIBUTES = frozenset({"send", "throw", "close", "cr_await", "cr_code", "cr_frame", "cr_origin", "cr_running", "__await__"})


class Spines:
    """The nodes of a piece with ordinals, each with the nodes around it; built when it is first asked."""

    def __init__(self, trace: Node) -> None:
        self._trace = trace

    def __call__(self, at: int) -> list[Node]:
        """The nodes from the piece's top down to the one with an ordinal; empty when there is none."""
        found: list[Node] = []
        link = self._links.get(at)
        while link is not None:
            found.append(link[0])
            link = self._links.get(link[1])
        return found[::-1]

    @cached_property
    def _links(self) -> dict[int, tuple[Node, int]]:
        links: dict[int, tuple[Node, int]] = {}
        pending: list[tuple[Node, int]] = [(self._trace, -1)]
        while pending:
            node, around = pending.pop()
            if len(node) > 1 and type(node[0]) is str and type(node[1]) is int and node[1] not in links:
                links[node[1]] = node, around
                around = node[1]
            pending.extend((part, around) for part in reversed(node) if type(part) is list)
        return links


def _holds(value: Type, site: int) -> bool:
    """Whether a value can only be something un-awaited, and may be the coroutine that was made at a place."""
    coroutines = [item for item in members(value) if isinstance(item, Coroutine)]
    return len(coroutines) == len(members(value)) and any(item.site == site for item in coroutines)


def _named(function: Function) -> DefId:
    """The function that a reader sees called: what a decorator's wrapper wraps, else the function itself."""
    wrapped = [value.id for _, value in function.captured if isinstance(value, Function) and not value.id.is_stub]
    return wrapped[0] if len(wrapped) == 1 and "<locals>" in function.id.qualname else function.id


class Context:
    """The questions that a rule may ask about the function whose events it is given."""

    def __init__(
        self, world: World, path: str, definition: Definition | None, piece: int, events: Sequence[Event], spines: Spines
    ) -> None:
        self._events = events
        self._spines = spines
        self._world = world
        self._path = path
        self._definition = definition
        self._piece = piece

    @property
    def in_async(self) -> bool:
        """Whether the code runs on the event loop's thread: its own function is an `async def`."""
        return self._definition is not None and self._definition.is_async

    @property
    def definition_at(self) -> int | None:
        """The ordinal of the function's `def`; None at module level."""
        return self._definition.at if self._definition is not None else None

    @property
    def is_route(self) -> bool:
        """Whether the function is registered as an endpoint."""
        return self._definition is not None and "route" in self._world.ask("decorations", self._definition.id)

    @property
    def function(self) -> str:
        """The dotted name of the function; the module's where there is none."""
        if self._definition is None:
            return str(self._world.ask("dotted", self._path))
        return self._world.printed(self._definition.id)

    def draft(
        self,
        at: int,
        message: str,
        severity: Severity | None = None,
        related: tuple[tuple[Place, str], ...] = (),
        plans: tuple[Plan, ...] = (),
    ) -> Draft:
        """A finding at an ordinal of this function."""
        scope = self._definition.id.qualname if self._definition is not None else ""
        return Draft(Place(self._path, self._piece, at), message, severity, related, plans, scope)

    def _certain(self, event: Event) -> bool:
        """Whether what runs is known on every path and nothing in the function contradicts it."""
        if not event.settled or self._contradicts(event):
            return False
        return not self._contradicted or self._receiver(event.at) not in self._contradicted

    def _contradicts(self, event: Event) -> bool:
        """Whether code awaits (or enters with `async with`) what is known not to be awaitable: then it is something else, whatever it is declared."""
        if isinstance(event, Called):
            return event.use == "awaited" and bool(event.targets) and not self._world.is_awaitable(event.result)
        if isinstance(event, Entered):
            return event.is_async and isinstance(event.manager, Instance) and self._world.lacks(event.manager, "__aenter__")
        return False

    def awaits_elsewhere(self, at: int) -> bool:
        """Whether the function awaits other calls on the receiver of a call, though what is declared of it is not awaitable."""
        receiver = self._receiver(at)
        return receiver is not None and any(
            isinstance(event, Called) and self._contradicts(event) and self._receiver(event.at) == receiver for event in self._events
        )

    @cached_property
    def _contradicted(self) -> frozenset[str]:
        """Names and attribute chains whose declared type the function's own code contradicts."""
        found = {self._receiver(event.at) for event in self._events if self._contradicts(event)}
        return frozenset(name for name in found if name is not None)

    def _receiver(self, at: int) -> str | None:
        """The name or attribute chain whose method a call calls."""
        spine = self._spines(at)
        if not spine or spine[-1][0] != "call" or spine[-1][2][0] != "attr":
            return None
        return reference(spine[-1][2][2])

    def blocking(self, event: Event) -> dict[str, list[DefId]]:
        """The library functions that an event runs and that block, by family; empty unless each alternative has one."""
        found: dict[str, list[DefId]] = {}
        if not self._certain(event):
            return found
        for way in event.ways:
            families = [(effects.family(self._world, target.function.id), target.function.id) for target in way]
            blocking = [(family, id) for family, id in families if family is not None]
            if not blocking:
                return {}
            for family, id in blocking[:1]:
                found.setdefault(family, []).append(id)
        return found

    def chain(self, event: Event, goal: str = "database") -> effects.Chain | None:
        """The shortest chain from a project function that an event runs to a goal of `effects.is_end`; None unless each alternative has one."""
        best: effects.Chain | None = None
        if not self._certain(event):
            return None
        passed = effects.evaluated(self._world, event, {})
        for way in event.ways:
            chains = [
                chain
                for target in (*way, *passed)
                if effects.runs_now(self._world, event, target) and (chain := effects.chain(self._world, target, event.at, goal)) is not None
            ]
            if not chains:
                return None
            best = min([*chains, best] if best is not None else chains, key=len)
        return best

    def name(self, id: DefId) -> str:
        """The public dotted name of a function or class."""
        return self._world.printed(id)

    def marked(self, id: DefId, marker: str) -> bool:
        """Whether a library function has a marker."""
        return marker in effects.marks(self._world, id)

    def cure(self, id: DefId) -> str | None:
        """The call that a library function's stub recommends instead."""
        for name, value in effects.marks(self._world, id).get("blocks", ()):
            if name == "use":
                return str(getattr(value, "value", "")) or None
        return None

    def place(self, id: DefId, at: int) -> Place | None:
        """A place in a function's body."""
        definition = self._world.definition(id)
        return Place(id.path, definition.piece, at) if definition is not None else None

    def home(self, id: DefId) -> Place | None:
        """The place where a function is defined."""
        definition = self._world.definition(id)
        return Place(id.path, definition.piece, definition.at) if definition is not None else None

    def database_coroutines(self, event: Called) -> list[DefId]:
        """The functions whose un-awaited result a call gives, when all that it may give does database work once awaited."""
        if not event.settled or not event.targets:
            return []
        found: list[DefId] = []
        for item in members(event.result):
            if isinstance(item, Coroutine):
                maker: DefId | None = _named(item.origin) if self._works(item.origin) else None
            else:
                maker = self._awaitable_maker(event, item)
            if maker is None:
                return []
            found.append(maker)
        return found

    def is_database(self, value: Type) -> bool:
        """Whether each alternative of a value belongs to a database library, or comes from a project function that works on a database."""
        return all(self._is_database(item) for item in members(value))

    def _is_database(self, item: Type) -> bool:
        if isinstance(item, Instance | Class | Function):
            return self._world.is_database_library(item.id)
        if isinstance(item, Coroutine | Generator | ContextManager):
            return self._world.is_database_library(item.origin.id) or self._works(item.origin)
        return False

    def works_when_awaited(self, value: Type) -> bool:
        """Whether a value is a coroutine (or each alternative is one) that does database work once awaited."""
        return all(isinstance(item, Coroutine) and self._works(item.origin) for item in members(value))

    def misuse(self, call: Called) -> Loaded | None:
        """The first operation on the coroutine that a call makes which no coroutine can do, or which is always true of it."""
        for event in self._events:
            if isinstance(event, Loaded) and event.name not in COROUTINE_ATTRIBUTES and _holds(event.value, call.at):
                return event
            if isinstance(event, Iterated) and not event.is_async and _holds(event.iterable, call.at):
                return Loaded(event.at, value=call.result, name="__iter__")
        return None

    def awaited_call(self, at: int) -> Called | None:
        """The call that is the operand of an `await`."""
        spine = self._spines(at)
        if not spine or spine[-1][0] != "await" or spine[-1][2][0] != "call":
            return None
        wanted = spine[-1][2][1]
        return next((event for event in self._events if isinstance(event, Called) and event.at == wanted), None)

    def was_started(self, at: int, manager: Type) -> bool:
        """Whether an expression awaits what entering it would start: its class gives itself to both."""
        awaited = next((event for event in self._events if isinstance(event, Awaited) and event.at == at), None)
        call = self.awaited_call(at)
        return (
            awaited is not None
            and awaited.awaitable == manager
            and call is not None
            and any(self.marked(target.function.id, "must_use") for target in call.targets)
        )

    def is_unstarted(self, call: Called) -> bool:
        """Whether a call makes an object that must be awaited or entered before it works, though it has the attributes of what that gives."""
        if self._world.awaited(call.result) != call.result or not all(self.marked(target.function.id, "must_use") for target in call.targets):
            return False
        calls = [event for event in self._events if isinstance(event, Called)]
        starts = [target.function for event in calls for target in event.targets if target.function.receiver == call.result]
        return not any(self.marked(function.id, "opens") for function in starts)

    def is_iterated_asynchronously(self, at: int) -> bool:
        """Whether an `async for` iterates an expression."""
        return any(isinstance(event, Iterated) and event.at == at and event.is_async for event in self._events)

    def is_library(self, id: DefId) -> bool:
        """Whether a function belongs to a database library."""
        return self._world.is_database_library(id)

    def is_configured(self, made: Type, setting: str) -> bool:
        """Whether the project decides a setting of such an object after it was made."""
        return isinstance(made, Instance) and bool(self._world.ask("configured", made, setting))

    def from_library(self, at: int) -> bool:
        """Whether an expression is a call, awaited or not, of a database library's function."""
        call = next((event for event in self._events if isinstance(event, Called) and event.at == at), None) or self.awaited_call(at)
        return call is not None and bool(call.targets) and all(self.is_library(target.function.id) for target in call.targets)

    def lacking(self, call: Called) -> str | None:
        """An attribute that is read of what a call makes and that it certainly does not have."""
        for event in self._events:
            if isinstance(event, Loaded) and event.value == call.result and self._world.lacks(event.value, event.name):
                return event.name
        return None

    def described(self, value: Type) -> str:
        """The name of a value's class, or `coroutine` and `async_generator` as Python says."""
        if isinstance(value, Function):
            return "method" if value.bound else "function"
        if isinstance(value, Instance | Class):
            return self._world.printed(value.id).rsplit(".", 1)[-1]
        if isinstance(value, Coroutine):
            return "coroutine"
        if isinstance(value, Generator):
            return "async_generator" if value.is_async else "generator"
        return "_AsyncGeneratorContextManager" if isinstance(value, ContextManager) and value.is_async else "_GeneratorContextManager"

    def has_method(self, value: Type, name: str) -> bool:
        """Whether an instance's class, all of whose bases are known, defines a special method."""
        return isinstance(value, Instance) and self._world.may_have(value.id, name)

    def is_closed(self, value: Type) -> bool:
        """Whether all bases of an instance's class are known."""
        return isinstance(value, Instance) and not self._world.is_open(value.id)

    def is_awaitable(self, value: Type) -> bool:
        """Whether a value is known to be awaitable."""
        return self._world.is_awaitable(value)

    def awaited(self, value: Type) -> Type:
        """What awaiting a value gives."""
        return self._world.awaited(value)

    def called(self, value: Type) -> Type:
        """What calling a value gives."""
        return self._world.result_of(value)

    def is_made_by_library(self, value: Type) -> bool:
        """Whether the constructor of an instance's class is a database library's: no class of the project decides in between."""
        found, _ = self._world.attribute(value, "__init__")
        return isinstance(found, Function) and self._world.is_database_library(found.id)

    def is_coroutine_method(self, value: Type, name: str) -> bool:
        """Whether an attribute of a value is an `async def` method."""
        found, _ = self._world.attribute(value, name)
        definition = self._world.definition(found.id) if isinstance(found, Function) else None
        return definition is not None and definition.is_async

    def takes(self, id: DefId, name: str) -> bool:
        """Whether a function declares a parameter."""
        definition = self._world.definition(id)
        return definition is not None and any(param[1] == name for param in definition.params)

    def refuses_text(self, event: Called, name: str) -> bool:
        """Whether a call gives a `str` for a parameter whose first declaration in the library takes none."""
        for target in event.targets:
            id = target.function.id
            if not id.is_stub:
                return False
            given = effects.argument(self._world, target.function, event, name)
            first = (self._world.overloads(id) or (id,))[0]
            declared = self._world.ask("parameters", first, None).get(name)
            if given is None or declared is None or self._world.is_subclass(given, self._world.string) is not True:
                return False
            if not isinstance(declared, Instance) or self._world.is_subclass(given, declared) is not False:
                return False
        return bool(event.targets)

    def argument_at(self, at: int, index: int, keyword: str) -> int | None:
        """The ordinal of a call's argument by position or keyword."""
        spine = self._spines(at)
        if not spine or spine[-1][0] != "call":
            return None
        call = spine[-1]
        named = [value for name, value in call[3] if name == keyword]
        positional = [value for name, value in call[3] if not name]
        value = named[0] if named else positional[index] if index < len(positional) else None
        return value[1] if value is not None and type(value[1]) is int else None

    def awaiting(self, at: int) -> int | None:
        """The ordinal of the `await` whose operand begins with the call at an ordinal: `await call().more()`."""
        spine = self._spines(at)
        for inner, outer in zip(reversed(spine), reversed(spine[:-1]), strict=False):
            if outer[0] == "await":
                return int(outer[1]) if inner is outer[2] else None
            if outer[0] not in ("attr", "call", "sub") or outer[2] is not inner:
                return None
        return None

    def completed(self, call: Called, waiting: int) -> Type:
        """What the operand of an `await` would be if the call that it begins with were awaited; Unknown where that cannot be told."""
        value = self._world.awaited(call.result)
        for node in reversed(self._spines(call.at)[:-1]):
            if node[1] == waiting:
                return value
            if node[0] == "sub":
                return UNKNOWN
            value = self._world.attribute(value, node[3])[0] if node[0] == "attr" else self._world.result_of(value)
        return UNKNOWN

    def is_dropped(self, at: int) -> bool:
        """Whether an expression is a statement of its own."""
        spine = self._spines(at)
        return len(spine) > 1 and spine[-2][0] == "expr"

    def maps_classes(self) -> bool:
        """Whether the project maps classes anywhere."""
        return bool(self._world.ask("maps_classes"))

    def events_of(self, kind: type[Event]) -> list[Event]:
        """The function's events of one kind, in the order of their places."""
        return [event for event in self._events if isinstance(event, kind)]

    def lacks(self, event: Loaded) -> bool:
        """Whether what an attribute is read of certainly does not have it, and the function does not reckon with that."""
        return lacking.surprises(self._world, event, self._events, self._spines(event.at))

    def is_asynchronous(self, value: Type) -> bool:
        """Whether a value is a database library's asynchronous object."""
        return lacking.is_asynchronous(self._world, value)

    def gives(self, value: Type, method: str, name: str) -> bool:
        """Whether what a method of a value gives (or calling it, without a method) is known to have an attribute."""
        return lacking.gives(self._world, value, method, name)

    def sync_side(self, value: Type) -> str | None:
        """The attribute by which an asynchronous proxy gives the synchronous object behind it."""
        return lacking.sync_side(self._world, value)

    def has_attribute(self, value: Type, name: str) -> bool:
        """Whether each alternative of a value is an instance of a class that is known to define an attribute."""
        return all(isinstance(item, Instance) and self._world.has_attribute(item.id, name) for item in members(value))

    def read(self, value: Type, name: str) -> Type:
        """What an attribute of a value is."""
        return self._world.attribute(value, name)[0]

    def argument(self, event: Called, name: str) -> Type | None:
        """What a call gives for a parameter of the function that it calls; None where alternatives differ."""
        found = {effects.argument(self._world, target.function, event, name) for target in event.targets}
        return found.pop() if len(found) == 1 else None

    def instances(self, value: Type) -> list[Type]:
        """The alternatives of a value that are instances."""
        return [item for item in members(value) if isinstance(item, Instance)]

    def owner_at(self, at: int) -> int | None:
        """The ordinal of the expression whose attribute is read at an ordinal."""
        spine = self._spines(at)
        return int(spine[-1][2][1]) if spine and spine[-1][0] == "attr" and type(spine[-1][2][1]) is int else None

    def derives(self, value: Type, base: str) -> bool:
        """Whether each alternative of a value is an instance of a class, by its dotted name, or of one derived from it."""
        items = [item for item in members(value) if item is not NONE]
        return bool(items) and all(
            isinstance(item, Instance) and any(each is not None and self.name(each) == base for each, _ in self._world.ask("mro", item.id))
            for item in items
        )

    def is_made_here(self, value: Type) -> bool:
        """Whether a call in the function gives a value of that very type."""
        return any(isinstance(event, Called) and self.awaited_result(event) == value for event in self._events)

    def awaited_result(self, call: Called) -> Type:
        """What a call gives, once it was awaited if that is needed."""
        return self._world.awaited(call.result) if self._world.is_awaitable(call.result) else call.result

    def mentions(self, first: str, second: str) -> bool:
        """Whether some piece of the project mentions both of two words."""
        return bool(self._world.ask("together", first, second))

    def made_by(self, at: int) -> Type | None:
        """What the call at an ordinal gives; None for other expressions."""
        return next((event.result for event in self._events if isinstance(event, Called) and event.at == at), None)

    def called_at(self, at: int) -> int | None:
        """The ordinal of the attribute that a call calls."""
        spine = self._spines(at)
        return int(spine[-1][2][1]) if spine and spine[-1][0] == "call" and spine[-1][2][0] == "attr" else None

    def declared_result(self) -> Type:
        """What the function is annotated to return; Unknown without an annotation."""
        definition = self._definition
        if definition is None or definition.kind != "def" or definition.node[5] is None:
            return UNKNOWN
        return self._world.ask("returns", definition.id, self._world.own_receiver(definition))  # type: ignore[no-any-return]

    def calling(self, at: int) -> int | None:
        """The ordinal of the call that calls an expression."""
        spine = self._spines(at)
        return int(spine[-2][1]) if len(spine) > 1 and spine[-2][0] == "call" and spine[-2][2] is spine[-1] else None

    def arguments_at(self, at: int) -> list[tuple[str, int]]:
        """The arguments of a call as written: keywords (empty, `*` and `**` included) with ordinals."""
        spine = self._spines(at)
        return [(str(name), int(value[1])) for name, value in spine[-1][3]] if spine and spine[-1][0] == "call" else []

    def waited_for(self, at: int) -> int | None:
        """The ordinal of the `await` whose operand an expression is."""
        spine = self._spines(at)
        return int(spine[-2][1]) if len(spine) > 1 and spine[-2][0] == "await" else None

    def legacy_query(self, at: int) -> Chain | None:
        """The chain of a legacy query that begins with the attribute at an ordinal."""
        return chain(self._spines(at))

    def selected(self, query: Chain) -> Selected:
        """What a legacy query gives."""
        return entities.selected(self._world, self._path, self._definition, self._events, query)

    def decorates(self, at: int) -> hooks.Decorated | None:
        """The function that a decorator stands on directly or over others."""
        spine = self._spines(at)
        return hooks.decorated(spine[-2], at) if len(spine) > 1 else None

    def is_coroutine_function(self, value: Type) -> bool:
        """Whether each alternative of a value is an `async def` function."""
        return hooks.is_coroutine_function(self._world, value)

    def coroutine_overrides(self, value: Type, root: str) -> list[tuple[str, int]]:
        """The `async def` methods of a class that override plain ones of a library's class or its subclasses: names with ordinals."""
        return hooks.coroutine_overrides(self._world, value, root)

    def _works(self, origin: Function) -> bool:
        """Whether awaiting what a coroutine function made does database work."""
        if origin.altered:
            return False
        if origin.id.is_stub:
            return "awaits_db" in effects.marks(self._world, origin.id)
        return bool(self._world.ask("leads_to_database", effects.trimmed(self._world, Target(origin))))

    def _awaitable_maker(self, event: Called, item: Type) -> DefId | None:
        """The library function that made an awaitable which is no coroutine; what begins a transaction is left to its own rule."""
        if not isinstance(item, Instance) or not self._world.is_awaitable(item):
            return None
        for target in event.targets:
            marks = effects.marks(self._world, target.function.id)
            if ("awaits_db" in marks or "must_use" in marks) and "begins" not in marks:
                return target.function.id
        return None

    # What runs elsewhere than it is written

    @property
    def is_reached(self) -> bool:
        """Whether the code can reach a database (or anything else that blocks) by names."""
        return self._world.index.is_host(self._path, self._piece)

    def handed(self, call: Called, *markers: str) -> Handed | None:
        """The callable that a call hands to a library function with one of some markers."""
        spine = self._spines(call.at) if call.settled and call.targets else []
        return handed(self._world, call, spine[-1], *markers) if spine and spine[-1][0] == "call" else None

    def is_callable(self, value: Type) -> bool | None:
        """Whether a value can be called in one of its alternatives; None when nobody knows."""
        return is_callable(self._world, value)

    def call_at(self, at: int) -> Called | None:
        """The call at an ordinal."""
        spine = self._spines(at)
        if not spine or spine[-1][0] != "call":
            return None
        return next((event for event in self._events if isinstance(event, Called) and event.at == at), None)

    def call_of(self, at: int) -> int | None:
        """The ordinal of the call that has an expression as its only argument."""
        spine = self._spines(at)
        if len(spine) > 1 and spine[-2][0] == "call" and len(spine[-2][3]) == 1 and spine[-2][3][0][1] is spine[-1]:
            return int(spine[-2][1])
        return None

    def clause_of(self, at: int) -> tuple[int, int] | None:
        """The comprehension, and the index of the clause in it, that iterates an expression."""
        spine = self._spines(at)
        if len(spine) < 2 or spine[-2][0] != "comp":
            return None
        return next(((int(spine[-2][1]), index) for index, clause in enumerate(spine[-2][4]) if clause[2] is spine[-1]), None)

    def argument_names(self, at: int) -> list[str]:
        """How the arguments of a call are given: their keywords, `*`, `**`, or nothing for positional ones."""
        spine = self._spines(at)
        return [keyword for keyword, _ in spine[-1][3]] if spine and spine[-1][0] == "call" else []

    def chain_handed(self, call: Called, marker: str, goal: str) -> effects.Chain | None:
        """The shortest chain to a goal from a callable that a call hands over under a marker."""
        if not self._certain(call):
            return None
        targets = effects.evaluated(self._world, call, {}, marker)
        chains = [effects.chain(self._world, target, call.at, goal) for target in targets if effects.runs_now(self._world, call, target)]
        return min((chain for chain in chains if chain is not None), key=len, default=None)

    def ends(self, event: Event, goal: str) -> list[DefId]:
        """The library functions that an event runs and that are a goal of `effects.is_end`; empty unless each alternative is one."""
        found = [target.function.id for target in event.targets if self._certain(event)]
        return found if all(effects.is_end(self._world, id, goal) for id in found) else []

    def told(self, chain: effects.Chain) -> tuple[str, tuple[tuple[Place, str], ...]]:
        """A chain in words, from the function itself to its end, and the places of its calls."""
        names = [self.function, *(self.name(hop.function) for hop in chain)]
        places = [(self.place(hop.caller, hop.at) if hop.caller is not None else None, name) for hop, name in zip(chain, names[1:], strict=True)]
        return " -> ".join(names), tuple((place, f"calls `{name}`") for place, name in places if place is not None)

    def decides_by_loop(self, event: Event) -> bool:
        """Whether a call may be made only where no loop runs: the function asks a loop in a test, or handles what a loop that runs raises."""
        for other in self._events:
            if isinstance(other, Called) and other.use == "tested" and any(self._is_of_loop(target.function.id) for target in other.targets):
                return True
        spine = self._spines(event.at)
        for inner, outer in zip(spine[1:], spine, strict=False):
            if outer[0] == "except" and outer[2] is not inner and takes_runtime_error(outer):
                return True
            if outer[0] == "try" and any(inner is part for part in outer[2]) and any(takes_runtime_error(handler) for handler in outer[3]):
                return True
        return False

    def _is_of_loop(self, id: DefId) -> bool:
        """Whether a library function is a method of what can run a loop."""
        definition = self._world.definition(id) if id.is_stub else None
        if definition is None or definition.owner is None:
            return False
        methods = self._world.class_info(definition.owner.id).members.values()
        return any(isinstance(method, Function) and effects.is_end(self._world, method.id, "loop") for method in methods)

    @cached_property
    def loops_nest(self) -> bool:
        """Whether the project imports what makes asyncio's loops nestable."""
        index = self._world.index
        places = index.mentions("nest_asyncio")
        return any(fact.module == "nest_asyncio" for path, piece in places for fact in index.facts(path).pieces[piece].imports)

    def described_result(self, value: Type) -> str:
        """What a value is, in the words of a TypeError about it."""
        kinds = {"None" if item is NONE else item.kind if isinstance(item, Literal) else self.described(item) for item in members(value)}
        return " or ".join(f"'{'NoneType' if kind == 'None' else kind}' object" for kind in sorted(kinds))

    def may_use_coroutine(self, call: Called, maker: DefId) -> bool:
        """Whether a coroutine that a call gives later on may be the one of `maker` that the function awaits or passes on."""
        waiting = self.awaiting(call.at)
        if self.is_dropped(call.at if waiting is None else waiting) or not effects.mentions_coroutine(call.result):
            return False
        direct = {event.at for event in self._events if any(target.function.id == maker for target in event.targets)}
        given: list[Type] = []
        for event in self._events:
            if isinstance(event, Awaited):
                given.append(event.awaitable)
            elif isinstance(event, Called):
                given += [value for _, value in event.arguments]
        return any(
            isinstance(item, Coroutine) and item.origin.id == maker and item.site not in direct for value in given for item in members(value)
        )

    def callee_at(self, at: int) -> Called | None:
        """The call whose result a call calls: the first one of `f(a)(b)`."""
        spine = self._spines(at)
        return self.call_at(spine[-1][2][1]) if spine and spine[-1][0] == "call" and type(spine[-1][2][1]) is int else None

    # What several threads use

    def handed_over(self, call: Called) -> frozenset[str]:
        """The names of the function whose values a call that starts something on a thread hands over."""
        spine = self._spines(call.at)
        if self._definition is None or not spine or spine[-1][0] != "call":
            return frozenset()
        return threads.handed_over(self._world, self._definition, spine[-1])

    def is_confined(self, name: str) -> bool:
        """Whether a name of the function holds a session that threads may only use in turn."""
        return name in self._names and threads.is_confined(self._world, self._names[name])

    @cached_property
    def _names(self) -> dict[str, Type]:
        if self._definition is None:
            return {}
        receiver = self._world.own_receiver(self._definition)
        return dict(self._world.ask("summary", self._definition.id, receiver).names)

    def opened_as(self, name: str) -> Called | None:
        """The call that opened what a name of the function holds, when it is bound once."""
        value = threads.only_value(self._definition, name) if self._definition is not None else None
        call = self.call_at(value[1]) if value is not None and value[0] == "call" else None
        return call if call is not None and call.targets and all(self.marked(target.function.id, "opens") for target in call.targets) else None

    def given(self, call: Called, name: str) -> Type | None:
        """What a call passes for a parameter of what it calls."""
        found = [effects.argument(self._world, target.function, call, name) for target in call.targets]
        return found[0] if found else None

    def is_repeated(self, at: int, name: str, top: int = -1) -> bool:
        """Whether an expression (within the one at `top`, if given) is evaluated several times with one value of a name."""
        return threads.is_repeated(self._spines(at), name, top)

    def is_left(self, at: int) -> bool:
        """Whether nobody waits, where a call stands, for what it starts."""
        return threads.is_left(self._spines(at))

    def calls_within(self, at: int) -> list[Called]:
        """The calls in the arguments of a call, and in comprehensions that are assigned to names that it is given."""
        spine = self._spines(at)
        names = threads.handed_names(spine[-1]) if spine and spine[-1][0] == "call" else frozenset()
        calls = [event for event in self._events if isinstance(event, Called) and event.at != at]
        spines = [(call, self._spines(call.at)) for call in calls]
        return [call for call, way in spines if any(node[1] == at for node in way) or threads.assigned_to(way) in names]

    def gives_iterator(self, call: Called) -> bool:
        """Whether a call gives an iterator over what it starts."""
        return isinstance(call.result, Instance) and self._world.is_typing(call.result.id, "Iterator")
