"""What happens in a function, as rules see it: one event a site, joined over all passes over the site. Never stored."""

from __future__ import annotations

from dataclasses import dataclass, replace

from greenlint.world.types import NEVER, Function, Param, Type, join


@dataclass(frozen=True, slots=True)
class Target:
    """A function whose body runs, now and on this thread, because of an event; `bound` is what its parameters stand for."""

    function: Function
    bound: tuple[tuple[Param, Type], ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Something at a place: `at` is the ordinal; `targets` are the functions that run because of it.

    `settled` is False where, on some path, what runs is not known or nothing greenlint knows: then a finding would be a guess.
    """

    at: int
    targets: tuple[Target, ...] = ()
    settled: bool = True

    def joined(self, other: Event) -> Event:
        """The same site met again."""
        extra = tuple(target for target in other.targets if target not in self.targets)
        return replace(self, targets=self.targets + extra, settled=self.settled and other.settled)


@dataclass(frozen=True, slots=True)
class Called(Event):
    """A call. `callee` is what is called, `result` what it gives, `use` what becomes of that."""

    callee: Type = NEVER
    result: Type = NEVER
    use: str = "operand"
    arguments: tuple[tuple[str, Type], ...] = ()

    def joined(self, other: Event) -> Event:
        assert isinstance(other, Called)
        merged = Event.joined(self, other)
        return replace(merged, callee=join(self.callee, other.callee), result=join(self.result, other.result))  # type: ignore[call-arg]


@dataclass(frozen=True, slots=True)
class Loaded(Event):
    """An attribute read of something known."""

    value: Type = NEVER
    name: str = ""


@dataclass(frozen=True, slots=True)
class Stored(Event):
    """An attribute store on something known."""

    owner: Type = NEVER
    name: str = ""
    value: Type = NEVER


@dataclass(frozen=True, slots=True)
class Entered(Event):
    """A `with` item entered."""

    manager: Type = NEVER
    is_async: bool = False


@dataclass(frozen=True, slots=True)
class Exited(Event):
    """A `with` item left."""

    manager: Type = NEVER
    is_async: bool = False


@dataclass(frozen=True, slots=True)
class Iterated(Event):
    """A `for` loop, comprehension or `yield from` over something."""

    iterable: Type = NEVER
    is_async: bool = False


@dataclass(frozen=True, slots=True)
class Awaited(Event):
    """An `await`."""

    awaitable: Type = NEVER


@dataclass(frozen=True, slots=True)
class Yielded(Event):
    """A `yield`."""

    value: Type = NEVER


@dataclass(frozen=True, slots=True)
class Returned(Event):
    """A `return`."""

    value: Type = NEVER


@dataclass(frozen=True, slots=True)
class Handled(Event):
    """An `except` clause."""

    caught: Type = NEVER


@dataclass(frozen=True, slots=True)
class FunctionEnded(Event):
    """The end of a function's body."""


@dataclass(frozen=True, slots=True)
class ClassDefined(Event):
    """A class statement."""

    defined: Type = NEVER


@dataclass(frozen=True, slots=True)
class ModuleEnded(Event):
    """The end of a module."""
