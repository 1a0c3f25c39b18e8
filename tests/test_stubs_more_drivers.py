"""The stubs of the further database drivers say the truth about the installed versions, and leave out nothing that a program uses.

A library that is not installed is skipped by its name. Deliberately absent: proofs for `UNPROVEN`, which install nowhere here; what holds of
their stubs without the library (the markers, the names that are bound, what they propose instead) is tested all the same.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from stub_source import definitions, dotted_name, load, members_of, statements
from stub_truth import STUBS, compare, missing, modules_of

from greenlint.knowledge.markers import FAMILIES, MARKERS

PACKAGES = [
    "aiomysql",
    "aioodbc",
    "aiopg",
    "asyncmy",
    "clickhouse_connect",
    "clickhouse_driver",
    "databases",
    "duckdb",
    "mariadb",
    "mysql",
    "oracledb",
    "pg8000",
    "pymssql",
    "pymysql",
    "pyodbc",
    "snowflake",
    "trino",
]

UNPROVEN = {
    "MySQLdb": "mysqlclient has no wheels for Linux and builds against the MySQL client library",
    "cx_Oracle": "its last release has no wheels beyond Python 3.10; oracledb replaces it",
}

HELD = "hands all other attributes on to the connection that it holds"
REFUSES = "`with` is defined to raise: the block has to be an `async with`"
FUNCTION = "DB-API's name for the function; here another name of the class"
READS_COLUMNS = "the classes of rows do this in C, or only in the backends"

EXCEPTIONS = {
    "aiomysql.pool": {"Pool": REFUSES},
    "aiomysql.sa.engine": {"Engine": REFUSES},
    "aiopg.pool": {"Pool": REFUSES},
    "aiopg.sa.engine": {"Engine": REFUSES},
    "databases.interfaces": {"Record.__getattr__": READS_COLUMNS},
    "mariadb": {"AsyncCursor": REFUSES},
    "mysql.connector.aio.pooling": {"PooledMySQLConnection": HELD},
    "mysql.connector.pooling": {"PooledMySQLConnection": HELD},
    "pymysql": {"connect": FUNCTION, "Connect": FUNCTION},
    "pyodbc": {"Row.__getattr__": READS_COLUMNS, "Row.__iter__": READS_COLUMNS},
}

PROTOCOL = "speaks the wire protocol, for the library itself"
SERVER = "of asyncio.AbstractServer, which a pool does not implement"
RAISES = "only raises NotImplementedError or NotSupportedError"
INTERNAL = "for the library itself"

CLASSES = {
    "aiomysql": ["Connection", "Cursor", "Pool", "SSCursor"],
    "aiomysql.sa": ["Engine", "SAConnection"],
    "aiomysql.sa.result": ["ResultProxy"],
    "aiomysql.sa.transaction": ["Transaction"],
    "aioodbc": ["Connection", "Cursor", "Pool"],
    "aiopg": ["Connection", "Cursor", "Pool", "Transaction"],
    "aiopg.sa": ["Engine", "SAConnection"],
    "asyncmy": ["Connection", "Pool"],
    "asyncmy.cursors": ["Cursor", "SSCursor"],
    "clickhouse_connect.dbapi.connection": ["Connection"],
    "clickhouse_connect.dbapi.cursor": ["Cursor"],
    "clickhouse_connect.driver": ["AsyncClient", "Client"],
    "clickhouse_connect.driver.common": ["StreamContext"],
    "clickhouse_connect.driver.query": ["QueryResult"],
    "clickhouse_driver": ["Client"],
    "clickhouse_driver.dbapi.connection": ["Connection"],
    "clickhouse_driver.dbapi.cursor": ["Cursor"],
    "databases": ["Database", "DatabaseURL"],
    "databases.core": ["Connection", "Transaction"],
    "duckdb": ["DuckDBPyConnection"],
    "mariadb": ["AsyncConnection", "AsyncCursor", "SyncConnection", "SyncCursor"],
    "mysql.connector": ["MySQLConnection"],
    "mysql.connector.aio": ["MySQLConnection", "MySQLConnectionPool"],
    "mysql.connector.aio.cursor": ["MySQLCursor"],
    "mysql.connector.cursor": ["MySQLCursor"],
    "mysql.connector.pooling": ["MySQLConnectionPool"],
    "oracledb": [
        "AsyncConnection",
        "AsyncConnectionPool",
        "AsyncCursor",
        "AsyncLOB",
        "AsyncQueue",
        "Connection",
        "ConnectionPool",
        "Cursor",
        "LOB",
        "Queue",
        "SodaCollection",
        "SodaDatabase",
        "SodaDocCursor",
        "SodaOperation",
    ],
    "pg8000.dbapi": ["Connection", "Cursor"],
    "pg8000.legacy": ["Connection", "Cursor"],
    "pg8000.native": ["Connection", "PreparedStatement"],
    "pymssql": ["Connection", "Cursor"],
    "pymysql.connections": ["Connection"],
    "pymysql.cursors": ["Cursor", "SSCursor"],
    "pyodbc": ["Connection", "Cursor"],
    "snowflake.connector": ["DictCursor", "SnowflakeConnection", "SnowflakeCursor"],
    "snowflake.connector.aio": ["SnowflakeConnection", "SnowflakeCursor"],
    "trino.dbapi": ["Connection", "Cursor"],
}
COMPLETE = [(module, name) for module, names in CLASSES.items() for name in names]

ABSTRACT_SERVER = dict.fromkeys(("get_loop", "is_serving", "serve_forever", "start_serving"), SERVER)
OMITTED: dict[tuple[str, str], dict[str, str]] = {
    ("aiomysql", "Connection"): dict.fromkeys(("caching_sha2_password_auth", "sha256_password_auth", "write_packet"), PROTOCOL),
    ("aiomysql", "Pool"): ABSTRACT_SERVER,
    ("aioodbc", "Cursor"): {"callproc": RAISES},
    ("asyncmy", "Connection"): dict.fromkeys(("read_packet", "write_packet"), PROTOCOL),
    ("asyncmy", "Pool"): ABSTRACT_SERVER,
    ("clickhouse_driver.dbapi.cursor", "Cursor"): {"States": INTERNAL},
    ("mysql.connector", "MySQLConnection"): {"cmd_process_info": RAISES},
    ("pymysql.connections", "Connection"): {"write_packet": PROTOCOL},
    ("snowflake.connector", "DictCursor"): {"errorhandler": INTERNAL},
    ("snowflake.connector", "SnowflakeConnection"): {"errorhandler": INTERNAL},
    ("snowflake.connector", "SnowflakeCursor"): {"errorhandler": INTERNAL},
    ("snowflake.connector.aio", "SnowflakeConnection"): {"errorhandler": INTERNAL},
    ("snowflake.connector.aio", "SnowflakeCursor"): {"errorhandler": INTERNAL},
}

WIRE = ("handle_", "send_", "prepare_statement", "close_prepared_statement", "execute_named")
NATIVE_CLIENT = ("process_", "iter_", "receive_", "packet_", "send_", "make_query_settings", "substitute_params", "track_", "reset_last_query")

ASYNCHRONOUS = [
    ("aiomysql", "Connection", "Cursor"),
    ("aioodbc", "Connection", "Cursor"),
    ("aiopg", "Connection", "Cursor"),
    ("asyncmy", "Connection", "Pool"),
    ("databases", "Database", "Database"),
    ("mariadb", "AsyncConnection", "AsyncCursor"),
    ("oracledb", "AsyncConnection", "AsyncCursor"),
    ("snowflake.connector.aio", "SnowflakeConnection", "SnowflakeCursor"),
]

TWINS = [
    ("clickhouse_connect.driver.client", "Client", "clickhouse_connect.driver.asyncclient", "AsyncClient"),
    ("mariadb", "SyncConnection", "mariadb", "AsyncConnection"),
    ("mariadb", "SyncCursor", "mariadb", "AsyncCursor"),
    ("mysql.connector.abstracts", "MySQLConnectionAbstract", "mysql.connector.aio.abstracts", "MySQLConnectionAbstract"),
    ("mysql.connector.abstracts", "MySQLCursorAbstract", "mysql.connector.aio.abstracts", "MySQLCursorAbstract"),
    ("mysql.connector.pooling", "MySQLConnectionPool", "mysql.connector.aio.pooling", "MySQLConnectionPool"),
    ("oracledb.connection", "Connection", "oracledb.connection", "AsyncConnection"),
    ("oracledb.cursor", "Cursor", "oracledb.cursor", "AsyncCursor"),
    ("oracledb.lob", "LOB", "oracledb.lob", "AsyncLOB"),
    ("oracledb.pool", "ConnectionPool", "oracledb.pool", "AsyncConnectionPool"),
    ("snowflake.connector.connection", "SnowflakeConnection", "snowflake.connector.aio.connection", "SnowflakeConnection"),
    ("snowflake.connector.cursor", "SnowflakeCursorBase", "snowflake.connector.aio.cursor", "SnowflakeCursorBase"),
]

# A coroutine there without work here: it takes a lock, frees what a cursor holds, or asks what the other side keeps.
WAITS_ONLY_THERE = {"close", "close_connections", "reset", "set_client_prefetch_threads"}

# These connect with the first query.
OPENS_LATER = ("clickhouse_driver", "trino")

MODULES = [pair for package in PACKAGES for pair in modules_of(package)]
UNPROVEN_MODULES = [pair for package in UNPROVEN for pair in modules_of(package)]


def _library(module: str) -> ModuleType:
    """The module, or the test is skipped for want of the library or of something that it needs to be imported."""
    if module.startswith("aiopg.sa"):
        pytest.importorskip("aiopg.sa", reason="aiopg.sa: needs aiopg and SQLAlchemy 1.4", exc_type=ImportError)
    top = ".".join(module.split(".")[: 2 if module.startswith(("mysql.", "snowflake.")) else 1])
    pytest.importorskip(top, reason=f"{top}: not installed, or a shared library that it needs is not", exc_type=ImportError)
    return importlib.import_module(module)


def _omitted(module: str, name: str, real: type) -> dict[str, str]:
    found = dict(OMITTED.get((module, name), {}))
    if module.startswith("pg8000.") and name == "Connection":
        found.update({member: PROTOCOL for member in dir(real) if member.startswith(WIRE)})
    if (module, name) == ("clickhouse_driver", "Client"):
        found.update({member: PROTOCOL for member in dir(real) if member.startswith(NATIVE_CLIENT)})
        found.update(dict.fromkeys(("available_client_settings", "disconnect_on_error"), INTERNAL))
    return found


def _functions(module: str, owner: str) -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    node = load(module).names[owner]
    assert isinstance(node, ast.ClassDef)
    members = definitions(list(statements(node.body)), module, False)
    return {name: member[-1] for name, member in members.items() if isinstance(member, list)}


def _markers(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    return {dotted_name(item.func if isinstance(item, ast.Call) else item) for item in function.decorator_list}


def _blocking(package: str) -> Iterator[ast.Call]:
    for _, path in modules_of(package):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and dotted_name(node.func) == "blocks":
                yield node


def _stored(real: type) -> set[str]:
    """The public attributes that the methods of a class, or of its bases from the same library, store on `self`."""
    found = set()
    for base in real.__mro__:
        if base.__module__.partition(".")[0] != real.__module__.partition(".")[0]:
            continue
        try:
            tree = ast.parse(textwrap.dedent(inspect.getsource(base)))
        except (OSError, TypeError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and dotted_name(node.value) == "self":
                found.add(node.attr)
    return {name for name in found if not name.startswith("_")}


USES = sorted(
    {
        str(keyword.value.value)
        for package in [*PACKAGES, *UNPROVEN]
        for call in _blocking(package)
        for keyword in call.keywords
        if isinstance(keyword.value, ast.Constant)
    }
)


@pytest.mark.parametrize(("module", "path"), MODULES, ids=[module for module, _ in MODULES])
def test_the_stub_says_the_truth(module: str, path: Path) -> None:
    _library(module)
    assert compare(module, path, EXCEPTIONS.get(module)) == []


@pytest.mark.parametrize(("module", "name"), COMPLETE, ids=[f"{module}.{name}" for module, name in COMPLETE])
def test_the_class_is_complete(module: str, name: str) -> None:
    real = getattr(_library(module), name)
    assert missing(module, name, {member: why for member, why in _omitted(module, name, real).items() if hasattr(real, member)}) == []


@pytest.mark.parametrize(("module", "name"), COMPLETE, ids=[f"{module}.{name}" for module, name in COMPLETE])
def test_what_instances_store_is_declared(module: str, name: str) -> None:
    """Reading an attribute that an asynchronous class lacks is a finding, so what only its instances have must be known too."""
    real = getattr(_library(module), name)
    declared, _ = members_of(module, name)
    unknown = _stored(real) - set(declared) - set(_omitted(module, name, real))
    if module.startswith("pg8000."):
        unknown -= {"auth", "message_types", "password", "pg_types", "py_types"}
    if module.startswith("snowflake."):
        unknown -= {"auto_cleanup", "db_handle"}
    assert unknown == set()


@pytest.mark.parametrize("package", [*PACKAGES, *UNPROVEN])
def test_every_driver_has_something_to_find(package: str) -> None:
    marked = {
        marker
        for _, path in modules_of(package)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        for marker in _markers(node)
    }
    assert marked & {"blocks", "awaits_db"}
    assert "closes" in marked
    assert "opens" in marked or package in OPENS_LATER


@pytest.mark.parametrize(("module", "path"), UNPROVEN_MODULES, ids=[module for module, _ in UNPROVEN_MODULES])
def test_an_unproven_stub_is_well_formed(module: str, path: Path) -> None:
    """Without the library there is nothing to compare with but the rules for stubs themselves."""
    stub = load(module)
    assert stub is not None and stub.path == path and stub.open
    imported = {
        alias.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "greenlint_markers"
        for alias in node.names
    }
    assert imported <= MARKERS
    for definition in stub.names.values():
        if isinstance(definition, ast.ClassDef):
            _, closed = members_of(module, definition.name)
            assert closed, definition.name
    for call in _blocking(module.partition(".")[0]):
        assert [argument.value for argument in call.args if isinstance(argument, ast.Constant)] == ["driver"]
    assert "driver" in FAMILIES


@pytest.mark.parametrize("use", USES)
def test_the_call_to_make_instead_exists(use: str) -> None:
    """What a finding proposes instead of a blocking call is something that the other library has."""
    *names, last = use.split(".")
    aio = 3 if use.startswith(("mysql.", "snowflake.")) else 1
    found: Any = _library(".".join([*names, last][:aio]))
    for name in [*names, last][aio:]:
        found = getattr(found, name)
    assert callable(found)


@pytest.mark.parametrize(("module", "name", "other", "twin"), TWINS, ids=[f"{module}.{name}" for module, name, _, _ in TWINS])
def test_what_blocks_here_is_awaited_there(module: str, name: str, other: str, twin: str) -> None:
    """Libraries that come in two halves give the same names to the same work."""
    here, there = _functions(module, name), _functions(other, twin)
    shared = [method for method in here if method in there and not method.startswith("__") and isinstance(there[method], ast.AsyncFunctionDef)]
    assert shared
    for method in shared:
        if method not in WAITS_ONLY_THERE:
            assert ("blocks" in _markers(here[method])) is ("awaits_db" in _markers(there[method])), method


@pytest.mark.parametrize(("module", "connection", "cursor"), ASYNCHRONOUS, ids=[module for module, _, _ in ASYNCHRONOUS])
def test_an_asynchronous_class_blocks_nowhere(module: str, connection: str, cursor: str) -> None:
    for name in {connection, cursor}:
        members, _ = members_of(module, name)
        functions = [item for member in members.values() if isinstance(member, list) for item in member]
        assert functions
        assert not any("blocks" in _markers(function) for function in functions)


@pytest.mark.parametrize(
    ("module", "owner", "names"),
    [
        ("aiomysql.connection", "Connection", {"cursor"}),
        ("aiomysql.pool", "Pool", {"acquire"}),
        ("aiomysql.sa.connection", "SAConnection", {"begin", "execute"}),
        ("aioodbc.connection", "Connection", {"cursor"}),
        ("aioodbc.pool", "Pool", {"acquire"}),
        ("aiopg.connection", "Connection", {"cursor"}),
        ("aiopg.connection", "Cursor", {"begin", "begin_nested"}),
        ("aiopg.pool", "Pool", {"acquire"}),
        ("aiopg.sa.connection", "SAConnection", {"begin", "begin_nested", "execute"}),
        ("asyncmy.pool", "Pool", {"acquire"}),
        ("databases.core", "Connection", {"transaction"}),
        ("databases.core", "Database", {"transaction"}),
    ],
)
def test_awaitables_that_are_no_coroutines_must_be_used(module: str, owner: str, names: set[str]) -> None:
    """Un-awaited they give no warning of their own at run time; each is a plain function that gives something to await or to enter."""
    assert {name for name, function in _functions(module, owner).items() if "must_use" in _markers(function)} == names
    real = getattr(_library(module), owner)
    for name in names:
        assert not inspect.iscoroutinefunction(getattr(real, name))


def test_futures_and_coroutines_of_aiomysql() -> None:
    """The reason for two kinds of fetching calls in one library: the rows are there already, or they are read."""
    aiomysql = _library("aiomysql")
    assert not inspect.iscoroutinefunction(aiomysql.Cursor.fetchall)
    assert inspect.iscoroutinefunction(aiomysql.SSCursor.fetchall)


def test_the_stubs_lie_where_they_belong() -> None:
    for package in [*PACKAGES, *UNPROVEN]:
        assert (STUBS / package / "__init__.pyi").is_file(), package
