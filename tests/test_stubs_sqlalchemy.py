"""The SQLAlchemy and SQLModel stubs say the truth about the installed versions, and enough of the classes that people work with."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from stub_source import statements
from stub_truth import compare, missing, modules_of

UNDER_TYPE_CHECKING = "SQLAlchemy shows it to type checkers only; at run time the mapped class has an InstrumentedAttribute in its place"
FILTERED = "inherited from FilterResult by accident: closing a streamed result is awaited, so a plain `with` fails"

BY_THE_FAIRY = "handed on to the driver's connection by the private class behind the interface"

EXCEPTIONS = {
    "sqlalchemy.orm.base": {
        f"{name}.{method}": UNDER_TYPE_CHECKING
        for name, methods in {
            "Mapped": ("__get__", "__set__", "__delete__"),
            "DynamicMapped": ("__get__", "__set__"),
            "WriteOnlyMapped": ("__get__", "__set__"),
        }.items()
        for method in methods
    },
    "sqlalchemy.pool.base": {f"PoolProxiedConnection.{method}": BY_THE_FAIRY for method in ("cursor", "commit", "rollback")},
    "sqlalchemy.sql.dml": {"ReturningDelete": "a class for annotations, derived from Update there; the statement stays the Delete that it was"},
    "sqlalchemy.ext.asyncio.result": dict.fromkeys(("AsyncCommon", "AsyncResult", "AsyncScalarResult", "AsyncMappingResult"), FILTERED),
}

INTERNAL = "machinery of the library, no part of what its users call"

COMPLETE = [
    ("sqlalchemy.orm", "Session"),
    ("sqlalchemy.orm", "Query"),
    ("sqlalchemy.orm", "sessionmaker"),
    ("sqlalchemy.orm", "scoped_session"),
    ("sqlalchemy.ext.asyncio", "AsyncSession"),
    ("sqlalchemy.ext.asyncio", "AsyncConnection"),
    ("sqlalchemy.ext.asyncio", "AsyncEngine"),
    ("sqlalchemy.ext.asyncio", "AsyncResult"),
    ("sqlalchemy.ext.asyncio", "AsyncScalarResult"),
    ("sqlalchemy.ext.asyncio", "async_sessionmaker"),
    ("sqlalchemy.ext.asyncio", "async_scoped_session"),
    ("sqlalchemy.engine", "Engine"),
    ("sqlalchemy.engine", "Connection"),
    ("sqlalchemy.engine", "Result"),
    ("sqlalchemy.engine", "ScalarResult"),
    ("sqlalchemy.engine", "Inspector"),
]

MEMOIZED = dict.fromkeys(("memoized_attribute", "memoized_instancemethod"), INTERNAL)

OMITTED = {
    "Query": dict.fromkeys(
        (
            *MEMOIZED,
            "allows_lambda",
            "get_children",
            "is_delete",
            "is_dml",
            "is_from_statement",
            "is_insert",
            "is_select",
            "is_text",
            "is_update",
            "logger",
            "supports_execution",
            "uses_inspection",
        ),
        INTERNAL,
    ),
    "Result": MEMOIZED,
    "ScalarResult": MEMOIZED,
    "AsyncResult": MEMOIZED,
    "AsyncScalarResult": MEMOIZED,
}

MODULES = modules_of("sqlalchemy") + modules_of("sqlmodel")


@pytest.mark.parametrize(("module", "path"), MODULES, ids=[module for module, _ in MODULES])
def test_the_stub_says_the_truth(module: str, path: Path) -> None:
    assert compare(module, path, EXCEPTIONS.get(module)) == []


@pytest.mark.parametrize(("module", "name"), COMPLETE, ids=[name for _, name in COMPLETE])
def test_the_class_is_complete(module: str, name: str) -> None:
    assert missing(module, name, OMITTED.get(name)) == []


def advised(body: list[ast.stmt]) -> Iterator[str]:
    """What the `use=` of the stub's markers names, in the branches of the installed versions."""
    for node in statements(body):
        if isinstance(node, ast.ClassDef):
            yield from advised(node.body)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for decorator in node.decorator_list:
                yield from (ast.literal_eval(item.value) for item in getattr(decorator, "keywords", ()) if item.arg == "use")


def test_what_stubs_advise_exists() -> None:
    found = {advice for _, path in MODULES for advice in advised(ast.parse(path.read_text("utf-8")).body)}
    assert len(found) > 20
    for advice in sorted(found):
        name, _, member = advice.partition(".")
        module = "sqlmodel.ext.asyncio.session" if advice == "AsyncSession.exec" else "sqlalchemy.ext.asyncio"
        value = getattr(importlib.import_module(module), name)
        assert not member or callable(getattr(value, member)), advice


@pytest.mark.parametrize("path", [path for _, path in MODULES], ids=[module for module, _ in MODULES])
def test_the_stub_is_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) < 400
