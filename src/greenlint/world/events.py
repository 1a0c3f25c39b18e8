"""What happens in a function, as rules see it: one event a site, joined over all passes over the site. Never stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from greenlint.world.orm.notes import Spot
from greenlint.world.types import NEVER, DefId, Function, Param, Type, join

NOWHERE = DefId("", "")

# What is said of a parameter: True, it is None; False, it is not; TRUTHY or FALSY, a flag is set or is not; a class, it is an instance of it.
Facts = frozenset[tuple[str, bool | str | DefId]]
TRUTHY, FALSY = "truthy", "falsy"


@dataclass(frozen=True, slots=True)
class Target:
    """A function whose body runs, now and on this thread, because of an event.

    `bound` is what its parameters stand for; `facts` tells what the arguments certainly are. Targets with the same `way` run one after the other;
    different ways are alternatives.
    """

    function: Function
    bound: tuple[tuple[Param, Type], ...] = ()
    facts: Facts = frozenset()
    way: int = 0

    def on(self, way: int) -> Target:
        """The same target in another way."""
        return self if way == self.way else Target(self.function, self.bound, self.facts, way)


def alternatives(parts: Iterable[tuple[Target, ...]]) -> tuple[Target, ...]:
    """The targets of several alternatives, each with ways of its own."""
    found: tuple[Target, ...] = ()
    for part in parts:
        if not found:
            found = part
        elif part and part != found:
            plain = {target.on(0) for target in found}
            if not all(target.on(0) in plain for target in part):
                shift = max(target.way for target in found) + 1
                found += tuple([target.on(target.way + shift) for target in part])
    return found


@dataclass(frozen=True, slots=True)
class Event:
    """Something at a place: `at` is the ordinal; `targets` are the functions that run because of it.

    `settled` is False where, on some path, what runs is not known or nothing greenlint knows: then a finding would be a guess. `guards` are the
    facts about the function's parameters without which the place is not reached.
    """

    at: int
    targets: tuple[Target, ...] = ()
    settled: bool = True
    guards: Facts = frozenset()

    def joined(self, other: Event) -> Event:
        """The same site met again."""
        targets = alternatives((self.targets, other.targets))
        settled, guards = self.settled and other.settled, self.guards & other.guards
        if targets is self.targets and settled == self.settled and guards == self.guards:
            return self
        return replace(self, targets=targets, settled=settled, guards=guards)

    def under(self, guards: Facts) -> Event:
        """The same event where tests have said something of parameters."""
        own: tuple[str, ...] = self.__match_args__[len(Event.__match_args__) :]
        return type(self)(self.at, self.targets, self.settled, guards, *[getattr(self, name) for name in own])

    @property
    def ways(self) -> list[list[Target]]:
        """The targets by alternative."""
        found: dict[int, list[Target]] = {}
        for target in self.targets:
            found.setdefault(target.way, []).append(target)
        return list(found.values())


@dataclass(frozen=True, slots=True)
class Called(Event):
    """A call. `callee` is what is called, `result` what it gives, `use` what becomes of that; `open` when it has `*` or `**` arguments."""

    callee: Type = NEVER
    result: Type = NEVER
    use: str = "operand"
    arguments: tuple[tuple[str, Type], ...] = ()
    open: bool = False

    def joined(self, other: Event) -> Event:
        assert isinstance(other, Called)
        merged = Event.joined(self, other)
        assert isinstance(merged, Called)
        callee, result = join(self.callee, other.callee), join(self.result, other.result)
        return merged if callee == self.callee and result == self.result else replace(merged, callee=callee, result=result)


@dataclass(frozen=True, slots=True)
class Loaded(Event):
    """An attribute read of something known; also the special method that an operation on a coroutine looks for in vain."""

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
    """A `with` item entered; `statement` is the ordinal of the whole statement, `alone` whether it has no other item."""

    manager: Type = NEVER
    is_async: bool = False
    statement: int = 0
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Exited(Event):
    """A `with` item left."""

    manager: Type = NEVER
    is_async: bool = False


@dataclass(frozen=True, slots=True)
class Iterated(Event):
    """A `for` loop, comprehension or `yield from` over something; `statement` is the ordinal of the loop, -1 where it is none."""

    iterable: Type = NEVER
    is_async: bool = False
    statement: int = -1


@dataclass(frozen=True, slots=True)
class Awaited(Event):
    """An `await`."""

    awaitable: Type = NEVER


class ReadBy(NamedTuple):
    """What reads an attribute for a serialiser: a schema, by a field of it (its owner and place), and the read in a property (or a resolver) that is
    that field; `asked`: when a query asks for that."""

    schema: DefId | None = None
    field: tuple[DefId, int] | None = None
    within: tuple[DefId, int] | None = None
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Unready(Event):
    """An attribute of a mapped instance that is not loaded where it is read.

    `owner` is the class, `name` and `kind` the attribute, `why` the reason (`world.orm.state`), `cause` what made it so, `born` where the instance
    comes from, `use` what needs it: `read`, `assigned`, `serialized` (`by` what), `emptied` where the instance's dictionary is taken, `handed` where
    a function is called that reads it and leads to no database itself (`by` where). Without a name all columns are expired, and are just left out.
    `some` where that holds on some paths only, `tested` are then the parameters that were asked on the way here; `said` where the settings of the
    session are given, if they are to blame. `session` is how the body spells the session of the instance, where it can. `lent` are the calls that
    lead here from the body that knows, the outermost first, as (caller, place, function); empty where it is this one.

    Of the cures, `made` is the statement (or the call of the session, where that has none) that could have loaded it, `told` whether an option of
    that says otherwise, `above` the relationships, with their classes, that lead from what it selects to the instance; `beside` is what else the
    refresh loads that does not load this.
    """

    owner: DefId = NOWHERE
    name: str = ""
    kind: str = ""
    why: str = ""
    cause: Spot | None = None
    born: Spot | None = None
    some: bool = False
    tested: frozenset[str] = frozenset()
    detached: bool = False
    use: str = "read"
    stage: str = ""
    session: str = ""
    said: Spot | None = None
    lent: tuple[tuple[DefId, int, DefId], ...] = ()
    by: ReadBy | None = None
    made: Spot | None = None
    told: bool = False
    above: tuple[tuple[DefId, str], ...] = ()
    beside: tuple[str, ...] = ()

    def joined(self, other: Event) -> Event:
        tested = self.tested & other.tested if isinstance(other, Unready) else self.tested
        return replace(self, tested=tested) if tested != self.tested else self


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
