"""Functions, lambdas and classes of a piece, and the names that each scope binds. Read from the trace alone; nothing is evaluated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from greenlint.model.trace import Node
from greenlint.world.certain import certain
from greenlint.world.comparing import equalities
from greenlint.world.filling import places
from greenlint.world.types import DefId


class Definition:
    """One definition: `node` is its trace; `parent` the definition around it, `owner` the class whose body holds it directly."""

    def __init__(self, id: DefId, node: Node, piece: int, parent: Definition | None) -> None:
        self.id = id
        self.node = node
        self.piece = piece
        self.parent = parent
        self.kind: str = node[0]

    @property
    def header(self) -> list[Any]:
        """All that code elsewhere can tell of it without running its body: its trace less that, and where it is nested."""
        body = {"def": 7, "class": 5}.get(self.kind)
        node = [part for index, part in enumerate(self.node) if index != body]
        return [*self.id, node, None if self.parent is None else self.parent.kind]

    @property
    def owner(self) -> Definition | None:
        """The class whose body holds it directly."""
        return self.parent if self.parent is not None and self.parent.kind == "class" else None

    @property
    def scope(self) -> Definition | None:
        """The nearest function around it: class bodies are no scope for names of functions in them."""
        around = self.parent
        while around is not None and around.kind == "class":
            around = around.parent
        return around

    @property
    def name(self) -> str:
        """Its own name; `<lambda>` for a lambda."""
        if self.kind == "def":
            return str(self.node[3])
        return str(self.node[2]) if self.kind == "class" else "<lambda>"

    @property
    def at(self) -> int:
        """Its ordinal."""
        return int(self.node[1])

    @property
    def is_async(self) -> bool:
        """Whether it is an `async def`."""
        return self.kind == "def" and bool(self.node[2])

    @property
    def is_generator(self) -> bool:
        """Whether it is a function with a `yield` of its own."""
        return self.kind == "def" and bool(self.node[9])

    @property
    def params(self) -> list[Node]:
        """Its parameters."""
        params: list[Node] = self.node[4] if self.kind == "def" else self.node[2]
        return params

    @property
    def returns(self) -> Node | None:
        """Its return annotation."""
        returns: Node | None = self.node[5] if self.kind == "def" else None
        return returns

    @property
    def decorators(self) -> list[Node]:
        """Its decorators, outermost first."""
        if self.kind == "lambda":
            return []
        decorators: list[Node] = self.node[6] if self.kind == "def" else self.node[4]
        return decorators

    @property
    def body(self) -> list[Node]:
        """Its statements; a lambda's is the return of its expression."""
        if self.kind == "lambda":
            return [["return", self.node[1], self.node[3]]]
        body: list[Node] = self.node[7] if self.kind == "def" else self.node[5]
        return body

    @property
    def type_params(self) -> list[Node]:
        """Its type parameters (PEP 695)."""
        if self.kind == "lambda":
            return []
        params: list[Node] = self.node[8] if self.kind == "def" else self.node[6]
        return params

    @cached_property
    def is_hollow(self) -> bool:
        """Whether its body does nothing: a docstring, `...`, `pass`, or raising `NotImplementedError`."""
        return self.kind == "def" and all(_does_nothing(statement) for statement in self.body)

    @cached_property
    def always_raises(self) -> bool:
        """Whether every path through its body ends with a `raise`, told by the statements alone."""
        return _always_raises(self.body) and not any(statement[0] == "return" for statement in statements(self.body))

    @property
    def refuses(self) -> bool:
        """Whether its body ends by raising, of which `is_hollow` leaves `NotImplementedError`."""
        return bool(self.body) and self.body[-1][0] == "raise"

    @cached_property
    def optional_names(self) -> frozenset[str]:
        """The parameters whose default is None."""
        if self.kind == "class":
            return frozenset()
        return frozenset(param[1] for param in self.params if param[3] is not None and param[3][0] == "const" and param[3][2] == "none")

    @cached_property
    def flags(self) -> Mapping[str, bool]:
        """The parameters whose default is `True` or `False`, with it."""
        if self.kind == "class":
            return {}
        return {param[1]: param[3][3] for param in self.params if param[3] is not None and param[3][0] == "const" and param[3][2] == "bool"}

    @cached_property
    def binders(self) -> dict[str, list[Node]]:
        """The statements of its own body that bind each name."""
        return binders(self.body)

    @cached_property
    def bound_names(self) -> frozenset[str]:
        """The names that are local to it: parameters and all that its own body binds, less `global` and `nonlocal` ones."""
        names: set[str] = set()
        outer: set[str] = set()
        if self.kind != "class":
            names.update(param[1] for param in self.params)
        for name, kind in self._bindings:
            (outer if kind in ("global", "nonlocal") else names).add(name)
        return frozenset(names - outer)

    @cached_property
    def assigned_names(self) -> frozenset[str]:
        """The names that its own body binds, whatever their scope."""
        return frozenset(name for name, _ in self._bindings)

    @cached_property
    def _bindings(self) -> tuple[tuple[str, str], ...]:
        return tuple(bindings(self.body))

    @cached_property
    def certain(self) -> frozenset[int]:
        """The ordinals of what its body certainly evaluates."""
        return certain(self.body)

    @cached_property
    def equalities(self) -> tuple[tuple[Node, Node], ...]:
        """The pairs of expressions that its body, nested functions included, compares with each other."""
        return tuple(equalities(self.body))

    @cached_property
    def global_names(self) -> frozenset[str]:
        """The names that it declares `global`."""
        return frozenset(name for name, kind in self._bindings if kind == "global")

    @cached_property
    def stored_attributes(self) -> frozenset[str]:
        """The attributes that it assigns on its first parameter."""
        if self.kind != "def" or not self.params:
            return frozenset()
        first = self.params[0][1]
        return frozenset(
            target[3]
            for statement in statements(self.body)
            for target in targets(statement)
            if target[0] == "attr" and target[2][0] == "name" and target[2][2] == first
        )

    @cached_property
    def filled(self) -> frozenset[str]:
        """What it puts something into: global names, and attributes of its first parameter with a dot before them."""
        if self.kind != "def":
            return frozenset()
        first = f"{self.params[0][1]}." if self.params and self.owner is not None else None
        keys = {key for statement in statements(self.body) for place in places(statement) if (key := reference(place)) is not None}
        names = {key for key in keys if "." not in key and key not in self.bound_names}
        return frozenset(names | {key[len(first) - 1 :] for key in keys if first is not None and key.startswith(first)})


def _always_raises(body: list[Node]) -> bool:
    last: Node = body[-1] if body else ["pass"]
    return last[0] == "raise" or (last[0] == "if" and _always_raises(last[3]) and _always_raises(last[4]))


def _does_nothing(statement: Node) -> bool:
    if statement[0] == "raise":
        raised = statement[2][2] if statement[2] is not None and statement[2][0] == "call" else statement[2]
        return raised is not None and raised[0] == "name" and raised[2] == "NotImplementedError"
    return statement[0] == "pass" or (statement[0] == "expr" and statement[2][0] == "const" and statement[2][2] in ("str", "ellipsis"))


def reference(node: Node) -> str | None:
    """The key of an attribute chain on a name, such as `self.session`; None for other expressions."""
    parts: list[str] = []
    while node[0] == "attr":
        parts.append(node[3])
        node = node[2]
    if node[0] != "name" or len(parts) > 4:
        return None
    parts.append(node[2])
    return ".".join(reversed(parts))


def definitions(path: str, piece: int, outer: Any, trace: Node) -> dict[tuple[str, int], Definition]:
    """All definitions of a piece by qualname and count. `outer(name)` counts the earlier pieces of the file that bind a name."""
    found: dict[tuple[str, int], Definition] = {}

    def add(node: Node, qualname: str, parent: Definition | None) -> Definition:
        first = qualname.split(".", 1)[0]
        inner = 0
        while (qualname, inner) in found:
            inner += 1
        count = piece if first.startswith("<lambda") else outer(first)
        made = Definition(DefId(path, qualname, count, inner), node, piece, parent)
        found[qualname, inner] = made
        return made

    pending: list[tuple[Node, str, Definition | None]] = [(trace[1:], "", None)]
    while pending:
        part, prefix, parent = pending.pop()
        deeper: list[tuple[Node, str, Definition | None]] = []
        for node in _definition_nodes(part):
            if node[0] == "lambda":
                made = add(node, f"{prefix}<lambda@{node[1]}>", parent)
                deeper.append(([node[3], *(param[3] for param in node[2] if param[3])], f"{made.id.qualname}.<locals>.", made))
            elif node[0] == "def":
                made = add(node, prefix + node[3], parent)
                deeper.append((node[7], f"{made.id.qualname}.<locals>.", made))
            else:
                made = add(node, prefix + node[2], parent)
                deeper.append((node[5], f"{made.id.qualname}.", made))
        pending.extend(reversed(deeper))
    return found


def _definition_nodes(part: Node) -> Iterator[Node]:
    """Definitions in a part of a trace, in source order, without going into their bodies."""
    pending: list[Any] = [node for node in reversed(part) if type(node) is list]
    while pending:
        node = pending.pop()
        if not node:
            continue
        tag = node[0]
        if tag == "def" and len(node) == 10:
            yield node
            pending += reversed([*node[6], *([param[3]] for param in node[4] if param[3])])
        elif tag == "class" and len(node) == 7:
            yield node
            pending += reversed([*node[4], *(arg[1] for arg in node[3])])
        elif tag == "lambda" and len(node) == 4:
            yield node
        else:
            pending += [part for part in reversed(node) if type(part) is list]


def statements(body: list[Node]) -> Iterator[Node]:
    """The statements of a body and of the blocks in it, in order; not those of definitions."""
    pending = list(reversed(body))
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(list(inner_statements(node))))


def inner_statements(node: Node) -> Iterator[Node]:
    """The statements directly inside a compound statement's blocks."""
    tag = node[0]
    if tag in ("if", "while"):
        yield from node[3]
        yield from node[4]
    elif tag == "for":
        yield from node[5]
        yield from node[6]
    elif tag == "try":
        yield from node[2]
        for handler in node[3]:
            yield from handler[4]
        yield from node[4]
        yield from node[5]
    elif tag == "with":
        yield from node[4]
    elif tag == "match":
        for case in node[3]:
            yield from case[2]


def targets(statement: Node) -> Iterator[Node]:
    """The names, attributes and subscripts that a statement stores to, tuples taken apart."""
    tag = statement[0]
    if tag == "assign":
        found = list(statement[2])
    elif tag in ("annassign", "augassign"):
        found = [statement[2]]
    elif tag == "for":
        found = [statement[3]]
    elif tag == "with":
        found = [item[1] for item in statement[3] if item[1]]
    else:
        return
    while found:
        target = found.pop(0)
        if target[0] in ("tuple", "list"):
            found[:0] = target[2]
        elif target[0] == "star":
            found.insert(0, target[1])
        else:
            yield target


def bindings(body: list[Node]) -> Iterator[tuple[str, str]]:
    """The names that a body binds, each with the tag of what binds it."""
    for node in statements(body):
        yield from bound_by(node)


def binders(body: list[Node]) -> dict[str, list[Node]]:
    """The statements of a body that bind each name, in order."""
    found: dict[str, list[Node]] = {}
    for node in statements(body):
        for name in dict.fromkeys(name for name, _ in bound_by(node)):
            found.setdefault(name, []).append(node)
    return found


def bound_by(node: Node) -> Iterator[tuple[str, str]]:
    """The names that one statement binds, those left out that statements in its blocks bind."""
    tag = node[0]
    for target in targets(node):
        if target[0] == "name":
            yield target[2], tag
    if tag == "def":
        yield node[3], tag
    elif tag in ("class", "typealias"):
        yield node[2], tag
    elif tag == "import":
        for dotted, alias in node[2]:
            yield alias or dotted.split(".", 1)[0], tag
    elif tag == "from":
        for name, alias in node[4]:
            yield alias or name, tag
    elif tag in ("global", "nonlocal"):
        for name in node[1:]:
            yield name, tag
    elif tag == "try":
        for handler in node[3]:
            if handler[3]:
                yield handler[3], "except"
    elif tag == "match":
        for case in node[3]:
            for name in pattern_names(case[0]):
                yield name, tag
    for name in _walrus_names(node):
        yield name, "walrus"


def pattern_names(pattern: Node) -> Iterator[str]:
    """The names that a match pattern binds."""
    tag = pattern[0]
    if tag == "pas":
        if pattern[1]:
            yield from pattern_names(pattern[1])
        if pattern[2]:
            yield pattern[2]
    elif tag in ("por", "pseq"):
        for inner in pattern[1:]:
            yield from pattern_names(inner)
    elif tag == "pstar":
        if pattern[1]:
            yield pattern[1]
    elif tag == "pmap":
        for _, inner in pattern[1]:
            yield from pattern_names(inner)
        if pattern[2]:
            yield pattern[2]
    elif tag == "pclass":
        for inner in pattern[3]:
            yield from pattern_names(inner)
        for _, inner in pattern[4]:
            yield from pattern_names(inner)


_BODIES = {"if": (3, 4), "while": (3, 4), "for": (5, 6), "with": (4,), "try": (2, 3, 4, 5), "match": (3,), "def": (7,), "class": (5,)}


def _walrus_names(statement: Node) -> Iterator[str]:
    skipped = _BODIES.get(statement[0], ())
    pending: list[Any] = [part for index, part in enumerate(statement) if type(part) is list and index not in skipped]
    while pending:
        node = pending.pop()
        if not node:
            continue
        if node[0] == "walrus" and node[2][0] == "name":
            yield node[2][2]
        if node[0] != "lambda":
            pending += [part for part in node if type(part) is list]
