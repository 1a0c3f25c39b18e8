"""`match` statements: what each pattern binds, and what the subject is where it fits."""

from __future__ import annotations

from greenlint.model.trace import Node
from greenlint.world.definitions import reference
from greenlint.world.expressions import Expressions
from greenlint.world.flow import State, meet
from greenlint.world.narrow import narrow
from greenlint.world.types import UNKNOWN, Class, Instance, Type, members, union


class Matching(Expressions):
    """Runs `match` statements. Other statements and scopes are the subclass's."""

    def bind_name(self, name: str, value: Type) -> None:
        """Bind a plain name."""
        raise NotImplementedError

    def block(self, body: list[Node]) -> None:
        """Evaluate statements in order, until none can be reached."""
        raise NotImplementedError

    def _match(self, node: Node) -> None:
        subject = self.eval(node[2])
        ends: list[State] = [self.state.copy()]
        start = self.state
        for pattern, guard, body in node[3]:
            self.state = start.copy()
            self._pattern(pattern, subject)
            key = reference(node[2])
            if key is not None and (matched := self._matched(pattern, subject)) != subject:
                self.state.names[key] = matched
            if guard is not None:
                self.test(guard)
                self.state, _ = narrow(self, guard, self.state)
            self.block(body)
            ends.append(self.state)
            if guard is None and pattern[0] == "pas" and pattern[1] is None:
                ends.pop(0)
                break
        self.state = meet(ends, self.tracker)

    def _pattern(self, pattern: Node, subject: Type) -> None:
        tag = pattern[0]
        if tag == "pvalue":
            self.eval(pattern[1])
        elif tag == "pas":
            if pattern[1] is not None:
                self._pattern(pattern[1], subject)
                subject = self._matched(pattern[1], subject)
            if pattern[2]:
                self.bind_name(pattern[2], subject)
        elif tag == "pclass":
            matched = self._matched(pattern, subject)
            for inner in pattern[3]:
                self._pattern(inner, UNKNOWN)
            for keyword, inner in pattern[4]:
                self._pattern(inner, self.world.attribute(matched, keyword)[0])
        elif tag in ("por", "pseq"):
            for inner in pattern[1:]:
                self._pattern(inner, subject if tag == "por" else self.world.iterated(subject, False))
        elif tag == "pmap":
            for _, inner in pattern[1]:
                self._pattern(inner, UNKNOWN)
            if pattern[2]:
                self.bind_name(pattern[2], UNKNOWN)
        elif tag == "pstar" and pattern[1]:
            self.bind_name(pattern[1], UNKNOWN)

    def _matched(self, pattern: Node, subject: Type) -> Type:
        """What the subject is where a pattern fits."""
        if pattern[0] == "pas" and pattern[1] is not None:
            return self._matched(pattern[1], subject)
        if pattern[0] == "por":
            return union(self._matched(inner, subject) for inner in pattern[1:])
        value = self.eval(pattern[2]) if pattern[0] == "pclass" else UNKNOWN
        if not isinstance(value, Class):
            return subject
        wanted = Instance(value.id)
        fitting = [item for item in members(subject) if self.world.is_subclass(item, wanted) is True]
        return union(fitting) if fitting else wanted
