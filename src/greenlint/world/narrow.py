"""What a test says about the values in it: `is None`, truth, `isinstance`, and their combinations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol

from greenlint.model.trace import Node
from greenlint.world.definitions import reference
from greenlint.world.endings import call_of
from greenlint.world.events import FALSY, TRUTHY
from greenlint.world.flow import State, meet
from greenlint.world.orm.notes import Held, Key, held_keys, holds_loaders, root
from greenlint.world.orm.state import decided
from greenlint.world.types import (
    BUILTINS_PATH,
    NEVER,
    NONE,
    TUPLE,
    UNKNOWN,
    Class,
    ContextManager,
    DefId,
    Form,
    Function,
    Generator,
    Instance,
    Literal,
    Param,
    Type,
    is_symbolic,
    members,
    union,
    without_none,
)

if TYPE_CHECKING:
    from greenlint.world.evaluation import Evaluation
    from greenlint.world.world import World


class Scope(Protocol):
    """What knows the names at a point of a path."""

    world: World
    state: State

    def lookup(self, name: str) -> Type:
        """What a name stands for here."""


def peek(evaluator: Scope, node: Node) -> Type:
    """The type of a name or attribute chain, without events; Unknown for other expressions."""
    if node[0] == "name":
        return evaluator.lookup(node[2])
    if node[0] == "attr":
        key = reference(node)
        if key is not None and key in evaluator.state.names:
            return evaluator.state.names[key]
        value = peek(evaluator, node[2])
        return UNKNOWN if value is UNKNOWN else evaluator.world.attribute(value, node[3])[0]
    if node[0] == "walrus":
        return peek(evaluator, node[2])
    return UNKNOWN


def constant_truth(evaluator: Evaluation, test: Node) -> bool | None:
    """Whether a test is always true or always false by what is written: constants and `TYPE_CHECKING`."""
    if test[0] == "const":
        return {"none": False, "bool": test[3] if len(test) > 3 else None}.get(test[2], bool(test[3]) if test[2] == "int" else None)
    if test[0] == "unary" and test[2] == "not":
        inner = constant_truth(evaluator, test[3])
        return None if inner is None else not inner
    if test[0] == "call" and len(test[3]) == 1 and not test[3][0][0]:
        return _coroutine_test(evaluator, test)
    if test[0] == "cmp":
        return evaluator.world.version_test(evaluator.path, test)
    return None


_COROUTINE_TESTS = frozenset({"inspect.iscoroutinefunction", "asyncio.iscoroutinefunction"})


def _coroutine_test(evaluator: Evaluation, test: Node) -> bool | None:
    """Whether a function that a test asks of is a coroutine function, where both are known."""
    value = peek(evaluator, test[3][0][1])
    if not isinstance(value, Function) or value.altered:
        return None
    asked = peek(evaluator, test[2])
    if not isinstance(asked, Function) or evaluator.world.qualified(asked) not in _COROUTINE_TESTS:
        return None
    definition = evaluator.world.definition(value.id)
    return None if definition is None else definition.is_async and not definition.is_generator


def named(node: Node) -> Iterator[str]:
    """The names that an expression reads, in order."""
    pending: list[Any] = [node]
    while pending:
        item = pending.pop()
        if type(item) is not list or not item:
            continue
        if item[0] == "name" and type(item[1]) is int:
            yield item[2]
        else:
            pending.extend(reversed(item))


def tells_apart(test: Node, when_true: State, when_false: State) -> frozenset[str]:
    """The names that a test asks, noted in the states that it leads to."""
    names = frozenset(named(test))
    when_true.tested |= names
    when_false.tested |= names
    return names


def narrow(evaluator: Evaluation, test: Node, state: State) -> tuple[State, State]:
    """The states in which a test is true and in which it is false."""
    before = evaluator.state
    evaluator.state = state
    try:
        return _narrow(evaluator, test, state)
    finally:
        evaluator.state = before


def _narrow(evaluator: Evaluation, test: Node, state: State) -> tuple[State, State]:
    tag = test[0]
    if tag == "unary" and test[2] == "not":
        when_true, when_false = _narrow(evaluator, test[3], state)
        return when_false, when_true
    if tag == "bool":
        return _narrow_bool(evaluator, test, state)
    if tag == "cmp" and len(test[3]) == 1:
        return _narrow_cmp(evaluator, test, state)
    if tag == "call" and test[2][0] == "name" and test[2][2] == "isinstance" and len(test[3]) == 2:
        return _narrow_isinstance(evaluator, test, state)
    if tag == "call" and len(test[3]) == 1 and not test[3][0][0] and (ways := _narrow_awaitable(evaluator, test, state)) is not None:
        return ways
    if tag in ("name", "attr", "walrus"):
        subject = test[2] if tag == "walrus" else test
        value = peek(evaluator, subject)
        rest = falsy(evaluator.world, value)
        when_true = _with(evaluator, state, subject, truthy(value), False)
        when_false = _with(evaluator, state, subject, rest, True if rest is NONE else None)
        key = reference(subject)
        if test[0] == "attr":
            when_false = evaluator.emptied(test, when_false)
        if key in evaluator.flags and key not in evaluator.rebound:
            when_true.guards |= {(key, TRUTHY)}
            when_false.guards |= {(key, FALSY)}
        return _by_call(evaluator, test, when_true, when_false)
    return _by_call(evaluator, test, state.copy(), state.copy())


def _by_call(evaluator: Evaluation, tested: Node, when_true: State, when_false: State) -> tuple[State, State]:
    """The states where what a call gave, or a name that only it is bound to, is true, and where it is not."""
    call = _call_of(evaluator, tested) if when_true.held.entities else None
    if call is not None:
        when_true.held, when_false.held = decided(when_true.held, call, True), decided(when_false.held, call, False)
    return when_true, when_false


def _call_of(evaluator: Evaluation, node: Node) -> int | None:
    if node[0] == "name" and evaluator.definition is not None and evaluator.definition.kind == "def":
        binders = evaluator.definition.binders.get(node[2], [])
        alone = len(binders) == 1 and binders[0][0] == "assign" and [target[0] for target in binders[0][2]] == ["name"]
        node = binders[0][3] if alone else node
    elif node[0] == "walrus":
        node = node[3]
    found = call_of(node)
    return found[0][1] if found is not None else None


def _narrow_bool(evaluator: Evaluation, test: Node, state: State) -> tuple[State, State]:
    ends: list[State] = []
    current = state
    for operand in test[3]:
        before = evaluator.state
        evaluator.state = current
        when_true, when_false = _narrow(evaluator, operand, current)
        evaluator.state = before
        if test[2] == "and":
            ends.append(when_false)
            current = when_true
        else:
            ends.append(when_true)
            current = when_false
    other = meet(ends, None)
    return (current, other) if test[2] == "and" else (other, current)


def _narrow_cmp(evaluator: Evaluation, test: Node, state: State) -> tuple[State, State]:
    op, right = test[3][0]
    is_none = right[0] == "const" and right[2] == "none"
    if not is_none or op not in ("is", "is not", "==", "!="):
        return state.copy(), state.copy()
    value = peek(evaluator, test[2])
    subject = test[2][2] if test[2][0] == "walrus" else test[2]
    nothing = NONE if value is UNKNOWN or is_symbolic(value) or NONE in members(value) else NEVER
    when_none = _with(evaluator, state, subject, nothing, True)
    when_some = _with(evaluator, state, subject, without_none(value), False)
    if falsy(evaluator.world, value) is NONE:
        when_some, when_none = _by_call(evaluator, test[2], when_some, when_none)
    return (when_none, when_some) if op in ("is", "==") else (when_some, when_none)


def _narrow_isinstance(evaluator: Evaluation, test: Node, state: State) -> tuple[State, State]:
    subject, wanted_node = test[3][0][1], test[3][1][1]
    if subject[0] == "walrus":
        subject = subject[2]
    wanted = _classes(evaluator, wanted_node)
    value = peek(evaluator, subject)
    if wanted is None:
        return _with(evaluator, state, subject, UNKNOWN), state.copy()
    inside: list[Type] = []
    outside: list[Type] = []
    for item in members(value):
        verdicts = [evaluator.world.is_subclass(item, Instance(one.id)) for one in wanted]
        if True in verdicts:
            inside.append(item)
            continue
        outside.append(item)
        if item is UNKNOWN or is_symbolic(item):
            inside.extend(Instance(one.id) for one in wanted)
        elif isinstance(item, Instance):
            inside.extend(Instance(one.id, (), item.note) for one in wanted if evaluator.world.is_subclass(Instance(one.id), item))
    when_true = _with(evaluator, state, subject, union(inside))
    if len(wanted) == 1:
        suppose(when_true, value, wanted[0].id)
    return when_true, _with(evaluator, state, subject, union(outside))


def suppose(state: State, value: Type, wanted: DefId) -> None:
    """Note that a parameter which only a caller knows is taken for an instance of a class from here on."""
    if isinstance(value, Param):
        state.guards |= {(value.name, wanted)}


_AWAITABLE_TESTS = frozenset({"inspect.isawaitable", "inspect.iscoroutine", "asyncio.iscoroutine"})


def _narrow_awaitable(evaluator: Evaluation, test: Node, state: State) -> tuple[State, State] | None:
    asked = peek(evaluator, test[2])
    if not isinstance(asked, Function) or evaluator.world.qualified(asked) not in _AWAITABLE_TESTS:
        return None
    subject = test[3][0][1]
    value = peek(evaluator, subject)
    if value is UNKNOWN:
        return state.copy(), state.copy()
    inside = union(item for item in members(value) if is_symbolic(item) or evaluator.world.is_awaitable(item))
    outside = union(item for item in members(value) if is_symbolic(item) or not evaluator.world.is_awaitable(item))
    return _with(evaluator, state, subject, inside), _with(evaluator, state, subject, outside)


def _classes(evaluator: Evaluation, node: Node) -> list[Class] | None:
    """The classes that an `isinstance` test names; None when one is not known."""
    if node[0] == "tuple":
        found: list[Class] = []
        for part in node[2]:
            inner = _classes(evaluator, part)
            if inner is None:
                return None
            found.extend(inner)
        return found
    value = peek(evaluator, node)
    if isinstance(value, Class):
        return [value]
    if isinstance(value, Instance) and value.id == TUPLE:
        return [item for item in value.args if isinstance(item, Class)] if all(isinstance(item, Class) for item in value.args) else None
    if isinstance(value, Form):
        parts = [Class(item.id) for item in members(value.type) if isinstance(item, Instance)]
        return parts if len(parts) == len(members(value.type)) else None
    return None


def truthy(value: Type) -> Type:
    """What remains of a value that is true."""
    return union(item for item in members(value) if item is not NONE and not (isinstance(item, Literal) and not item.value))


def falsy(world: World, value: Type) -> Type:
    """What remains of a value that is false."""
    if value is UNKNOWN:
        return UNKNOWN
    return union(NONE if is_symbolic(item) else item for item in members(value) if not _always_true(world, item))


def truth(world: World, value: Type) -> bool | None:
    """Whether a value is certainly true, or certainly not."""
    if all(_always_true(world, item) for item in members(value)):
        return True
    return False if all(item is NONE or (isinstance(item, Literal) and not item.value) for item in members(value)) else None


def _always_true(world: World, item: Type) -> bool:
    """Functions, classes, coroutines, literals, instances whose class says nothing of truth or length, and collections that hold loader options."""
    if isinstance(item, Literal):
        return bool(item.value)
    if isinstance(item, Instance):
        if holds_loaders(item):
            return True
        plain = item.id.path != BUILTINS_PATH and not world.is_open(item.id)
        return plain and not world.may_have(item.id, "__bool__") and not world.may_have(item.id, "__len__")
    return isinstance(item, Function | Class | Generator | ContextManager)


def _with(evaluator: Evaluation, state: State, subject: Node, value: Type, is_none: bool | None = None) -> State:
    after = state.copy()
    key = reference(subject)
    if key is None:
        return after
    if is_none is not None and key in evaluator.optional and key not in evaluator.rebound:
        after.guards |= {(key, is_none)}
    if "." not in key and not evaluator.is_local(key):
        key = "." + key
    if value is NEVER and key in after.names and after.names[key] is not NEVER:
        after.dead = True
    before = after.names.get(key, NEVER)
    after.names[key] = value
    if value is NONE:
        after.held = after.held.without(_nowhere(after, held_keys(before)))
    return after


def _nowhere(state: State, keys: set[Key]) -> list[Key]:
    """What hangs on instances that a name would hold, were it not empty: where no other name is one of them, they are nowhere on this path. A list
    that holds them on other paths may be empty here."""
    named = {item.note.key for value in state.names.values() for item in members(value) if isinstance(item, Instance) and isinstance(item.note, Held)}
    left = keys - named
    return [key for key in state.held.entities if root(key) in left and root(key)[0] != "l"]


def forget(evaluator: Evaluation, name: str) -> None:
    """Drop what is known of attributes of a name that is bound anew."""
    prefix = name + "."
    names = evaluator.state.names
    for key in [key for key in names if key.startswith(prefix)]:
        del names[key]
