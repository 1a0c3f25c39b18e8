"""What stands at a place and around it: awaits, calls, their arguments and receivers, by ordinals."""

from __future__ import annotations

from greenlint.rule.subject import Subject
from greenlint.world.definitions import reference
from greenlint.world.events import Called, Iterated
from greenlint.world.types import Type


class Surroundings(Subject):
    """Questions about the code around an ordinal of the function."""

    def call_at(self, at: int) -> Called | None:
        """The call at an ordinal."""
        spine = self._spines(at)
        if not spine or spine[-1][0] != "call":
            return None
        return next((event for event in self._events if isinstance(event, Called) and event.at == at), None)

    def made_by(self, at: int) -> Type | None:
        """What the call at an ordinal gives; None for other expressions."""
        return next((event.result for event in self._events if isinstance(event, Called) and event.at == at), None)

    def called_at(self, at: int) -> int | None:
        """The ordinal of the attribute that a call calls."""
        spine = self._spines(at)
        return int(spine[-1][2][1]) if spine and spine[-1][0] == "call" and spine[-1][2][0] == "attr" else None

    def callee_at(self, at: int) -> Called | None:
        """The call whose result a call calls: the first one of `f(a)(b)`."""
        spine = self._spines(at)
        return self.call_at(spine[-1][2][1]) if spine and spine[-1][0] == "call" and type(spine[-1][2][1]) is int else None

    def calling(self, at: int) -> int | None:
        """The ordinal of the call that calls an expression."""
        spine = self._spines(at)
        return int(spine[-2][1]) if len(spine) > 1 and spine[-2][0] == "call" and spine[-2][2] is spine[-1] else None

    def call_of(self, at: int) -> int | None:
        """The ordinal of the call that has an expression as its only argument."""
        spine = self._spines(at)
        if len(spine) > 1 and spine[-2][0] == "call" and len(spine[-2][3]) == 1 and spine[-2][3][0][1] is spine[-1]:
            return int(spine[-2][1])
        return None

    def owner_at(self, at: int) -> int | None:
        """The ordinal of the expression whose attribute is read at an ordinal."""
        spine = self._spines(at)
        return int(spine[-1][2][1]) if spine and spine[-1][0] == "attr" and type(spine[-1][2][1]) is int else None

    def _receiver(self, at: int) -> str | None:
        """The name or attribute chain whose method a call calls."""
        spine = self._spines(at)
        if not spine or spine[-1][0] != "call" or spine[-1][2][0] != "attr":
            return None
        return reference(spine[-1][2][2])

    def arguments_at(self, at: int) -> list[tuple[str, int]]:
        """The arguments of a call as written: keywords (empty, `*` and `**` included) with ordinals."""
        spine = self._spines(at)
        return [(str(name), int(value[1])) for name, value in spine[-1][3]] if spine and spine[-1][0] == "call" else []

    def argument_names(self, at: int) -> list[str]:
        """How the arguments of a call are given: their keywords, `*`, `**`, or nothing for positional ones."""
        spine = self._spines(at)
        return [keyword for keyword, _ in spine[-1][3]] if spine and spine[-1][0] == "call" else []

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

    def clause_of(self, at: int) -> tuple[int, int] | None:
        """The comprehension, and the index of the clause in it, that iterates an expression."""
        spine = self._spines(at)
        if len(spine) < 2 or spine[-2][0] != "comp":
            return None
        return next(((int(spine[-2][1]), index) for index, clause in enumerate(spine[-2][4]) if clause[2] is spine[-1]), None)

    def awaited_call(self, at: int) -> Called | None:
        """The call that is the operand of an `await`."""
        spine = self._spines(at)
        if not spine or spine[-1][0] != "await" or spine[-1][2][0] != "call":
            return None
        wanted = spine[-1][2][1]
        return next((event for event in self._events if isinstance(event, Called) and event.at == wanted), None)

    def awaiting(self, at: int) -> int | None:
        """The ordinal of the `await` whose operand begins with the call at an ordinal: `await call().more()`."""
        spine = self._spines(at)
        for inner, outer in zip(reversed(spine), reversed(spine[:-1]), strict=False):
            if outer[0] == "await":
                return int(outer[1]) if inner is outer[2] else None
            if outer[0] not in ("attr", "call", "sub") or outer[2] is not inner:
                return None
        return None

    def waited_for(self, at: int) -> int | None:
        """The ordinal of the `await` whose operand an expression is."""
        spine = self._spines(at)
        return int(spine[-2][1]) if len(spine) > 1 and spine[-2][0] == "await" else None

    def is_iterated_asynchronously(self, at: int) -> bool:
        """Whether an `async for` iterates an expression."""
        return any(isinstance(event, Iterated) and event.at == at and event.is_async for event in self._events)

    def is_dropped(self, at: int) -> bool:
        """Whether an expression is a statement of its own."""
        spine = self._spines(at)
        return len(spine) > 1 and spine[-2][0] == "expr"
