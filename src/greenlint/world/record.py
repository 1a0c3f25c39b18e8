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
MORE = 12
"""After so many rounds those members of a circle that still change end as what does not settle; after so many more, all do."""
SHARED = 100_000
"""How many answers recorders have in common at most."""
_MISSING = object()


class Memory(Protocol):
    """What answered questions before, and still knows some answers."""

    def answer(self, question: Question, missing: Any) -> Any:
        """The answer to a question, or `missing`."""


class Entry:
    """A question that was asked: its answer, and the entries of those that the answer rests on, in the order in which they were asked.

    `group` is the first member of the circle that it was answered in; None where there was none. `lasting` tells that the answer rests on nothing
    that changes while a process lives. `users` are known only once something is to be forgotten.
    """

    __slots__ = ("answer", "asked", "ended", "frame", "group", "head", "lasting", "provisional", "question", "restarted", "users")

    def __init__(self, question: Question) -> None:
        self.question = question
        self.answer: Any = _MISSING
        self.asked: tuple[Entry, ...] = ()
        self.group: Entry | None = None
        self.lasting = False
        self.users: set[Entry] | None = None
        # While it is being answered: where, by whose component it is kept, its last answer in a circle, whether that starts anew, and whether it does
        # not settle.
        self.frame: _Frame | None = None
        self.head: _Frame | None = None
        self.provisional: Any = _MISSING
        self.restarted = False
        self.ended = False


class _Frame:
    __slots__ = ("asked", "index", "low", "pending")

    def __init__(self, index: int) -> None:
        self.index = index
        self.low = index
        self.asked: dict[Entry, None] = {}
        self.pending: dict[Entry, tuple[Any, dict[Entry, None]]] = {}


class Recorder:
    """Memo, cycles and records of questions.

    Args:
        shared: the answers that last, which recorders have in common.
        lasts: whether the answer to a question lasts, if it rests on others that last (True) or on none (False).
    """

    def __init__(self, shared: dict[Question, Any] | None = None, lasts: Callable[[Question, bool], bool] = lambda *_: False) -> None:
        self._shared = shared
        self._lasts = lasts
        self._compute: dict[str, Callable[..., Any]] = {}
        self._bottom: dict[str, Any] = {}
        self._top: dict[str, Any] = {}
        # Questions are hashed once, when they are asked: what they are made of is large. Entries are told apart by identity.
        self._entries: dict[Question, Entry] = {}
        self._stack: list[_Frame] = []
        self._linked = False
        self.memory: Memory | None = None

    def register(self, kind: str, compute: Callable[..., Any], bottom: Any = None, top: Any = None) -> None:
        """Say how questions of a kind are answered, what a circular one starts from, and what it ends as when it does not settle.

        Raises:
            ValueError: that was said before.
        """
        if kind in self._compute:
            raise ValueError(f"questions of the kind {kind} are answered already")
        self._compute[kind] = compute
        self._bottom[kind] = bottom
        self._top[kind] = top

    def ask(self, *question: Any) -> Any:
        """The answer to `(kind, *key)`."""
        entry = self._entries.get(question)
        if entry is None:
            entry = self._entries[question] = Entry(question)
        stack = self._stack
        if stack:
            stack[-1].asked[entry] = None
        answer = entry.answer
        return answer if answer is not _MISSING else self._find(entry)

    def fresh(self, *question: Any) -> Any:
        """The answer to a question that asks no other, without keeping it."""
        kind, *key = question
        return self._compute[kind](*key)

    def _find(self, entry: Entry) -> Any:
        if self.memory is not None:
            kept = self.memory.answer(entry.question, _MISSING)
            if kept is not _MISSING:
                self._settle(entry, kept, ())
                return kept
        if self._shared is not None and entry.frame is None and entry.head is None:
            kept = self._shared.get(entry.question, _MISSING)
            if kept is not _MISSING:
                entry.lasting = True
                self._settle(entry, kept, ())
                return kept
        if entry.frame is not None:
            top = self._stack[-1]
            top.low = min(top.low, entry.frame.index)
            return entry.provisional if entry.provisional is not _MISSING else self._bottom[entry.question[0]]
        if entry.head is not None:
            top = self._stack[-1]
            top.low = min(top.low, entry.head.index)
            return entry.head.pending[entry][0]
        answer, smallest = self._solve(entry)
        if smallest is not None:
            entry.restarted = True
            self.ask(*smallest.question)
            return self.ask(*entry.question)
        return answer

    def _solve(self, entry: Entry) -> tuple[Any, Entry | None]:
        """The answer, or the member of its component to start from instead."""
        stack = self._stack
        frame = _Frame(len(stack))
        stack.append(frame)
        entry.frame = frame
        kind, *key = entry.question
        ended: list[Entry] = []
        try:
            previous: dict[Entry, Any] = {}
            for count in range(ROUNDS + MORE + 1):
                frame.asked = {}
                frame.low = frame.index
                if frame.pending:
                    self._forget(frame)
                answer = self._compute[kind](*key)
                if entry.ended:
                    answer = self._top[kind]
                if frame.low < frame.index:
                    self._defer(entry, answer, frame)
                    return answer, None
                if not frame.pending and entry not in frame.asked:
                    break
                settled = {member: value for member, (value, _) in frame.pending.items()}
                settled[entry] = answer
                if settled == previous:
                    break
                if count == ROUNDS:
                    ended = [member for member, value in settled.items() if previous.get(member, _MISSING) != value]
                    for member in ended:
                        member.ended = True
                        settled[member] = self._top[member.question[0]]
                previous = settled
                for member, value in settled.items():
                    member.provisional = value
                if count == ROUNDS + MORE:
                    answer = self._widen(entry, frame)
            if frame.pending and not entry.restarted:
                smallest = min((entry, *frame.pending), key=_order)
                if smallest is not entry:
                    self._drop(entry, frame)
                    return None, smallest
            self._commit(entry, answer, frame)
            return answer, None
        finally:
            stack.pop()
            entry.frame = None
            for member in ended:
                member.ended = False

    def _forget(self, frame: _Frame) -> None:
        for member in frame.pending:
            member.head = None
        frame.pending = {}

    def _drop(self, entry: Entry, frame: _Frame) -> None:
        for member in (entry, *frame.pending):
            member.provisional = _MISSING
        self._forget(frame)

    def _defer(self, entry: Entry, answer: Any, frame: _Frame) -> None:
        head = self._stack[frame.low]
        for member in frame.pending:
            member.head = head
        head.pending.update(frame.pending)
        head.pending[entry] = (answer, frame.asked)
        entry.head = head
        entry.provisional = answer
        parent = self._stack[frame.index - 1]
        parent.low = min(parent.low, frame.low)

    def _widen(self, entry: Entry, frame: _Frame) -> Any:
        for member, (_, asked) in list(frame.pending.items()):
            frame.pending[member] = (self._top[member.question[0]], asked)
        return self._top[entry.question[0]]

    def _commit(self, entry: Entry, answer: Any, frame: _Frame) -> None:
        self._settle(entry, answer, tuple(frame.asked))
        entry.provisional = _MISSING
        if frame.pending:
            entry.group = entry
        for member, (value, asked) in frame.pending.items():
            member.group = entry
            self._settle(member, value, tuple(asked))
            member.provisional = _MISSING
            member.head = None
        if self._shared is not None:
            self._share(entry, frame, self._shared)

    def _share(self, entry: Entry, frame: _Frame, shared: dict[Question, Any]) -> None:
        """Keep answers that last: those of a circle, if all that it rests on outside of itself does."""
        members = (entry, *frame.pending)
        inside = frame.pending
        outside = False
        for member in members:
            for other in member.asked:
                if other is not entry and other not in inside:
                    if not other.lasting:
                        return
                    outside = True
        if len(shared) < SHARED and all(self._lasts(member.question, outside) for member in members):
            for member in members:
                member.lasting = True
                shared[member.question] = member.answer

    def _settle(self, entry: Entry, answer: Any, asked: tuple[Entry, ...]) -> None:
        entry.answer = answer
        entry.asked = asked
        if self._linked:
            _link(entry)

    def forget(self, questions: Iterable[Question]) -> None:
        """Forget the answers to questions, and all that rest on them."""
        if not self._linked:
            self._linked = True
            for entry in self._entries.values():
                _link(entry)
        pending = [self._entries[question] for question in questions if question in self._entries]
        while pending:
            entry = pending.pop()
            if self._entries.get(entry.question) is entry:
                del self._entries[entry.question]
                pending.extend(entry.users or ())
                for other in entry.asked:
                    if other.users is not None:
                        other.users.discard(entry)

    @property
    def entries(self) -> list[Entry]:
        """All questions that are answered."""
        return [entry for entry in self._entries.values() if entry.answer is not _MISSING]


def _link(entry: Entry) -> None:
    """Tell what an answer rests on that it does."""
    for other in entry.asked:
        if other.users is None:
            other.users = set()
        other.users.add(entry)


def _order(entry: Entry) -> str:
    return repr(entry.question)
