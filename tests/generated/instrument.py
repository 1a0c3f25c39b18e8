"""A program's source as code that reports which statements begin and can be told to leave some out. Rows stay what they are.

Each statement of a function body becomes `if __enter__(path, row): statement`. A statement is known by the row on which it starts; `starts` maps
the other rows of a statement (of a compound one: of its header) to that.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from types import CodeType

MARK = re.compile(r"#: (?P<tag>[A-Z]\w*(?:/[\w-]+)?)(?: (?P<expected>bad|good))?(?: (?P<dump>dump))?(?: via (?P<via>\w+))?$")
URL = "sqlite+aiosqlite:///app.db"


@dataclass(frozen=True)
class Mark:
    """What the comment of a row says: the construct it exercises, what its author expects of it, whether its value is looked at (`dump`), and the
    function for which it stands (`via`: a request for its endpoint)."""

    path: str
    row: int
    tag: str
    expected: str
    dump: bool
    via: str = ""


@dataclass
class Instrumented:
    """A file that is ready to run; `starts` maps the rows of its statements to the first one of each."""

    path: str
    code: CodeType
    starts: dict[int, int]
    marks: list[Mark] = field(default_factory=list)


def marks_of(path: str, text: str) -> list[Mark]:
    """The marked rows of a file."""
    found = []
    for row, line in enumerate(text.splitlines(), 1):
        match = MARK.search(line)
        if match:
            found.append(Mark(path, row, match["tag"], match["expected"] or "", bool(match["dump"]), match["via"] or ""))
    return found


def instrument(path: str, text: str, url: str) -> Instrumented:
    """Make a file ready to run against the database at `url`."""
    tree = ast.parse(text, path)
    starts, _ = statements(tree)
    marks = marks_of(path, text)
    changed = _Entering(path, url, {mark.row for mark in marks if mark.dump}).visit(tree)
    return Instrumented(path, compile(ast.fix_missing_locations(changed), path, "exec", dont_inherit=True), starts, marks)


def statements(tree: ast.Module) -> tuple[dict[int, int], set[int]]:
    """For each row of a statement (of a compound one: of its header) the row on which it starts; and which of those rows functions run."""
    starts: dict[int, int] = {}
    inside: set[int] = set()
    pending: list[tuple[ast.AST, bool]] = [(tree, False)]
    while pending:
        node, runs = pending.pop()
        function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            end = body[0].lineno - 1 if body else node.end_lineno
            first = min([node.lineno, *(item.lineno for item in getattr(node, "decorator_list", ()))])
            # Parents come before what they hold, which has the last word.
            starts.update(dict.fromkeys(range(first, max(first, end or first) + 1), node.lineno))
            if runs and not function and not isinstance(node, ast.ClassDef):
                inside.add(node.lineno)
        for name in ("body", "orelse", "finalbody", "handlers"):
            found = getattr(node, name, None)
            if isinstance(found, list):
                pending += [(inner, function or (runs and not isinstance(node, ast.ClassDef))) for inner in found]
    return starts, inside


class _Entering(ast.NodeTransformer):
    def __init__(self, path: str, url: str, dumps: set[int]) -> None:
        self.path = path
        self.url = url
        self.dumps = dumps
        self.depth = 0

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return ast.copy_location(ast.Constant(self.url), node) if node.value == URL else node

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        self.depth += 1
        self.generic_visit(node)
        self.depth -= 1
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = _function  # type: ignore[assignment]

    def visit(self, node: ast.AST) -> ast.AST:
        visited: ast.AST = super().visit(node)
        plain = isinstance(node, ast.stmt) and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Nonlocal | ast.Global)
        if not plain or not self.depth:
            return visited
        assert isinstance(visited, ast.stmt)
        body = [visited]
        if node.lineno in self.dumps and isinstance(visited, ast.Assign) and isinstance(visited.targets[0], ast.Name):
            body.append(ast.Expr(self._call("__dumped__", node, [ast.Name(visited.targets[0].id, ast.Load())])))
        wrapped = ast.If(self._call("__enter__", node, []), body, [])
        return ast.copy_location(wrapped, node)

    def _call(self, name: str, node: ast.stmt, more: list[ast.expr]) -> ast.Call:
        return ast.Call(ast.Name(name, ast.Load()), [ast.Constant(self.path), ast.Constant(node.lineno), *more], [])
