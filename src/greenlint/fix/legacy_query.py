"""Chains of SQLAlchemy's legacy Query (`session.query(User).filter(...).first()`) and the awaited `select()` that does the same.

What is exact and what is not was taken from `Query`'s own code: it makes single entities unique, `first()` limits the statement, `scalar()` raises
for several rows. Deliberately absent: queries that are kept in a variable, because what is done to them stands in other statements.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from greenlint.base.edit import Safety
from greenlint.fix.editor import Editor
from greenlint.model.trace import Node

ENTITY, ROWS = "entity", "rows"
"""What a query gives: instances of one mapped class, or rows."""

_BUILDERS = frozenset(
    (
        *("filter", "where", "filter_by", "having", "order_by", "group_by", "limit", "offset", "slice", "distinct", "options"),
        *("join", "outerjoin", "select_from", "with_for_update", "execution_options", "params", "prefix_with", "suffix_with"),
    )
)
_JOINS = frozenset({"join", "outerjoin", "select_from"})
_CONDITIONS = frozenset({"filter", "where", "filter_by"})
_FETCHES = frozenset({"all", "first", "one", "one_or_none", "scalar"})
_STATEMENTS = frozenset({"exists", "subquery", "scalar_subquery", "cte", "label"})
_TERMINALS = _FETCHES | _STATEMENTS | {"count", "get", "update", "delete"}
_MEMBERSHIP = frozenset({"in_", "not_in", "notin_"})


class Step(NamedTuple):
    """A method call of a chain: the ordinals of the attribute and of the call, and the arguments."""

    name: str
    attribute: int
    call: int
    arguments: Sequence[tuple[str, Node]]


class Chain(NamedTuple):
    """A legacy query from `session.query` to the call that ends it.

    `use` is `awaited`, `iterated`, `dropped`, `member` (an argument of `in_`) or empty; `waiting` the ordinal of an `await` around it.
    """

    session: int
    query: int
    made: int
    entities: Sequence[tuple[str, Node]]
    builders: tuple[Step, ...]
    end: Step | None
    use: str
    waiting: int | None

    @property
    def last(self) -> int:
        """The ordinal of the call that completes the statement."""
        return self.builders[-1].call if self.builders else self.made

    def has(self, names: frozenset[str]) -> bool:
        """Whether a builder of some name takes part."""
        return any(step.name in names for step in self.builders)


class Selected(NamedTuple):
    """What a query gives, whether that is known, whether mapped classes are among its entities, and whether it may give one instance twice."""

    kind: str
    sure: bool
    mapped: bool
    repeats: bool


class Translation(NamedTuple):
    """A fix: what to import, its safety, the edit, and whether it needs an `async def`."""

    imports: tuple[str, ...]
    safety: Safety
    edit: Callable[[Editor], bool]
    awaits: bool = True


def chain(spine: Sequence[Node]) -> Chain | None:
    """The chain that begins with the attribute at the end of a spine; None when it is no call, or holds what has no translation."""
    if len(spine) < 3 or not _calls(spine[-2], spine[-1]):
        return None
    query, made = spine[-1], spine[-2]
    above = list(spine[:-2])
    builders: list[Step] = []
    end: Step | None = None
    node = made
    while len(above) > 1 and above[-1][0] == "attr" and above[-1][2] is node:
        if not _calls(above[-2], above[-1]):
            return None
        attribute, node = above.pop(), above.pop()
        step = Step(attribute[3], attribute[1], node[1], node[3])
        if step.name in _TERMINALS:
            end = step
            break
        if step.name not in _BUILDERS:
            return None
        builders.append(step)
    use, waiting = "", None
    if above and above[-1][0] == "await":
        waiting = int(above[-1][1])
        node = above.pop()
    elif _waited(above, node):
        return None
    if above and above[-1][0] == "expr":
        use = "dropped"
    elif waiting is None and above:
        use = _use(above[-1], node)
    return Chain(query[2][1], query[1], made[1], made[3], tuple(builders), end, use, waiting)


def _waited(above: Sequence[Node], node: Node) -> bool:
    """Whether an `await` waits for something that is done to the result: it binds to the whole."""
    for around in reversed(above):
        if around[0] == "await":
            return True
        if around[0] not in ("attr", "call", "sub") or around[2] is not node:
            return False
        node = around
    return False


def _calls(node: Node, function: Node) -> bool:
    return bool(node[0] == "call") and node[2] is function


def _use(above: Node, node: Node) -> str:
    if (above[0] == "for" and not above[2] and above[4] is node) or (
        above[0] == "comp" and any(clause[2] is node and not clause[0] for clause in above[4])
    ):
        return "iterated"
    func = above[2] if above[0] == "call" else None
    return "member" if func is not None and func[0] == "attr" and func[3] in _MEMBERSHIP else ""


def translation(found: Chain, selected: Selected) -> Translation | None:
    """The `select()` that does what a chain does; None when there is no such thing."""
    if not found.entities or any(keyword for keyword, _ in found.entities):
        return None
    safety = Safety.SAFE if selected.sure and not _differs(found) else Safety.UNSAFE
    end = found.end
    if end is None:
        if found.use == "member":
            return _statement(found, safety)
        return _fetched(found, selected, safety, "") if found.use == "iterated" else None
    if end.name in _STATEMENTS:
        return _statement(found, safety) if found.waiting is None else None
    if end.name == "get":
        return _got(found, end, selected, safety)
    if end.name in ("update", "delete"):
        return _changed(found, end, selected)
    if end.arguments:
        return None
    if end.name == "count":
        return _counted(found, end, safety)
    return _fetched(found, selected, safety, end.name)


def _differs(found: Chain) -> bool:
    """Whether a builder means something else for a Query: it selects what a DISTINCT is ordered by, and `filter_by` looks at the last join only."""
    names = {step.name for step in found.builders}
    return {"distinct", "order_by"} <= names or ("filter_by" in names and bool(_JOINS & names))


def _filters(editor: Editor, found: Chain) -> bool:
    return all(editor.rename_attribute(step.attribute, "where") for step in found.builders if step.name == "filter")


def _fetched(found: Chain, selected: Selected, safety: Safety, name: str) -> Translation:
    """`all()`, `first()`, `one()`, `one_or_none()`, `scalar()`, or (an empty name) iteration."""
    entity = selected.kind == ENTITY and (selected.sure or name != "scalar")
    method = "scalars" if entity else "execute"
    repeats = selected.repeats or found.has(_JOINS | {"options"})
    unique = ".unique()" if name != "first" and (entity or (selected.kind == ROWS and selected.mapped)) and repeats else ""
    renamed = name if name != "scalar" else "one_or_none" if entity else "scalar_one_or_none"

    def edit(editor: Editor) -> bool:
        if found.waiting is not None and not editor.remove_await(found.waiting):
            return False
        if found.end is not None and renamed != name and not editor.rename_attribute(found.end.attribute, renamed):
            return False
        after = ".limit(1))" if name == "first" else ")"
        wrapped = (
            editor.wrap(found.last, "(await ", f"{after}){unique}") if unique or name else editor.wrap(found.last, "await ", after)
        )
        return wrapped and editor.rename_attribute(found.query, f"{method}(select") and _filters(editor, found)

    return Translation(("select",), safety, edit)


def _counted(found: Chain, end: Step, safety: Safety) -> Translation:
    def edit(editor: Editor) -> bool:
        return (
            editor.wrap(end.call, "" if found.waiting is not None else "await ", "))")
            and editor.rename_attribute(found.query, "scalar(select(func.count()).select_from(select")
            and editor.rename_attribute(end.attribute, "subquery")
            and _filters(editor, found)
        )

    return Translation(("func", "select"), safety, edit)


def _got(found: Chain, end: Step, selected: Selected, safety: Safety) -> Translation | None:
    if found.builders or selected.kind == ROWS or len(found.entities) != 1 or [keyword for keyword, _ in end.arguments] != [""]:
        return None
    entity, key = found.entities[0][1], end.arguments[0][1]

    def edit(editor: Editor) -> bool:
        arguments = f"{editor.source(entity[1])}, {editor.source(key[1])}"
        call = f"{editor.source(found.session)}.get({arguments})"
        return editor.replace(end.call, call if found.waiting is not None else f"await {call}")

    return Translation((), safety, edit)


def _changed(found: Chain, end: Step, selected: Selected) -> Translation | None:
    """`update()` and `delete()`; without a use of the count of rows it stays away."""
    if selected.kind == ROWS or len(found.entities) != 1 or not all(step.name in _CONDITIONS for step in found.builders):
        return None
    wanted = ["", ""] if end.name == "update" else [""]
    synchronize: Node | None = None
    for index, (keyword, value) in enumerate(end.arguments):
        if keyword == "synchronize_session" or (not keyword and index == len(wanted) - 1):
            synchronize = value
        elif keyword or index:
            return None
    option = _option(synchronize)
    if option is None or (end.name == "update" and (not end.arguments or end.arguments[0][0])):
        return None

    def edit(editor: Editor) -> bool:
        bare = found.use == "dropped"
        if not bare and found.waiting is not None and not editor.remove_await(found.waiting):
            return False
        before = ("" if found.waiting is not None else "await ") if bare else "(await "
        after = option + (")" if bare else ")).rowcount")
        if end.name == "update":
            if synchronize is not None and not editor.remove_argument(end.call, 1):
                return False
            done = editor.wrap(end.call, before, after) and editor.rename_attribute(end.attribute, "values")
        else:
            done = editor.drop_call(end.call) and editor.wrap(end.call, before, after)
        return done and editor.rename_attribute(found.query, f"execute({end.name}") and _filters(editor, found)

    return Translation((end.name,), Safety.SAFE if selected.sure else Safety.UNSAFE, edit)


def _option(value: Any) -> str | None:
    """`synchronize_session` as an execution option; None for what is no literal."""
    if value is None:
        return ""
    if value[0] != "const" or value[2] not in ("bool", "str"):
        return None
    return f".execution_options(synchronize_session={value[3] if value[2] == 'bool' else chr(34) + value[3] + chr(34)})"


def _statement(found: Chain, safety: Safety) -> Translation:
    def edit(editor: Editor) -> bool:
        return editor.replace(found.query, "select") and _filters(editor, found)

    return Translation(("select",), safety, edit, False)
