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
from greenlint.fix.editor import Editor
from greenlint.model.trace import Node
from greenlint.world import effects
from greenlint.world.definitions import Definition
from greenlint.world.events import Awaited, Called, Entered, Event, Iterated, Loaded, Target
from greenlint.world.narrow import reference
from greenlint.world.types import UNKNOWN, Class, ContextManager, Coroutine, DefId, Function, Generator, Instance, Type, members
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
            return self._world.modules.name(self._path)
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

    def chain(self, event: Event) -> effects.Chain | None:
        """The shortest chain from a project function that an event runs to a blocking database call; None unless each alternative has one."""
        best: effects.Chain | None = None
        if not self._certain(event):
            return None
        passed = effects.evaluated(self._world, event, {})
        for way in event.ways:
            chains = [
                chain
                for target in (*way, *passed)
                if effects.runs_now(self._world, event, target) and (chain := effects.chain(self._world, target, event.at)) is not None
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

    def mentions_together(self, *words: str) -> bool:
        """Whether some piece of the project mentions all of some identifiers."""
        places = [set(self._world.index.mentions(word)) for word in words]
        return bool(set.intersection(*places))

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
