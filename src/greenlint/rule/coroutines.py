"""Coroutines: whose they are, what awaiting them does, and what they are used for without an `await`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from greenlint.rule.surroundings import Surroundings
from greenlint.world import effects
from greenlint.world.calls import Arguments, bind
from greenlint.world.events import Awaited, Called, Event, Iterated, Loaded, Returned, Target
from greenlint.world.types import (
    NONE,
    OBJECT,
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
    Union,
    members,
)

_COROUTINE_ATTRIBUTES = frozenset({"send", "throw", "close", "cr_await", "cr_code", "cr_frame", "cr_origin", "cr_running", "__await__"})


class Coroutines(Surroundings):
    """Questions about coroutines and other awaitables."""

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

    def works_when_awaited(self, value: Type) -> bool:
        """Whether a value is a coroutine (or each alternative is one) that does database work once awaited."""
        return all(isinstance(item, Coroutine) and self._works(item.origin) for item in members(value))

    def is_database(self, value: Type) -> bool:
        """Whether each alternative of a value belongs to a database library, or comes from a project function that works on a database."""
        return all(self._is_database(item) for item in members(value))

    def _is_database(self, item: Type) -> bool:
        if isinstance(item, Instance | Class | Function):
            return self._world.is_database_library(item.id)
        if isinstance(item, Coroutine | Generator | ContextManager):
            return self._world.is_database_library(item.origin.id) or self._works(item.origin)
        return False

    def _works(self, origin: Function) -> bool:
        """Whether awaiting what a coroutine function made does database work."""
        if origin.altered:
            return False
        if origin.id.is_stub:
            return "awaits_db" in effects.marks(self._world, origin.id)
        if effects.is_apart(self._world, origin):
            return False
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

    def is_coroutine_method(self, value: Type, name: str) -> bool:
        """Whether an attribute of a value is an `async def` method."""
        found, _ = self._world.attribute(value, name)
        definition = self._world.definition(found.id) if isinstance(found, Function) else None
        return definition is not None and definition.is_async

    def misuse(self, call: Called) -> Loaded | None:
        """The first operation (in nested functions, too) on the coroutine of a call that no coroutine can do, or that is always true of it."""
        found = self._misuse(call, self._operations)
        return found if found is not None or call.use != "stored" else self._misuse(call, self._nested_operations)

    @cached_property
    def _nested_operations(self) -> list[Event]:
        """The same of the functions that are defined in this one."""
        found: list[Event] = []
        for definition in self._world.ask("definitions", self._path, self._piece).values():
            around = definition.parent
            while around is not None and around is not self._definition:
                around = around.parent
            if around is not None and definition.kind != "class":
                found += _impossible(self._world.ask("ran", definition.id, self._world.own_receiver(definition)).events or ())
        return found

    def _misuse(self, call: Called, events: Iterable[Event]) -> Loaded | None:
        for event in events:
            if isinstance(event, Loaded) and _holds(event.value, call.at):
                return event
            if isinstance(event, Iterated) and _holds(event.iterable, call.at):
                return Loaded(event.at, value=call.result, name="__iter__")
        return None

    @cached_property
    def _operations(self) -> list[Event]:
        """The events that do to a coroutine what it cannot do."""
        return list(_impossible(self._events))

    def expected(self, call: Called) -> str | None:
        """Where the coroutine that a call makes goes although what awaiting it gives is declared there."""
        for event in self._carriers:
            if isinstance(event, Called):
                for name, value in event.arguments:
                    found = self._parameter(event, name, value) if _is_made_at(value, call.at) else None
                    if found is not None:
                        return found
            elif isinstance(event, Returned) and self.in_async and not self.is_route:
                for declared, value in self._parts(self.declared_result(), event.value):
                    if any(_is_made_at(item, call.at) and self._is_meant(declared, item) for item in members(value)):
                        return f"`{self._spelled(declared)}` is to be returned"
        return None

    @cached_property
    def _carriers(self) -> list[Called | Returned]:
        """The events that may carry a coroutine to where something is declared."""
        found: list[Called | Returned] = []
        for event in self._events:
            if isinstance(event, Returned) or (isinstance(event, Called) and any(isinstance(value, Coroutine) for _, value in event.arguments)):
                found.append(event)
        return found

    def _parts(self, declared: Type, value: Type) -> Iterator[tuple[Type, Type]]:
        """A declared type with a value, and the arguments of both where the value is a container."""
        yield declared, value
        for item in members(declared):
            if isinstance(item, Instance) and isinstance(value, Instance):
                yield from zip(item.args, self._world.base_arguments(value, item.id) or (), strict=False)

    def _spelled(self, declared: Type) -> str:
        return " | ".join(item.id.qualname.rsplit(".", 1)[-1] if isinstance(item, Instance) else "None" for item in members(declared))

    def _parameter(self, event: Called, keyword: str, value: Type) -> str | None:
        """The parameter or field that takes an argument, if in every alternative it is declared as what awaiting the argument gives."""
        found: str | None = None
        if isinstance(event.callee, Class) and all(target.function.id.is_stub for target in event.targets):
            return self._field(event.callee.id, keyword, value)
        for target in event.targets:
            function = target.function
            definition = self._world.definition(function.id)
            if definition is None or function.altered or event.open:
                return None
            given = [(name, Literal("str", "given") if item is value else UNKNOWN) for name, item in event.arguments]
            arguments = Arguments(tuple(item for name, item in given if not name), tuple(pair for pair in given if pair[0]))
            names = [name for name, item in bind(definition, arguments, function.bound)[0].items() if isinstance(item, Literal)]
            declared = self._world.ask("parameters", function.id, function.receiver).get(names[0], UNKNOWN) if len(names) == 1 else UNKNOWN
            if not self._is_meant(declared, value):
                return None
            found = f"`{names[0]}` of `{self.name(function.id)}` is to be `{self._spelled(declared)}`"
        return found

    def _field(self, id: DefId, name: str, value: Type) -> str | None:
        """The declared field of a project's class that a keyword gives to the initialiser that a library made for it."""
        for base, _ in self._world.ask("mro", id):
            declared = self._world.class_info(base).declared.get(name) if base is not None and not base.is_stub else None
            if declared is not None and self._is_meant(declared, value):
                return f"`{name}` of `{self.name(id)}` is to be `{self._spelled(declared)}`"
        return None

    def _is_meant(self, declared: Type, value: Type) -> bool:
        """Whether a declared type takes what awaiting a coroutine gives, and no coroutine."""
        return self._refuses(declared) and self._world.is_subclass(self._world.awaited(value), declared) is not False

    def _refuses(self, declared: Type) -> bool:
        world = self._world
        kinds = [item for item in members(declared) if item is not NONE]
        return bool(kinds) and all(
            isinstance(item, Instance)
            and item.id != OBJECT
            and not (world.is_awaitable(item) or world.is_open(item.id) or world.is_protocol(item.id))
            for item in kinds
        )

    def was_started(self, at: int, manager: Type) -> bool:
        """Whether an expression awaits what entering it starts again: its class gives itself to both, and works to be entered."""
        awaited = next((event for event in self._events if isinstance(event, Awaited) and event.at == at), None)
        call = self.awaited_call(at)
        enter = self._world.attribute(manager, "__aenter__")[0]
        return (
            isinstance(enter, Function)
            and self.marked(enter.id, "awaits_db")
            and awaited is not None
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


def _impossible(events: Iterable[Event]) -> Iterator[Event]:
    """The events that do to what can only be un-awaited what it cannot do."""
    for event in events:
        if isinstance(event, Loaded):
            if event.name not in _COROUTINE_ATTRIBUTES and _waits(event.value):
                yield event
        elif isinstance(event, Iterated) and not event.is_async and _waits(event.iterable):
            yield event


def _waits(value: Type) -> bool:
    """Whether a value can only be something un-awaited."""
    return all(isinstance(item, Coroutine) for item in (value.members if isinstance(value, Union) else (value,)))


def _holds(value: Type, site: int) -> bool:
    """Whether a value can only be something un-awaited, and may be the coroutine that was made at a place."""
    return _waits(value) and any(isinstance(item, Coroutine) and item.site == site for item in members(value))


def _is_made_at(value: Type, site: int) -> bool:
    """Whether a value is the coroutine that was made at a place, and nothing else."""
    return isinstance(value, Coroutine) and value.site == site


def _named(function: Function) -> DefId:
    """The function that a reader sees called: what a decorator's wrapper wraps, else the function itself."""
    wrapped = [value.id for _, value in function.captured if isinstance(value, Function) and not value.id.is_stub]
    return wrapped[0] if len(wrapped) == 1 and "<locals>" in function.id.qualname else function.id
