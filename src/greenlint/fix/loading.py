"""Edits of queries: loader options that load what a query leaves out, and the other ways to have it loaded.

Options are told by the names that SQLAlchemy gives them; an option that is spelled in another way is left alone, and a new one put beside it.
Deliberately absent: what is not loaded, and whether a session can hold it already.
"""

from __future__ import annotations

from dataclasses import dataclass

from greenlint.fix.calls import Calls
from greenlint.fix.layout import Listing, line_start, newline
from greenlint.fix.tree import INSIDE, SIMPLE
from greenlint.model.trace import Node
from greenlint.world.types import Class, DefId, Module

_MODULE = "sqlalchemy.orm"
_LINK = "defaultload"
_DEEP = frozenset({"selectinload", "immediateload"})
_RELATIONS = frozenset({*_DEEP, "joinedload", "subqueryload", "contains_eager", _LINK})
_REFUSALS = frozenset({"lazyload", "raiseload", "noload", "defer"})
_COLUMNS = frozenset({"load_only", "defer", "undefer", "undefer_group"})
_SUBCLASSES = "selectin_polymorphic"
_BRANCHING = frozenset({"bool", "ifexp", "comp", "lambda"})
_DEPTH = "recursion_depth"
_FOREVER = f"{_DEPTH}=-1"


@dataclass(frozen=True)
class Missing:
    """An attribute that a query leaves out: `name` of instances of `owner`, which the relationships `above`, each with its class, lead to from the
    selected class. `option` is the loader option that loads it; `endless` asks for all levels of a self-reference; `told` where an option of the
    query says that it is not to be loaded, so that another one would contradict it.
    """

    owner: DefId
    name: str
    above: tuple[tuple[DefId, str], ...]
    option: str
    endless: bool = False
    told: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        """The names of the relationships above."""
        return tuple(name for _, name in self.above)


class Loading(Calls):
    """Operations on queries."""

    # Options

    def add_loader(self, at_call: int, index: int, missing: Missing) -> bool:
        """Have a statement load an attribute; `index` is the argument that is the selected class: `select(A)` becomes
        `select(A).options(selectinload(A.b))`.
        """
        node = self._tree.nodes[at_call]
        entity = node[3][index][1]
        methods = self._methods(node)
        given = [call for name, call in methods if name == "options"]
        options = [value for call in given for _, value in call[3]]
        if entity[0] not in ("name", "attr") or any(name == "from_statement" for name, _ in methods) or any(item[0] == "comp" for item in options):
            return False
        root = self.source(entity[1])
        for option in options:
            done = self._extended(option, entity, root, missing)
            if done is not None:
                return done
        text = self._option(entity, root, missing) if not missing.told else None
        if text is None:
            return False
        if not given:
            return self._put_around(node, "", f".options({text})")
        listing = self._arguments(given[-1])
        self._marked(listing.insert(len(listing.items), [text]))
        return True

    def add_option(self, at_call: int, index: int, missing: Missing) -> bool:
        """Have a session's `get` load an attribute: `get(A, 1)` becomes `get(A, 1, options=[selectinload(A.b)])`."""
        node = self._tree.nodes[at_call]
        entity = node[3][index][1]
        if entity[0] not in ("name", "attr"):
            return False
        text = self._option(entity, self.source(entity[1]), missing) if not missing.told else None
        given = next((value for keyword, value in node[3] if keyword == "options"), None)
        if text is None or (given is not None and given[0] != "list"):
            return False
        if given is None:
            return self.set_keyword(at_call, "options", f"[{text}]")
        place = self._place(given)
        extents = [self._place(value)[:2] for value in given[2]]
        self._marked(Listing(self._text, self._code, extents, place.inner + 1, place.stop - 1).insert(len(extents), [text]))
        return True

    def refresh_before(self, at: int, session: str) -> bool:
        """Load an attribute of a variable before the statement that reads it: `return a.b` gets `await session.refresh(a, attribute_names=["b"])`
        before it. Not where the read may not be reached, something else is awaited first, or the statement does not begin its line.
        """
        node = self._tree.nodes[at]
        if node[0] != "attr" or node[2][0] != "name" or not self._may_await(node):
            return False
        around = [node]
        while self._tree.block(around[-1]) is None:
            around.append(self._tree.above(around[-1])[0])
        statement = around[-1]
        if statement[0] not in SIMPLE or any(part[0] in _BRANCHING for part in around):
            return False
        waits = [other for before, other in self._tree.nodes.items() if statement[1] < before < at and other[0] == "await"]
        if any(other not in around for other in waits):
            return False
        start = self._place(statement).inner
        blanks = self._text[line_start(self._text, start) : start]
        if blanks.strip() or not blanks:
            return False
        call = f'await {session}.refresh({node[2][2]}, attribute_names=["{node[3]}"])'
        self._replace(start, start, f"{call}{newline(self._text)}{blanks}")
        return True

    def opened(self, at_call: int) -> int | None:
        """The expression that a method's receiver is entered from, if the call is certainly the first thing done with it: `async with X as a` has no
        other `a` before `a.m()`, which is in no loop of the block.
        """
        node = self._tree.nodes[at_call]
        session = node[2][2] if node[0] == "call" and node[2][0] == "attr" else None
        if session is None or session[0] != "name":
            return None
        around, role = self._tree.above(node)
        while around[0] not in ("for", "while", "comp", "piece") and (role != INSIDE or around[0] not in ("def", "lambda", "class")):
            for manager, target in around[3] if around[0] == "with" else ():
                if target is not None and target[0] == "name" and target[2] == session[2]:
                    between = range(target[1] + 1, session[1])
                    used = any(at in between and other[0] == "name" and other[2] == session[2] for at, other in self._tree.nodes.items())
                    return None if used else int(manager[1])
            around, role = self._tree.above(around)
        return None

    def _methods(self, node: Node) -> list[tuple[str, Node]]:
        """The methods that are called on an expression, one after the other."""
        found: list[tuple[str, Node]] = []
        while True:
            attribute, _ = self._tree.above(node)
            if attribute[0] != "attr" or attribute[2] is not node:
                return found
            call, _ = self._tree.above(attribute)
            if call[0] != "call" or call[2] is not attribute:
                return found
            found.append((attribute[3], call))
            node = call

    def _extended(self, option: Node, entity: Node, root: str, missing: Missing) -> bool | None:
        """Make an option that a statement has load the attribute; None where it is none that leads there."""
        calls = _calls(option)
        if missing.told:
            return self._turned(calls, root, missing)
        if any(keyword == _DEPTH for call in calls for keyword, _ in call[3]):
            return False if missing.above else None
        if missing.option == "load_only":
            return self._listed(calls, root, missing)
        if not missing.above or self._path(calls, root) != missing.path:
            return None
        if missing.endless and missing.above[-1] == (missing.owner, missing.name):
            last = next(call for call in reversed(calls) if _called(call) in _RELATIONS)
            return _called(last) in _DEEP and self.set_keyword(last[1], _DEPTH, "-1")
        owner = self._class(missing.owner, entity)
        return owner is not None and self._put_around(option, "", f".{missing.option}({owner}.{missing.name})")

    def _turned(self, calls: list[Node], root: str, missing: Missing) -> bool | None:
        """Put the option that loads the attribute in place of the one that says the contrary."""
        last = calls[-1] if calls else None
        if last is None or _called(last) not in _REFUSALS or [keyword for keyword, _ in last[3]] != [""] or last[3][0][1][0] != "attr":
            return None
        attribute = last[3][0][1]
        path = self._path(calls[:-1], root)
        if attribute[3] != missing.name or path != missing.path or (not path and self.source(attribute[2][1]) != root):
            return None
        if len(calls) == 1 and not self._imports.ensure(_MODULE, missing.option, None):
            return False
        func = last[2]
        return self.rename_attribute(func[1], missing.option) if func[0] == "attr" else self.replace(func[1], missing.option)

    def _listed(self, calls: list[Node], root: str, missing: Missing) -> bool | None:
        """Add the attribute to the columns that an option loads."""
        for count, call in enumerate(calls):
            names = [value for keyword, value in call[3] if not keyword]
            if _called(call) != missing.option or not names or any(value[0] != "attr" for value in names):
                continue
            if self._path(calls[:count], root) != missing.path or (not count and self.source(names[0][2][1]) != root):
                continue
            listing = self._arguments(call)
            self._marked(listing.insert(len(names), [f"{self.source(names[0][2][1])}.{missing.name}"]))
            return True
        return None

    def _path(self, calls: list[Node], root: str) -> tuple[str, ...] | None:
        """The relationships that a chain of options goes along from the selected class; None where it does not begin there, or cannot be told."""
        path: list[str] = []
        for call in calls:
            if _called(call) in _COLUMNS and path:
                continue
            attributes = [value for keyword, value in call[3] if not keyword]
            if _called(call) not in _RELATIONS or not attributes or any(value[0] != "attr" for value in attributes):
                return None
            if not path and self.source(attributes[0][2][1]) != root:
                return None
            path += [value[3] for value in attributes]
        return tuple(path)

    def _option(self, entity: Node, root: str, missing: Missing) -> str | None:
        """A new option that loads the attribute, with its imports."""
        if missing.option == _SUBCLASSES:
            owner = self._class(missing.owner, entity) if not missing.above else None
            known = owner is not None and self._imports.ensure(_MODULE, _SUBCLASSES, None)
            return f"{_SUBCLASSES}({root}, [{owner}])" if known else None
        above, option = list(missing.above), "undefer" if missing.option == "load_only" else missing.option
        while missing.endless and above and above[-1] == (missing.owner, missing.name):
            above.pop()
        steps = [*((id, _LINK, name) for id, name in above), (missing.owner, option, missing.name)]
        parts: list[str] = []
        for id, call, name in steps:
            spelled = self._class(id, entity) if parts else root
            if spelled is None:
                return None
            parts.append(f"{call}({spelled}.{name}{', ' + _FOREVER if missing.endless and len(parts) == len(steps) - 1 else ''})")
        return ".".join(parts) if self._imports.ensure(_MODULE, steps[0][1], None) else None

    def _class(self, id: DefId, entity: Node) -> str | None:
        """How the code may spell a class beside the one that it spells `entity`."""
        if entity[0] == "name":
            return self._imports.named(Class(id), entity[2])
        module = self._world.ask("name", self._page.path, entity[2][2]) if entity[2][0] == "name" else None
        if isinstance(module, Module) and self._world.member(module.path, id.qualname) == Class(id):
            return f"{self.source(entity[2][1])}.{id.qualname}"
        return None


def _calls(option: Node) -> list[Node]:
    """The calls of a chain of options, the first one first."""
    found: list[Node] = []
    while option[0] == "call":
        found.append(option)
        option = option[2][2] if option[2][0] == "attr" else option[2]
    return found[::-1]


def _called(call: Node) -> str:
    """The name of the function or method that is called."""
    func = call[2]
    return str(func[3] if func[0] == "attr" else func[2]) if func[0] in ("attr", "name") else ""
