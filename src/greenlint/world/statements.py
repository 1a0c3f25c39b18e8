"""Statements in order: branches, loops, `try`, `with`, `match`. Where paths meet, what they know is joined."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from greenlint.model.trace import Node
from greenlint.world.decorators import decorated
from greenlint.world.endings import call_of, never_ends
from greenlint.world.events import Called, ClassDefined, Entered, Event, Exited, Handled, Returned, Target
from greenlint.world.flow import State, held_before, meet, next_item, recovered
from greenlint.world.matching import Matching
from greenlint.world.narrow import constant_truth, forget, narrow, tells_apart
from greenlint.world.orm.notes import held_keys, holds_loaders
from greenlint.world.orm.state import Cell, with_ends
from greenlint.world.types import NEVER, NONE, UNKNOWN, Class, Form, Instance, Module, Type, TypeVar, Union, join

PASSES = 4


class Loop:
    """The states in which a loop is left or begun again from inside."""

    __slots__ = ("breaks", "continues")

    def __init__(self) -> None:
        self.breaks: list[State] = []
        self.continues: list[State] = []


class Statements(Matching):
    """Runs statements. Scopes are the subclass's."""

    declared: dict[str, Type]
    type_params: dict[str, Type]
    statement_types: dict[int, Type] | None
    returned: list[Type]
    loops: list[Loop]
    tries: list[list[State]]
    inside: tuple[tuple[Node, Type, Type, tuple[Target, ...]], ...]

    exits: list[Cell]
    events: dict[tuple[int, type], Event]

    def leaving(self, value: Type) -> Type:
        """A value as it leaves the body."""
        raise NotImplementedError

    def responded(self, node: Node, value: Type) -> None:
        """Follow what a framework reads of what an endpoint returns."""
        raise NotImplementedError

    def left(self, node: Node, manager: Type, targets: tuple[Target, ...], entered: Type) -> None:
        """Follow the end of a `with` block."""
        raise NotImplementedError

    def broken(self, node: Node, manager: Type, targets: tuple[Target, ...], entered: Type, raised: list[State]) -> None:
        """Follow the ends of a `with` block by exceptions."""
        raise NotImplementedError

    def adopted(self, node: Node, value: Type) -> Type:
        """A value from another body, followed from here on."""
        raise NotImplementedError

    def block(self, body: list[Node]) -> None:
        """Evaluate statements in order, until none can be reached."""
        for statement in body:
            if self.state.dead:
                return
            self._statements[statement[0]](self, statement)
            if self.tries and not self.state.dead:
                self.tries[-1].append(self.state.copy())

    def note(self, node: Node, value: Type) -> None:
        """Keep the type of a statement's value for the fixtures' `# type:` markers."""
        if self.statement_types is not None:
            self.statement_types[node[1]] = join(self.statement_types.get(node[1], NEVER), value)

    def _expr(self, node: Node) -> None:
        self.note(node, self.eval(node[2], "dropped"))
        if self._never_ends(node[2]):
            self.state.dead = True

    def _never_ends(self, node: Node) -> bool:
        """Whether an expression is a call that never comes back."""
        found = call_of(node)
        called = self.events.get((found[0][1], Called)) if found is not None else None
        return found is not None and isinstance(called, Called) and never_ends(self.world, called, found[1])

    def _assign(self, node: Node) -> None:
        value = self.eval(node[3], "stored")
        self.note(node, value)
        for target in node[2]:
            self.store(target, value, node[3])

    def _annassign(self, node: Node) -> None:
        declared = self.annotation(node[3])
        value = self.eval(node[4], "stored") if node[4] is not None else NEVER
        target = node[2]
        if target[0] == "name":
            self.declared[target[2]] = declared
        if node[4] is None and self.definition is not None and self.definition.kind != "class":
            return
        if self.world.spells_alias(declared):
            declared = UNKNOWN
        kept = value if declared is UNKNOWN or self._narrower(value, declared) or self._unawaited(value, declared) else declared
        self.note(node, kept)
        if node[4] is not None or self.definition is None:
            self.store(target, kept if kept is not NEVER else declared)

    def _narrower(self, value: Type, declared: Type) -> bool:
        if value is UNKNOWN or value is NEVER or (isinstance(value, Instance) and NEVER in value.args):
            return False
        if isinstance(value, Instance) and UNKNOWN in value.args and isinstance(declared, Instance) and declared.id == value.id:
            return False
        return self.world.is_subclass(value, declared) is True

    def _unawaited(self, value: Type, declared: Type) -> bool:
        """Whether what is declared is what awaiting the value would give: the value itself is still un-awaited."""
        return self.world.is_awaitable(value) and isinstance(declared, Instance | Union) and not self.world.is_awaitable(declared)

    def _augassign(self, node: Node) -> None:
        left = self.eval(node[2])
        right = self.eval(node[4], "operand")
        self.store(node[2], self._binary(left, node[3].rstrip("="), right))

    def _return(self, node: Node) -> None:
        value = self.eval(node[2], "returned") if node[2] is not None else NONE
        self.note(node, value)
        if node[2] is not None and self._never_ends(node[2]):
            self.state.dead = True
            return
        for expression, manager, entered, targets in reversed(self.inside):
            self.left(expression, manager, targets, entered)
        if self.state.held.entities:
            self.responded(node, value)
        self.returned.append(self.leaving(value))
        self.emit(Returned(node[1], value=value))
        self.exits.append(self.state.held)
        self.state.dead = True

    def _raise(self, node: Node) -> None:
        for part in (node[2], node[3]):
            if part is not None:
                self.eval(part)
        self.state.dead = True

    def _assert(self, node: Node) -> None:
        self.test(node[2])
        self.state, failing = narrow(self, node[2], self.state)
        if node[3] is not None:
            passing = self.state
            self.state = failing
            self.eval(node[3])
            self.state = passing

    def _del(self, node: Node) -> None:
        for target in node[2]:
            if target[0] == "name":
                forget(self, target[2])
                self.state.names.pop(target[2], None)
            else:
                self.eval(target)

    def _if(self, node: Node) -> None:
        ends: list[State] = []
        decided: set[str] = set()
        tested = self.state.tested
        current: list[Node] = [node]
        while current:
            branch = current.pop()
            self.test(branch[2])
            truth = constant_truth(self, branch[2])
            when_true, when_false = narrow(self, branch[2], self.state)
            decided |= tells_apart(branch[2], when_true, when_false)
            if truth is not False and not when_true.dead:
                self.state = when_true
                self.block(branch[3])
                ends.append(self.state)
            if truth is True or when_false.dead:
                continue
            self.state = when_false
            if len(branch[4]) == 1 and branch[4][0][0] == "if":
                current.append(branch[4][0])
            else:
                self.block(branch[4])
                ends.append(self.state)
        self.met(ends, decided, tested)

    def _repeat(
        self, enter: Callable[[], State], body: list[Node], orelse: list[Node], endless: bool, items: Type = NEVER, once: bool = False
    ) -> None:
        """Run the body of a loop until nothing new is known; `once` where it certainly runs."""
        head = self.state
        loop = Loop()
        left: State = head
        for count in range(PASSES):
            loop = Loop()
            self.loops.append(loop)
            self.state = head.copy()
            left = enter()
            self.block(body)
            self.loops.pop()
            after = meet([head, self.state, *loop.continues], self.tracker)
            if after == head:
                break
            if count == PASSES - 2:
                after.names = {name: value if head.names.get(name) == value else UNKNOWN for name, value in after.names.items()}
            head = after
        if once:
            left = meet([self.state, *loop.continues], self.tracker)
        if endless:
            left.dead = True
        # Where nothing was iterated over, there are no items.
        left.held = with_ends(left.held, held_keys(items), [end.held for end in (self.state, *loop.continues) if not end.dead])
        self.state = left
        if not self.state.dead:
            self.block(orelse)
        self.state = meet([self.state, *loop.breaks], self.tracker)

    def _while(self, node: Node) -> None:
        truth = constant_truth(self, node[2])

        def enter() -> State:
            self.test(node[2])
            when_true, when_false = narrow(self, node[2], self.state)
            self.state = when_true
            return when_false

        if truth is not False:
            self._repeat(enter, node[3], node[4], truth is True)

    def _for(self, node: Node) -> None:
        value = self.eval(node[4], "iterated")
        element = self.iterate(node[4], value, bool(node[2]), node[1])
        self.note(node, element)
        start = self.state.held

        def enter() -> State:
            left = self.state.copy()
            self.store(node[3], element)
            self.state.held = next_item(self.state.held, start, held_keys(element))
            return left

        self._repeat(enter, node[5], node[6], False, element, holds_loaders(value))

    def _break(self, node: Node) -> None:
        if self.loops:
            self.loops[-1].breaks.append(self.state.copy())
        self.state.dead = True

    def _continue(self, node: Node) -> None:
        if self.loops:
            self.loops[-1].continues.append(self.state.copy())
        self.state.dead = True

    def _try(self, node: Node) -> None:
        before = self.state.copy()
        self.tries.append([before])
        self.block(node[2])
        states = self.tries.pop()
        raised = meet(states, self.tracker)
        raised.held = held_before(states, self.state)
        ends: list[State] = []
        if not self.state.dead:
            self.block(node[4])
        end = self.state
        ends.append(end)
        for handler in node[3]:
            self.state = raised.copy()
            caught = self.eval(handler[2]) if handler[2] is not None else UNKNOWN
            if self._cannot_fail(node[2], caught):
                continue
            self.emit(Handled(handler[1], caught=caught))
            if handler[3]:
                self.bind_name(handler[3], self.world.caught(caught))
            self.block(handler[4])
            if not end.dead:
                self.state.held = recovered(self.state.held, raised.held, end.held)
            ends.append(self.state)
        after = meet(ends, self.tracker)
        if node[5]:
            left = meet([after, raised], self.tracker) if after.dead else after
            self.state = left
            self.block(node[5])
            if after.dead:
                self.state.dead = True
            return
        self.state = after

    def _cannot_fail(self, body: list[Node], caught: Type) -> bool:
        """Whether a handler is the fallback for imports that are all known: it runs only where the library is not installed."""
        if not isinstance(caught, Class) or caught.id.qualname not in ("ImportError", "ModuleNotFoundError"):
            return False
        names = [alias or name for node in body if node[0] == "from" for name, alias in node[4]]
        names += [alias or dotted.split(".", 1)[0] for node in body if node[0] == "import" for dotted, alias in node[2]]
        only_imports = all(node[0] in ("from", "import") for node in body)
        return only_imports and "*" not in names and all(self.lookup(name) is not UNKNOWN for name in names)

    def _with(self, node: Node) -> None:
        is_async = bool(node[2])
        managers: list[tuple[Node, Type, Type]] = []
        for expression, target in node[3]:
            manager = self.eval(expression, "entered")
            targets, settled = self.world.entering(manager, is_async)
            if manager is not UNKNOWN:
                self.emit(Entered(_at(expression), targets, settled, manager=manager, is_async=is_async, statement=node[1], alone=len(node[3]) == 1))
            entered = self.adopted(expression, self.world.entered(manager, is_async))
            managers.append((expression, manager, entered))
            self.note(node, entered)
            if target is not None:
                self.store(target, entered)
        leaving = [self.world.leaving(manager, is_async) for _, manager, _ in managers]
        around = self.inside
        self.inside = (*around, *((*manager, targets) for manager, (targets, _, _) in zip(managers, leaving, strict=True)))
        raised = self._guarded(node[4], any(ends for _, _, ends in leaving), any(manager is UNKNOWN for _, manager, _ in managers))
        self.inside = around
        for (expression, manager, entered), (targets, settled, _) in zip(reversed(managers), reversed(leaving), strict=True):
            self.broken(expression, manager, targets, entered, raised)
            self.left(expression, manager, targets, entered)
            if manager is not UNKNOWN:
                self.emit(Exited(_at(expression), targets, settled, manager=manager, is_async=is_async))

    def _guarded(self, body: list[Node], swallows: bool, unknown: bool) -> list[State]:
        """Evaluate the block of a `with` statement; the states in which something in it may raise, where anybody wants to know.

        The path goes on behind a block that always raises where a manager `swallows` that, and where nobody knows what one does (`unknown`).
        """
        if not swallows and not self.tries and not unknown:
            self.block(body)
            return []
        before, exits = self.state.copy(), len(self.exits)
        raised: list[State] = []
        self.tries.append(raised)
        self.block(body)
        self.tries.pop()
        if self.tries:
            self.tries[-1].extend(raised)
        if self.state.dead and (swallows or (unknown and len(self.exits) == exits)):
            states = [before, *raised]
            end, self.state = self.state, meet(states, self.tracker)
            self.state.held = held_before(states, end)
        return raised

    def _def(self, node: Node) -> None:
        value = self.defined(node)
        for param in node[4]:
            if param[3] is not None:
                self.eval(param[3])
        applied = decorated(self, node, value)
        self.bind_name(node[3], applied)

    def _class(self, node: Node) -> None:
        value = self.defined(node)
        for decorator in node[4]:
            self.eval(decorator)
        if isinstance(value, Class):
            self.emit(ClassDefined(node[1], defined=value))
        self.bind_name(node[2], value)

    def _import(self, node: Node) -> None:
        for dotted, alias in node[2]:
            first = dotted.split(".", 1)[0]
            found = self.world.ask("resolve", dotted if alias else first, self.path)
            self.bind_name(alias or first, Module(found) if found is not None else UNKNOWN)

    def _from(self, node: Node) -> None:
        for name, alias in node[4]:
            if name != "*":
                self.bind_name(alias or name, self.world.imported(self.path, node[2], node[3], name))

    def _typealias(self, node: Node) -> None:
        around = self.type_params
        self.type_params = {**around, **{param[1]: TypeVar(self.path, f"{node[2]}.{param[1]}") for param in node[3]}}
        self.bind_name(node[2], Form(self.annotation(node[4])))
        self.type_params = around

    def _nothing(self, node: Node) -> None:
        return

    _statements: ClassVar[dict[str, Callable[[Any, Node], None]]] = {
        "expr": _expr,
        "assign": _assign,
        "annassign": _annassign,
        "augassign": _augassign,
        "return": _return,
        "raise": _raise,
        "assert": _assert,
        "del": _del,
        "if": _if,
        "while": _while,
        "for": _for,
        "break": _break,
        "continue": _continue,
        "try": _try,
        "with": _with,
        "match": Matching._match,
        "def": _def,
        "class": _class,
        "import": _import,
        "from": _from,
        "typealias": _typealias,
        "global": _nothing,
        "nonlocal": _nothing,
        "pass": _nothing,
    }


def _at(node: Node) -> int:
    return node[1] if len(node) > 1 and type(node[1]) is int else 0
