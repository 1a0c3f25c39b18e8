"""Follows functions that a call hands to something that runs them: in a greenlet, where reads load what is not there, or on another thread.

Deliberately absent: what runs after the call.
"""

from __future__ import annotations

from dataclasses import replace

from greenlint.model.trace import Node
from greenlint.world import effects
from greenlint.world.calls import Arguments
from greenlint.world.events import Called, Target
from greenlint.world.handed import handed
from greenlint.world.lacking import sync_side
from greenlint.world.orm.borrowing import Borrowing
from greenlint.world.orm.notes import SessionOf, noted
from greenlint.world.orm.operations import roles, session_kind
from greenlint.world.types import BUILTINS_PATH, UNKNOWN, Class, Coroutine, Function, Instance, Type, without_none

_THREADS = "offloads"
_TOLD = frozenset({"attaches", "begins", "closes", "commits", "detaches", "expires", "flushes", "loads", "refreshes", "rolls_back"})
_SHOWING = frozenset({"format", "print", "repr"})
"""Builtin functions that may run the code of what they are given."""


class Elsewhere(Borrowing):
    """The part of an evaluator that follows such functions."""

    def followed(self, node: Node, callee: Type, arguments: Arguments, result: Type, targets: tuple[Target, ...]) -> Type:
        result = super().followed(node, callee, arguments, result, targets)
        if self.state.held.lazy:
            self._loading(arguments, targets)
        return result

    def _loading(self, arguments: Arguments, targets: tuple[Target, ...]) -> None:
        """Follow a call in a greenlet: what is not known to do something else may load whatever it can reach."""
        given = [value for _, value in arguments.flat]
        if not targets:
            self._forget(given)
        for target in targets:
            receiver = target.function.receiver
            if not target.function.id.is_stub:
                continue
            if not isinstance(receiver, Instance) or not isinstance(receiver.note, SessionOf):
                if target.function.id.path != BUILTINS_PATH or target.function.id.qualname in _SHOWING:
                    self._forget(given)
            elif not _TOLD & roles(self.world, target.function.id).keys():
                self._forget([receiver])

    def _acted(
        self, node: Node, function: Function, what: dict[str, str], arguments: Arguments, result: Type, several: bool
    ) -> Type:
        receiver = function.receiver
        run = arguments.positional[0] if arguments.positional else UNKNOWN
        side = sync_side(self.world, receiver) if "in_greenlet" in what and receiver is not None else None
        is_session = isinstance(receiver, Instance) and session_kind(self.world, receiver.id) == "session"
        if not is_session or receiver is None or side is None or not isinstance(run, Function) or run.id.is_stub or arguments.open or several:
            return super()._acted(node, function, what, arguments, result, several)
        self.touched = self.follows = True
        session = self._named(node, receiver.note if isinstance(receiver, Instance) else None)
        assert session.key is not None
        inner = noted(without_none(self.world.attribute(receiver, side)[0]), lambda item: session)
        before = self.state.held
        self.state.held = replace(before.begun(session.key, True), lazy=True)
        given = Arguments((inner, *arguments.positional[1:]), arguments.keywords)
        own = result.result if isinstance(result, Coroutine) else UNKNOWN
        found = self._borrowed(node, run, given, own, surely=True)
        self.state.held = replace(self.state.held, lazy=before.lazy)
        return replace(result, result=found) if isinstance(result, Coroutine) else result

    def applied(self, node: Node, callee: Type, arguments: Arguments, result: Type, targets: tuple[Target, ...], use: str) -> Type:
        if self.state.held.entities:
            self._read_elsewhere(callee, arguments, targets)
        result = super().applied(node, callee, arguments, result, targets, use)
        if any(target.function.id.is_stub and _THREADS in effects.marks(self.world, target.function.id) for target in targets):
            event = Called(node[1], targets, callee=callee, result=result, arguments=arguments.flat, open=arguments.open)
            found = handed(self.world, event, node, _THREADS)
            if found is not None and isinstance(found.value, Function) and not found.value.id.is_stub and not arguments.open:
                rest = arguments.positional[found.index + 1 :] if found.positional else ()
                self._borrowed(node, found.value, Arguments(rest), UNKNOWN)
        return result

    def _read_elsewhere(self, callee: Type, arguments: Arguments, targets: tuple[Target, ...]) -> None:
        """What code that nobody follows is given, or what it runs, it may read: what needed no query is there then."""
        given = [value for _, value in arguments.flat]
        libraries = [target.function.id for target in targets if target.function.id.is_stub]
        strange = not targets or any(id.path != BUILTINS_PATH and not roles(self.world, id) for id in libraries)
        is_own = isinstance(callee, Class) and not callee.id.is_stub
        runs = bool(libraries) and any(isinstance(value, Function) and not value.id.is_stub for value in given)
        if runs or (strange and not is_own and self._entities(given)):
            self.state.held = self.state.held.each(lambda _, entity: replace(entity, near={}) if entity.near else entity)
