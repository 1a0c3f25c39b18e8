"""What blocks: the library functions and the chains of calls that an event runs, and where an event loop is in the way.

An answer is given only for what is certain: each alternative of what runs, and no code of the function that contradicts its declared type.
"""

from __future__ import annotations

from functools import cached_property

from greenlint.rule.declaration import Place
from greenlint.rule.surroundings import Surroundings
from greenlint.world import effects
from greenlint.world.certain import takes_runtime_error
from greenlint.world.events import Called, Entered, Event
from greenlint.world.types import DefId, Function, Instance


class Blocking(Surroundings):
    """Questions about blocking work."""

    def _certain(self, event: Event) -> bool:
        """Whether what runs is known on every path and nothing in the function contradicts it."""
        if not event.settled or self._contradicts(event):
            return False
        return not self.contradicted or self._receiver(event.at) not in self.contradicted

    def _contradicts(self, event: Event) -> bool:
        """Whether code awaits (or enters with `async with`) what is known not to be awaitable: then it is something else, whatever it is declared."""
        if isinstance(event, Called):
            return event.use == "awaited" and bool(event.targets) and not self._world.is_awaitable(event.result)
        if isinstance(event, Entered):
            return event.is_async and isinstance(event.manager, Instance) and self._world.lacks(event.manager, "__aenter__")
        return False

    @cached_property
    def contradicted(self) -> frozenset[str]:
        """Names and attribute chains whose declared type the function's own code contradicts."""
        found = {self._receiver(event.at) for event in self._events if self._contradicts(event)}
        return frozenset(name for name in found if name is not None)

    def awaits_elsewhere(self, at: int) -> bool:
        """Whether the function awaits other calls on the receiver of a call, though what is declared of it is not awaitable."""
        receiver = self._receiver(at)
        return receiver is not None and any(
            isinstance(event, Called) and self._contradicts(event) and self._receiver(event.at) == receiver for event in self._events
        )

    def blocking(self, event: Event) -> dict[str, list[DefId]]:
        """The library functions that an event runs and that block, by family; empty unless each alternative has one."""
        found: dict[str, list[DefId]] = {}
        if not event.targets or not self._certain(event):
            return found
        for way in event.ways:
            families = [(effects.family(self._world, target.function.id), target.function.id) for target in way]
            blocking = [(family, id) for family, id in families if family is not None]
            if not blocking:
                return {}
            for family, id in blocking[:1]:
                found.setdefault(family, []).append(id)
        return found

    def ends(self, event: Event, goal: str) -> list[DefId]:
        """The library functions that an event runs and that are a goal of `effects.is_end`; empty unless each alternative is one."""
        found = [target.function.id for target in event.targets if self._certain(event)]
        return found if all(effects.is_end(self._world, id, goal) for id in found) else []

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
        return None if best is not None and self._fails(event, best) else best

    def _fails(self, event: Event, chain: effects.Chain) -> bool:
        """Whether a chain ends in a query of a dynamic collection that fails, because of the instance that the event hands on."""
        if self._definition is None or self._definition.kind == "class":
            return False
        ran = self._world.ask("ran", self._definition.id, self._world.own_receiver(self._definition))
        end = (chain[-1].caller, chain[-1].at)
        return any((place, read.at) == end and read.lent[0][1] == event.at for place, read in ran.lent if read.why == "dynamic")

    def chain_handed(self, call: Called, marker: str, goal: str) -> effects.Chain | None:
        """The shortest chain to a goal from a callable that a call hands over under a marker."""
        if not self._certain(call):
            return None
        targets = effects.evaluated(self._world, call, {}, marker)
        chains = [effects.chain(self._world, target, call.at, goal) for target in targets if effects.runs_now(self._world, call, target)]
        return min((chain for chain in chains if chain is not None), key=len, default=None)

    def told(self, chain: effects.Chain) -> tuple[str, tuple[tuple[Place, str], ...]]:
        """A chain in words, from the function itself to its end, and the places of its calls."""
        names = [self.function, *(self.name(hop.function) for hop in chain)]
        places = [(self.place(hop.caller, hop.at) if hop.caller is not None else None, name) for hop, name in zip(chain, names[1:], strict=True)]
        return " -> ".join(names), tuple((place, f"calls `{name}`") for place, name in places if place is not None)

    def cure(self, id: DefId) -> str | None:
        """The call that a library function's stub recommends instead."""
        for name, value in effects.marks(self._world, id).get("blocks", ()):
            if name == "use":
                return str(getattr(value, "value", "")) or None
        return None

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
        return any(self._world.ask("imports", path, "nest_asyncio") for path in self._world.ask("mentioning", "nest_asyncio"))
