"""The text scan of files, and what the name index makes of it."""

from __future__ import annotations

import ast
import json
import sysconfig
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from textwrap import dedent
from time import process_time

import pytest

from greenlint.base.settings import Settings
from greenlint.read.split import split
from greenlint.world.index import NameIndex
from greenlint.world.modules import Modules
from greenlint.world.scan import FileFacts, ImportFact, scan
from greenlint.world.sources import Sources

STDLIB = Path(sysconfig.get_paths()["stdlib"])


def binds(text: str) -> list[str]:
    return [name for piece in scan(text).pieces.values() for name in piece.binds]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("def f(a, b=1): c = 2", "f"),
        ("async def f[T](a): ...", "f"),
        ("@deco(x=1)\n@other\nclass C(B): y = 1", "C"),
        ("@(d := deco)\ndef f(a=(e := 1)):\n    g = (h := 1)", "f d e"),
        ("x = y = f(a=1, b=lambda c: c)", "x y"),
        ("x: int", "x"),
        ("x: Dict[str, int] = f(a=1)", "x"),
        ("x += 1", "x"),
        ("x <<= 1", "x"),
        ("(a, b), [c, *d] = e = f", "a b c d e"),
        ("a.b = c[0] = d", ""),
        ("a == b; c = 1; f(d == 2)", "c"),
        ("x = 'a = b; c = d'; y = \"\"\"e = f\"\"\"; z = f'{g}'", "x y z"),
        ("if (n := f()):\n    a = 1\nelif b:\n    c = 2\nelse: d = 3", "n a c d"),
        ("for a, (b, c) in d:\n    e = 1\nelse:\n    f = 1", "a b c e f"),
        ("while a: b = 1", "b"),
        ("with a as b, c() as (d, [e]): f = 1", "b d e f"),
        ("with (a as b,\n      c as d):\n    f = 1", "b d f"),
        ("with a as b.c, d as e[0]: f = 1", "f"),
        ("try:\n    import a.b, c as d\nexcept E as e:\n    a = None\nfinally:\n    f = 1", "a d e f"),
        ("try: a = 1\nexcept* E as e: pass", "a e"),
        ("import a.b.c, d as e; f = 1", "a e f"),
        ("from a import (b,  # c\n    d as e,\n)", "b e"),
        ("from .a import *", ""),
        ("match x:\n    case [a, *b] if a: c = 1\n    case {'k': d, **e} | P(y=f) as g: pass", "a b d e f g c"),
        ("type X[T] = list[T]", "X"),
        ("def f():\n    global a, b; a = 1\n    c = 2", "f a b"),
        ("if a:\n    def f(b):\n        c = 1\n\n        d = 2\n    e = 3\n    class C: g = 1\n    h = 1", "f e C h"),
        ("if a:\n    def f(): b = 1; c = 2\n    d = 3", "f d"),
        ("a = \\\n  b = 1", "a b"),
        ("def f(): ...\r\nb = 1\rc = 2", "f b c"),
        ("case = 1", "case"),
        ("def f(): ...\ncase = 1", "f case"),
        ("del a", ""),
        ("ﬁ = 1", "fi"),
        ("'''a = 1'''\n# b = 1\n", ""),
    ],
)  # fmt: skip
def test_bindings(text: str, wanted: str) -> None:
    found = set(binds(text))
    names = set(wanted.split())
    # A pattern's class and keys may pass for captures: more names are allowed there, and fewer nowhere.
    assert names <= found if text.startswith("match") else names == found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("import a", [(0, "a", None, None)]),
        ("import a . b as c, d;import e", [(0, "a.b", None, "c"), (0, "d", None, None), (0, "e", None, None)]),
        ("from a.b import c as d, e", [(0, "a.b", "c", "d"), (0, "a.b", "e", None)]),
        ("from . import a", [(1, None, "a", None)]),
        ("from ... a import b", [(3, "a", "b", None)]),
        ("from .import a", [(1, None, "a", None)]),
        ("from a import*", [(0, "a", "*", None)]),
        ("from a import(b\n  ,c as\td,)", [(0, "a", "b", None), (0, "a", "c", "d")]),
        ("from a import \\\n  b", [(0, "a", "b", None)]),
        ("def f():\n    if x: import a\n    else:\n        from .b import c", [(0, "a", None, None), (1, "b", "c", None)]),
        ("raise A from b", []),
        ("def f():\n    yield from a\n    important = 1", []),
        ("'''\nimport a\n'''\n# import b", []),
    ],
)
def test_imports(text: str, wanted: list[tuple[int, str | None, str | None, str | None]]) -> None:
    assert [tuple(fact) for piece in scan(text).pieces.values() for fact in piece.imports] == wanted


def test_facts_of_pieces() -> None:
    text = "import a\n\n\n@deco\nclass C[T: U](a.B, metaclass=M):\n    '''word'''\n    x = 'short'  # comment\n\n    async def f(self): ...\nx = 1\n"
    first, second, third = scan(text).pieces.values()
    assert [(piece.start, piece.end, piece.row) for piece in (first, second, third)] == [tuple(piece) for piece in split(text)]
    assert (first.kind, second.kind, third.kind) == ("import", "class", "")
    assert second.bases == ("B", "M", "T", "U", "a", "metaclass")
    assert {"deco", "C", "short", "f", "self"} <= second.words
    assert {"word", "comment"}.isdisjoint(second.words)


def module_level(tree: ast.Module) -> tuple[set[str], set[tuple[int, str | None, str | None, str | None]]]:
    """What Python's own parser says that a module binds and imports."""
    names: set[str] = set()
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
            names.update(name for inner in ast.walk(node) if isinstance(inner, ast.Global) for name in inner.names)
            pending += node.decorator_list
            continue
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            names.update(inner.target.id for inner in ast.walk(node) if isinstance(inner, ast.NamedExpr))
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names.update((alias.asname or alias.name).partition(".")[0] for alias in node.names if alias.name != "*")
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
            names.add(node.name)
        elif isinstance(node, ast.MatchMapping) and node.rest:
            names.add(node.rest)
        pending += ast.iter_child_nodes(node)
    imports: set[tuple[int, str | None, str | None, str | None]] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imports.update((0, alias.name, None, alias.asname) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            imports.update((node.level, node.module, alias.name, alias.asname) for alias in node.names)
    return names, imports


def sample() -> Iterator[tuple[str, str]]:
    files = sorted(path for path in STDLIB.rglob("*.py") if "site-packages" not in path.parts and "lib2to3" not in path.parts)
    for path in files[::8]:
        with suppress(UnicodeDecodeError):
            yield path.name, path.read_text(encoding="utf-8")


@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
def test_no_binding_or_import_of_real_code_is_missed() -> None:
    seen = more = 0
    for name, text in sample():
        try:
            wanted, imports = module_level(ast.parse(text))
        except SyntaxError:
            continue
        pieces = scan(text).pieces.values()
        found = {name for piece in pieces for name in piece.binds}
        assert wanted <= found, name
        assert imports <= {tuple(fact) for piece in pieces for fact in piece.imports}, name
        seen += len(wanted)
        more += len(found - wanted)
    assert seen > 2000
    assert more < seen / 50


def test_facts_agree_with_the_reader() -> None:
    for name, text in list(sample())[::5]:
        pieces = scan(text).pieces.values()
        assert [(piece.start, piece.end, piece.row) for piece in pieces] == [tuple(piece) for piece in split(text)], name


def test_facts_survive_json() -> None:
    facts = scan((STDLIB / "asyncio" / "tasks.py").read_text(encoding="utf-8"))
    assert FileFacts.from_data(json.loads(json.dumps(facts.to_data()))) == facts
    for damaged in ([[1, 2]], [None], [[0, 0, 0, [], [], [[1]], True, "", []]], [[0, 0, 0, [1], [], [], True, "", []]]):
        with pytest.raises(ValueError):
            FileFacts.from_data(damaged)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "def",
        "import",
        "from",
        "from import",
        "class (",
        "x = '''",
        ")=1",
        "@",
        "@\nx",
        "global",
        "for",
        "with as :",
        "\f\\",
        "import a as",
        "a = (:;=",
    ],
)
def test_scan_never_fails(text: str) -> None:
    facts = scan(text)
    assert [*facts.pieces.values()][-1].end == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "from " + " " * 200_000 + "x",
        "from " + "a." * 100_000,
        "from a import (" * 20_000,
        "from a import (\n" * 20_000,
        "import a" + " " * 200_000 + "b",
        "x :=" + "y" * 200_000,
        "x" * 200_000 + " = :=",
        "class A(\n" * 30_000,
        "with a as (" * 20_000,
        "a" + " = a" * 50_000,
        "if a: " * 50_000,
        "(" * 200_000,
        "case " * 50_000,
        "global a," * 30_000,
    ],
)
def test_scanning_takes_linear_time(text: str) -> None:
    start = process_time()
    scan(text)
    assert process_time() - start < 2


MARKED = """
from greenlint_markers import blocks, lazy_query

class Session:
    @blocks("session")
    def execute(self): ...

class Result: ...

@lazy_query
def select(): ...

def make() -> Session: ...
"""


def index(root: Path, files: dict[str, str], *, pruning: bool = True) -> NameIndex:
    """The index of a project with one library, `lib`."""
    overlay = {path: dedent(text) for path, text in files.items()}
    (root / "stubs" / "lib").mkdir(parents=True, exist_ok=True)
    (root / "stubs" / "lib" / "__init__.pyi").write_text("from .impl import *\nfrom . import impl as inner\n")
    (root / "stubs" / "lib" / "impl.pyi").write_text(MARKED)
    sources = Sources(root, Settings(stubs=("stubs",), pruning=pruning), overlay)
    return NameIndex(sources, Modules(sources))


def leading(found: NameIndex, path: str) -> set[str]:
    """The definitions of a file that lead to a database."""
    return {
        piece.binds[0]
        for number, piece in found.facts(path).pieces.items()
        if piece.kind != "import" and piece.binds and found.is_host(path, number)
    }


@pytest.mark.parametrize(
    ("prefix", "use"),
    [
        ("from lib import Session", "Session()"),
        ("from lib.impl import Session as S", "S()"),
        ("from lib import *", "Session()"),
        ("import lib", "lib.Session()"),
        ("import lib as l", "l.impl.Session()"),
        ("import lib.impl", "lib.impl.Session()"),
        ("import lib.impl as i", "i.Session()"),
        ("from lib import impl", "impl.Session()"),
        ("from lib import inner", "inner.Session()"),
        ("from lib import make", "make()"),
        ("try:\n    from lib import Session\nexcept ImportError:\n    Session = None", "Session()"),
        ("if True:\n    import lib", "lib.Session()"),
        ("from again import Session", "Session()"),
        ("import pkg", "pkg.Session()"),
        ("import pkg.deep", "pkg.deep.thing()"),
        ("from pkg import deep", "deep.thing()"),
        ("from pkg import thing", "thing()"),
        ("from ns.mod import thing", "thing()"),
        ("import ns.mod", "ns.mod.thing()"),
    ],
)
def test_names_are_followed_through_imports(tmp_path: Path, prefix: str, use: str) -> None:
    files = {
        "again.py": "from lib import Session\nfrom lib import Result",
        "pkg/__init__.py": "from lib import *\nfrom .deep import thing",
        "pkg/deep.py": "from . import Session\ndef thing(): Session()",
        "ns/mod.py": "from again import *\ndef thing(): Session()",
        "top.py": f"{prefix}\ndef uses(): {use}\ndef other(): lib, pkg, impl, Result, select, again",
        "inner.py": f"def uses():\n    {prefix}\n    {use}" if "\n" not in prefix and "*" not in prefix else "def uses(): ...",
    }
    found = index(tmp_path, files)
    assert "uses" in leading(found, "top.py")
    assert "other" not in leading(found, "top.py")
    assert leading(found, "inner.py") == ({"uses"} if "\n" not in prefix and "*" not in prefix else set())


def test_calls_within_a_module_and_across(tmp_path: Path) -> None:
    found = index(
        tmp_path,
        {
            "a.py": """
                from lib import Session, select
                from b import helper
                engine = None
                def low(): Session()
                def middle(): low()
                def high(): middle()
                def query(): select()
                def through(): helper()
                def setup():
                    global engine
                    engine = Session()
                def uses_engine(): engine.execute()
                def innocent(): len([])
                """,
            "b.py": """
                from a import low, innocent
                def helper(): low()
                def cyclic(): import_cycle()
                from c import import_cycle
                """,
            "c.py": "from b import import_cycle",
        },
    )
    assert leading(found, "a.py") == {"low", "middle", "high", "through", "engine", "setup", "uses_engine"}
    assert leading(found, "b.py") == {"helper"}


def test_imports_are_no_hosts(tmp_path: Path) -> None:
    found = index(tmp_path, {"a.py": "import b\nimport unheard\nfrom lib import Session\nSession()\n", "b.py": ""})
    assert [found.is_host("a.py", piece) for piece in found.facts("a.py").pieces] == [False, False, False, True]
    assert found.hosts("a.py") == (*found.facts("a.py").pieces,)[3:]


def test_bases_of_a_leading_class_lead(tmp_path: Path) -> None:
    found = index(
        tmp_path,
        {
            "base.py": "class Root:\n    def save(self): self.session.commit()\nclass Mixin(Root): ...\nclass Unused: ...\ndef user(): Mixin",
            "a.py": "from lib import Session\nimport base\nclass Repo(base.Mixin):\n    session: Session",
        },
    )
    assert leading(found, "base.py") == {"Root", "Mixin"}


def test_attributes_of_attributes_that_are_assigned(tmp_path: Path) -> None:
    text = "a.b.c = 1\na.b.d: dict[str, int] = {}\na.b.e == 1\nf(a.b.g, h=1)\na.i = a.b.j\nx = {a.b.k: y == 1}\n"
    found = index(tmp_path, {"a.py": text})
    assert {pair for piece in found.facts("a.py").pieces.values() for pair in piece.keeps} == {"b.c", "b.d"}


def test_hosts_lead_to_a_database(tmp_path: Path) -> None:
    found = index(
        tmp_path,
        {
            "a.py": """
                from lib import Session
                async def direct(): Session()
                def sync(): Session()
                def drops(): direct()
                async def innocent(): ...
                """
        },
    )
    pieces = found.facts("a.py").pieces
    assert {pieces[number].binds[0] for number in found.hosts("a.py")} == {"direct", "sync", "drops"}


def test_blocking_work_of_other_kinds_leads_nowhere(tmp_path: Path) -> None:
    found = index(
        tmp_path,
        {"a.py": "import subprocess, sqlite3\ndef reads(): open('x')\ndef runs(): subprocess.run('x')\ndef asks(): sqlite3.connect('x')"},
    )
    assert leading(found, "a.py") == {"asks"}


def test_a_name_that_equals_a_marker_marks_nothing(tmp_path: Path) -> None:
    (tmp_path / "stubs").mkdir()
    (tmp_path / "stubs" / "coder.pyi").write_text("def loads(text: str): ...\n")
    (tmp_path / "stubs" / "renamed.pyi").write_text("from greenlint_markers import blocks as b\n@b('driver')\ndef go(): ...\n")
    found = index(tmp_path, {"a.py": "import coder, renamed\ndef f(): coder.loads('')\ndef g(): renamed.go()"})
    assert leading(found, "a.py") == {"g"}


def test_without_pruning_everything_counts(tmp_path: Path) -> None:
    found = index(tmp_path, {"a.py": "x = 1\ndef f(): ...\n"}, pruning=False)
    assert {*found.hosts("a.py")} == found.facts("a.py").pieces.keys()
    assert len(found.hosts("a.py")) == 2
    assert not found.is_host("a.py", found.hosts("a.py")[0])


def test_files_outside_of_the_project_are_never_ruled_out(tmp_path: Path) -> None:
    (tmp_path / "venv").mkdir()
    (tmp_path / "venv" / "x.py").write_text("x = 1\ndef f(): ...\n")
    found = index(tmp_path, {"a.py": ""})
    assert {*found.hosts("venv/x.py")} == found.facts("venv/x.py").pieces.keys()
    assert len(found.hosts("venv/x.py")) == 2
    assert found.is_host("venv/x.py", found.hosts("venv/x.py")[1])


def test_questions_about_names(tmp_path: Path) -> None:
    found = index(
        tmp_path,
        {
            "a.py": "x = 1\nfrom b import *\ndef x(): ...\nx: int\nif x:\n    def x(): ...\n",
            "b.py": "from a import *\nfrom lib import *\nfrom unheard import *\ny = 'x'\n",
            "bad.py": "\0",
        },
    )
    numbers = [*found.facts("a.py").pieces]
    assert [numbers.index(piece) for piece in found.binding_pieces("a.py", "x")] == [0, 2, 3, 4]
    assert found.binding_pieces("a.py", "y") == ()
    assert found.star_imports("a.py") == ("b.py",)
    assert found.star_imports("b.py") == ("a.py", "stubs/lib/__init__.pyi")
    assert {"x", "y", "Session", "inner"} <= found.exports("a.py")
    assert found.exports("a.py") == found.exports("b.py")
    assert found.mentioning("x") == ("a.py", "b.py")
    assert found.mentions_in("a.py", "x") == found.binding_pieces("a.py", "x")
    assert found.mentions_in("b.py", "x") == (*found.facts("b.py").pieces,)[3:]
    assert found.mentioning("nowhere") == found.mentions_in("a.py", "nowhere") == ()
    assert found.facts("bad.py") == FileFacts({})
    assert found.facts("dir:a") == FileFacts({})
    assert found.hosts("bad.py") == ()


def test_import_facts_name_what_they_bind() -> None:
    assert [
        ImportFact(*fact).bound for fact in ((0, "a.b", None, None), (0, "a.b", None, "c"), (1, None, "d", None), (0, "a", "*", None))
    ] == [
        "a",
        "c",
        "d",
        "*",
    ]
