"""What several threads or tasks use at a time."""

from __future__ import annotations

from functools import cached_property

from greenlint.rule.surroundings import Surroundings
from greenlint.world import threads
from greenlint.world.events import Called
from greenlint.world.types import Type


class Threads(Surroundings):
    """Questions about what is started beside the function and what it is given."""

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
