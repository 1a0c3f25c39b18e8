"""What values are: their classes and attributes, the libraries they come from, and what reading, calling or awaiting them gives."""

from __future__ import annotations

from greenlint.rule.surroundings import Surroundings
from greenlint.world import effects, lacking
from greenlint.world.events import Called, Loaded
from greenlint.world.orm.notes import bare
from greenlint.world.types import NEVER, NONE, Class, ContextManager, Coroutine, DefId, Function, Generator, Instance, Literal, Type, members


class Values(Surroundings):
    """Questions about values and the functions that make or take them."""

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

    def described_result(self, value: Type) -> str:
        """What a value is, in the words of a TypeError about it."""
        kinds = {"None" if item is NONE else item.kind if isinstance(item, Literal) else self.described(item) for item in members(value)}
        return " or ".join(f"'{'NoneType' if kind == 'None' else kind}' object" for kind in sorted(kinds))

    def instances(self, value: Type) -> list[Type]:
        """The alternatives of a value that are instances."""
        return [item for item in members(value) if isinstance(item, Instance)]

    def derives(self, value: Type, base: str) -> bool:
        """Whether each alternative of a value is an instance of a class, by its dotted name, or of one derived from it."""
        items = [item for item in members(value) if item is not NONE]
        return bool(items) and all(
            isinstance(item, Instance) and any(each is not None and self.name(each) == base for each, _ in self._world.ask("mro", item.id))
            for item in items
        )

    def is_closed(self, value: Type) -> bool:
        """Whether all bases of an instance's class are known."""
        return isinstance(value, Instance) and not self._world.is_open(value.id)

    def has_method(self, value: Type, name: str) -> bool:
        """Whether an instance's class, all of whose bases are known, defines a special method."""
        return isinstance(value, Instance) and self._world.may_have(value.id, name) and not self._world.lacks(value, name)

    def has_attribute(self, value: Type, name: str) -> bool:
        """Whether each alternative of a value is an instance of a class that is known to define an attribute."""
        return all(isinstance(item, Instance) and self._world.has_attribute(item.id, name) for item in members(value))

    def lacks(self, event: Loaded) -> bool:
        """Whether what an attribute is read of certainly does not have it, and the function does not reckon with that."""
        return lacking.surprises(self._world, event, self._events, self._spines(event.at))

    def lacking(self, call: Called) -> str | None:
        """An attribute that is read of what a call makes and that it certainly does not have."""
        for event in self._events:
            if isinstance(event, Loaded) and event.value == call.result and self._world.lacks(event.value, event.name):
                return event.name
        return None

    def gives(self, value: Type, method: str, name: str) -> bool:
        """Whether what a method of a value gives (or calling it, without a method) is known to have an attribute."""
        return lacking.gives(self._world, value, method, name)

    def sync_side(self, value: Type) -> str | None:
        """The attribute by which an asynchronous proxy gives the synchronous object behind it."""
        return lacking.sync_side(self._world, value)

    def is_asynchronous(self, value: Type) -> bool:
        """Whether a value is a database library's asynchronous object."""
        return lacking.is_asynchronous(self._world, value)

    def called(self, value: Type) -> Type:
        """What calling a value gives."""
        return self._world.result_of(value)

    def is_awaitable(self, value: Type) -> bool:
        """Whether a value is known to be awaitable."""
        return self._world.is_awaitable(value)

    def awaited_result(self, call: Called) -> Type:
        """What a call gives, once it was awaited if that is needed."""
        return self._world.awaited(call.result) if self._world.is_awaitable(call.result) else call.result

    def gives_iterator(self, call: Called) -> bool:
        """Whether a call gives an iterator over what it starts."""
        return isinstance(call.result, Instance) and self._world.is_typing(call.result.id, "Iterator")

    def is_library(self, id: DefId) -> bool:
        """Whether a function belongs to a database library."""
        return self._world.is_database_library(id)

    def from_library(self, at: int) -> bool:
        """Whether an expression is a call, awaited or not, of a database library's function."""
        call = next((event for event in self._events if isinstance(event, Called) and event.at == at), None) or self.awaited_call(at)
        return call is not None and bool(call.targets) and all(self.is_library(target.function.id) for target in call.targets)

    def is_made_by_library(self, value: Type) -> bool:
        """Whether the constructor of an instance's class is a database library's: no class of the project decides in between."""
        found, _ = self._world.attribute(value, "__init__")
        return isinstance(found, Function) and self._world.is_database_library(found.id)

    def is_made_here(self, value: Type) -> bool:
        """Whether a call in the function gives a value of that very type."""
        return any(isinstance(event, Called) and self.awaited_result(event) == value for event in self._events)

    def is_configured(self, made: Type, setting: str) -> bool:
        """Whether the project decides a setting of such an object after it was made."""
        return isinstance(made, Instance) and self._world.ask("configured", bare(made), setting) is not NEVER

    def is_overridden(self, at: int, setting: str) -> bool:
        """Whether each use that the project makes of what a call gives turns a setting off."""
        return bool(self._world.ask("overridden", self._path, self._piece, at, setting))

    def takes(self, id: DefId, name: str) -> bool:
        """Whether a function declares a parameter."""
        definition = self._world.definition(id)
        return definition is not None and any(param[1] == name for param in definition.params)

    def argument(self, event: Called, name: str) -> Type | None:
        """What a call gives for a parameter of the function that it calls; None where alternatives differ."""
        found = {effects.argument(self._world, target.function, event, name) for target in event.targets}
        return found.pop() if len(found) == 1 else None

    def given(self, call: Called, name: str) -> Type | None:
        """What a call passes for a parameter of what it calls."""
        found = [effects.argument(self._world, target.function, call, name) for target in call.targets]
        return found[0] if found else None

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
