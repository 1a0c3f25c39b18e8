"""The choke point: every question about the project is asked here, answered once, and recorded with what it rested on.

A question is a kind and a key. Its answer is a value. Answers may depend on each other in circles (functions that call each other): such a
component is solved from the bottom up until nothing changes, starting from its smallest member, and all its members are
memoised together, so the order of questions never shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

Question = tuple[Any, ...]
ROUNDS = 12
_MISSING = object()


class Memory(Protocol):
    """What answered questions before, and still knows some answers."""

    def answer(self, question: Question, missing: Any) -> Any:
        """The answer to a question, or `missing`."""


class _Frame:
    __slots__ = ("asked", "index", "low", "pending")

    def __init__(self, index: int) -> None:
        self.index = index
        self.low = index
        self.asked: dict[Question, None] = {}
        self.pending: dict[Question, tuple[Any, dict[Question, None]]] = {}


class Recorder:
    """Memo, cycles and records of questions."""

    def __init__(self) -> None:
        self._compute: dict[str, Callable[..., Any]] = {}
        self._bottom: dict[str, Any] = {}
        self._top: dict[str, Any] = {}
        self._memo: dict[Question, Any] = {}
        self._asked: dict[Question, tuple[Question, ...]] = {}
        self._active: dict[Question, _Frame] = {}
        self._stack: list[_Frame] = []
        self._provisional: dict[Question, Any] = {}
        self._deferred: dict[Question, _Frame] = {}
        self._restarted: set[Question] = set()
        self._groups: dict[Question, Question] = {}
        self._users: dict[Question, set[Question]] | None = None
        self.memory: Memory | None = None

    def register(self, kind: str, compute: Callable[..., Any], bottom: Any = None, top: Any = None) -> None:
        """Say how questions of a kind are answered, what a circular one starts from, and what it ends as when it does not settle."""
        self._compute[kind] = compute
        self._bottom[kind] = bottom
        self._top[kind] = top

    def ask(self, *question: Any) -> Any:
        """The answer to `(kind, *key)`."""
        stack = self._stack
        if stack:
            stack[-1].asked[question] = None
        try:
            return self._memo[question]
        except KeyError:
            pass
        if self.memory is not None:
            kept = self.memory.answer(question, _MISSING)
            if kept is not _MISSING:
                self._settle(question, kept, ())
                return kept
        frame = self._active.get(question)
        if frame is not None:
            top = stack[-1]
            top.low = min(top.low, frame.index)
            return self._provisional.get(question, self._bottom[question[0]])
        head = self._deferred.get(question)
        if head is not None:
            stack[-1].low = min(stack[-1].low, head.index)
            return head.pending[question][0]
        answer, smallest = self._solve(question)
        if smallest is not None:
            self._restarted.add(question)
            self.ask(*smallest)
            return self.ask(*question)
        return answer

    def _solve(self, question: Question) -> tuple[Any, Question | None]:
        """The answer, or the member of its component to start from instead."""
        stack = self._stack
        frame = _Frame(len(stack))
        stack.append(frame)
        self._active[question] = frame
        kind = question[0]
        try:
            previous: dict[Question, Any] = {}
            for count in range(ROUNDS + 1):
                frame.asked = {}
                frame.low = frame.index
                self._forget(frame)
                answer = self._compute[kind](*question[1:])
                if frame.low < frame.index:
                    self._defer(question, answer, frame)
                    return answer, None
                if not frame.pending and question not in frame.asked:
                    break
                settled = {member: value for member, (value, _) in frame.pending.items()}
                settled[question] = answer
                if settled == previous:
                    break
                previous = settled
                self._provisional.update(settled)
                if count == ROUNDS:
                    answer = self._widen(question, frame)
            if frame.pending and question not in self._restarted:
                smallest = min((question, *frame.pending), key=repr)
                if smallest != question:
                    self._drop(question, frame)
                    return None, smallest
            self._commit(question, answer, frame)
            return answer, None
        finally:
            stack.pop()
            del self._active[question]

    def _forget(self, frame: _Frame) -> None:
        for member in frame.pending:
            self._deferred.pop(member, None)
        frame.pending = {}

    def _drop(self, question: Question, frame: _Frame) -> None:
        for member in (question, *frame.pending):
            self._provisional.pop(member, None)
        self._forget(frame)

    def _defer(self, question: Question, answer: Any, frame: _Frame) -> None:
        head = self._stack[frame.low]
        for member in frame.pending:
            self._deferred[member] = head
        head.pending.update(frame.pending)
        head.pending[question] = (answer, frame.asked)
        self._deferred[question] = head
        self._provisional[question] = answer
        parent = self._stack[frame.index - 1]
        parent.low = min(parent.low, frame.low)

    def _widen(self, question: Question, frame: _Frame) -> Any:
        for member, (_, asked) in list(frame.pending.items()):
            frame.pending[member] = (self._top[member[0]], asked)
        return self._top[question[0]]

    def _commit(self, question: Question, answer: Any, frame: _Frame) -> None:
        self._settle(question, answer, tuple(frame.asked))
        self._provisional.pop(question, None)
        if frame.pending:
            self._groups[question] = question
        for member, (value, asked) in frame.pending.items():
            self._groups[member] = question
            self._settle(member, value, tuple(asked))
            self._provisional.pop(member, None)
            self._deferred.pop(member, None)

    def _settle(self, question: Question, answer: Any, asked: tuple[Question, ...]) -> None:
        self._memo[question] = answer
        self._asked[question] = asked
        if self._users is not None:
            for other in asked:
                self._users.setdefault(other, set()).add(question)

    def forget(self, questions: Iterable[Question]) -> None:
        """Forget the answers to questions, and all that rest on them."""
        if self._users is None:
            self._users = {}
            for question, others in self._asked.items():
                for other in others:
                    self._users.setdefault(other, set()).add(question)
        pending = list(questions)
        while pending:
            question = pending.pop()
            pending.extend(self._users.pop(question, ()))
            self._memo.pop(question, None)
            self._asked.pop(question, None)
            self._groups.pop(question, None)
            self._restarted.discard(question)

    @property
    def asked(self) -> dict[Question, tuple[Question, ...]]:
        """All questions that are answered, each with those that its answer rests on, in the order in which they were asked."""
        return self._asked

    def known(self, question: Question) -> Any:
        """The answer to a question that was answered before."""
        return self._memo[question]

    def group(self, question: Question) -> Question | None:
        """The first member of the circle that a question was answered in; None where there was none."""
        return self._groups.get(question)
