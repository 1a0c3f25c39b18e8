"""The stubs of the database drivers say the truth about the installed versions, leave out no public method, and agree with each other."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path
from typing import Any

import pytest
from stub_source import definitions, dotted_name, load, statements
from stub_truth import STUBS, compare, missing, modules_of

LATER = "of newer versions than the oldest supported one"
INTERNAL = "called by the library's own threads and tasks"
KEYWORD = "a word of the language since Python 3.7: `async_` is the same attribute"
EXTENSIONS = "many builds leave extension loading out"

PASSES_FOR_A_CONNECTION = "a proxy that `isinstance` takes for a connection"
OLDER = "of newer Python versions than the running one"

EXCEPTIONS = {"asyncpg.pool": {"PoolConnectionProxy": PASSES_FOR_A_CONNECTION}}
NEW_IN_3_11 = ("Blob", *(f"Connection.{name}" for name in ("blobopen", "create_window_function", "deserialize", "getlimit", "serialize", "setlimit")))

PACKAGES = ["sqlite3", "psycopg2", "psycopg", "asyncpg", "aiosqlite"]
MODULES = [pair for package in PACKAGES for pair in modules_of(package)]

COMPLETE = [
    ("aiosqlite", "Connection"),
    ("aiosqlite", "Cursor"),
    ("asyncpg", "Connection"),
    ("asyncpg", "Pool"),
    ("asyncpg", "Record"),
    ("asyncpg.cursor", "Cursor"),
    ("asyncpg.cursor", "CursorFactory"),
    ("asyncpg.pool", "PoolAcquireContext"),
    ("asyncpg.prepared_stmt", "PreparedStatement"),
    ("asyncpg.transaction", "Transaction"),
    ("psycopg", "AsyncConnection"),
    ("psycopg", "AsyncCopy"),
    ("psycopg", "AsyncCursor"),
    ("psycopg", "AsyncPipeline"),
    ("psycopg", "AsyncServerCursor"),
    ("psycopg", "Connection"),
    ("psycopg", "Copy"),
    ("psycopg", "Cursor"),
    ("psycopg", "Pipeline"),
    ("psycopg", "ServerCursor"),
    ("psycopg2.extensions", "connection"),
    ("psycopg2.extensions", "cursor"),
    ("psycopg2.extensions", "lobject"),
    ("psycopg2.pool", "SimpleConnectionPool"),
    ("psycopg2.pool", "ThreadedConnectionPool"),
    ("sqlite3", "Connection"),
    ("sqlite3", "Cursor"),
    ("sqlite3", "Row"),
]

OMITTED = {
    ("asyncpg", "Pool"): {"get_init_size": LATER},
    ("psycopg2.extensions", "connection"): {"async": KEYWORD},
    ("sqlite3", "Connection"): {
        "autocommit": LATER,
        "getconfig": LATER,
        "setconfig": LATER,
        "enable_load_extension": EXTENSIONS,
        "load_extension": EXTENSIONS,
    },
}

POOLS = ["ConnectionPool", "NullConnectionPool", "AsyncConnectionPool", "AsyncNullConnectionPool"]

TWINS = [
    ("psycopg", "Connection", "AsyncConnection"),
    ("psycopg", "Cursor", "AsyncCursor"),
    ("psycopg", "Copy", "AsyncCopy"),
    ("psycopg", "Pipeline", "AsyncPipeline"),
    ("psycopg_pool", "ConnectionPool", "AsyncConnectionPool"),
]

EFFECTS = {"opens", "closes", "begins", "commits", "rolls_back"}

# On these the asynchronous side has more to wait for: it takes a lock or answers through the loop where the other returns at once.
ONLY_AWAITED = {"set_autocommit", "set_deferrable", "set_isolation_level", "set_read_only", "drain", "resize", "close"}


def _exceptions(module: str) -> dict[str, str]:
    excused = dict(EXCEPTIONS.get(module, {}))
    if module == "aiosqlite.core":
        from aiosqlite import Connection

        excused.update({f"Connection.{name}": LATER for name in ("set_authorizer", "stop") if not hasattr(Connection, name)})
    if module == "sqlite3" and not hasattr(importlib.import_module("sqlite3"), "Blob"):
        excused.update(dict.fromkeys(NEW_IN_3_11, OLDER))
    return excused


def _functions(module: str, owner: str) -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    node = load(module).names[owner]
    assert isinstance(node, ast.ClassDef)
    members = definitions(list(statements(node.body)), module, False)
    return {name: member[-1] for name, member in members.items() if isinstance(member, list)}


def _markers(function: ast.FunctionDef | ast.AsyncFunctionDef) -> dict[str, ast.expr]:
    found = {}
    for decorator in function.decorator_list:
        found[dotted_name(decorator.func if isinstance(decorator, ast.Call) else decorator)] = decorator
    return found


def _uses() -> list[str]:
    found = set()
    for path in sorted(STUBS.rglob("*.pyi")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and dotted_name(node.func) == "blocks" and path.parts[len(STUBS.parts)] in {*PACKAGES_AND_FILES}:
                found.update(keyword.value.value for keyword in node.keywords if isinstance(keyword.value, ast.Constant))
    return sorted(str(item) for item in found)


PACKAGES_AND_FILES = (*PACKAGES, "psycopg_pool", "sqlite3.pyi", "builtins.pyi", "time.pyi")
USES = _uses()


@pytest.mark.parametrize(("module", "path"), MODULES, ids=[module for module, _ in MODULES])
def test_the_stub_says_the_truth(module: str, path: Path) -> None:
    assert compare(module, path, _exceptions(module)) == []


@pytest.mark.parametrize(("module", "name"), COMPLETE, ids=[f"{module}.{name}" for module, name in COMPLETE])
def test_the_class_is_complete(module: str, name: str) -> None:
    real = getattr(importlib.import_module(module), name)
    assert missing(module, name, {member: why for member, why in OMITTED.get((module, name), {}).items() if hasattr(real, member)}) == []


def test_the_pools_of_psycopg() -> None:
    pytest.importorskip("psycopg_pool", reason="a distribution of its own")
    assert compare("psycopg_pool", STUBS / "psycopg_pool" / "__init__.pyi") == []
    for name in POOLS:
        assert missing("psycopg_pool", name, dict.fromkeys(("run_task", "schedule_task", "worker"), INTERNAL)) == []


@pytest.mark.parametrize("use", USES)
def test_the_call_to_make_instead_exists(use: str) -> None:
    """What a finding proposes instead of a blocking call is something that the other library has, and that can be awaited or entered."""
    module, *names = use.split(".")
    if module == "psycopg_pool":
        pytest.importorskip("psycopg_pool", reason="a distribution of its own")
    found: Any = importlib.import_module(module)
    for name in names:
        found = getattr(found, name)
    assert callable(found)


@pytest.mark.parametrize(("module", "plain", "asynchronous"), TWINS, ids=[plain for _, plain, _ in TWINS])
def test_what_blocks_here_is_awaited_there(module: str, plain: str, asynchronous: str) -> None:
    """The two halves of psycopg are generated from one source: same methods, same effects, blocking here where database work is awaited there."""
    here = _functions(module, plain)
    there = _functions(module, asynchronous)
    shared = {name for name in here if not name.startswith("__")}
    assert shared == {name for name in there if not name.startswith("__")}
    for name in sorted(shared):
        assert EFFECTS & set(_markers(here[name])) == EFFECTS & set(_markers(there[name])), name
        blocks = "blocks" in _markers(here[name])
        if isinstance(there[name], ast.AsyncFunctionDef) and name not in ONLY_AWAITED:
            assert blocks is ("awaits_db" in _markers(there[name])), name


def test_awaitables_that_are_no_coroutines_must_be_used() -> None:
    """Un-awaited they give no warning at run time, so the marker is all that tells of the mistake."""
    for module, owner, names in (
        ("aiosqlite.core", "Connection", ("cursor", "execute", "execute_fetchall", "execute_insert", "executemany", "executescript")),
        ("asyncpg.connection", "Connection", ("cursor", "transaction")),
        ("asyncpg.pool", "Pool", ("acquire",)),
        ("psycopg", "AsyncConnection", ("pipeline", "transaction")),
        ("psycopg", "AsyncCursor", ("copy",)),
        ("psycopg_pool", "AsyncConnectionPool", ("connection",)),
    ):
        for name, function in _functions(module, owner).items():
            assert (name in names) is ("must_use" in _markers(function)), f"{module}.{owner}.{name}"


def test_aiosqlite_gives_objects_that_are_awaited_or_entered() -> None:
    """The reason for the marker, on the library itself."""
    import aiosqlite

    assert not inspect.iscoroutinefunction(aiosqlite.connect)
    assert not inspect.iscoroutinefunction(aiosqlite.Connection.execute)
    assert hasattr(aiosqlite.Connection, "__await__")
    assert hasattr(aiosqlite.Connection, "__aenter__")
