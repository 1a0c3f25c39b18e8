"""The stubs of ORMs other than SQLAlchemy, and of the bridges to them, say the truth about the installed versions.

A library that is not installed is skipped by its name.
"""

from __future__ import annotations

import ast
import asyncio
import importlib
import importlib.util
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from stub_source import statements
from stub_truth import STUBS, compare, missing, modules_of

LIBRARIES = (
    "advanced_alchemy",
    "asgiref",
    "channels",
    "django",
    "fastapi_async_sqlalchemy",
    "fastapi_sqla",
    "flask_sqlalchemy",
    "mongoengine",
    "pandas",
    "peewee",
    "pony",
    "sqlalchemy_utils",
    "tortoise",
)

BY_CONTRIBUTION = "set on each model by its metaclass"
BY_THE_FIELD = "read through the descriptor that the field puts in its own place"
BY_THE_MIDDLEWARE = "set on each request by a middleware"
BY_THE_DRIVER = "handed on to the driver's cursor"
BY_THE_METACLASS = "a method of the metaclass, which the classes under it answer to"
COROUTINE_OF_THE_QUERYSET = "a plain function that hands on the coroutine of the queryset's method"
OPEN = "more attributes than the stub has: a backend's, a relation's or those of machinery"
TYPE_CHECKERS = "subscripted by type checkers only"
INSTANCE = "an attribute of the instance that is a class"
HANDED_ON = "found in sqlalchemy or sqlalchemy.orm by `__getattr__`"

EXCEPTIONS: dict[str, dict[str, str]] = {
    "advanced_alchemy.repository._async": {"SQLAlchemyAsyncRepository.__getattr__": OPEN},
    "advanced_alchemy.repository._sync": {"SQLAlchemySyncRepository.__getattr__": OPEN},
    "advanced_alchemy.service._async": {"SQLAlchemyAsyncRepositoryReadService.__getattr__": OPEN},
    "advanced_alchemy.service._sync": {"SQLAlchemySyncRepositoryReadService.__getattr__": OPEN},
    "django.core.cache.backends.base": {"BaseCache.__getattr__": OPEN},
    "django.db.backends.base.base": {"BaseDatabaseWrapper.__getattr__": OPEN},
    "django.db.backends.utils": {f"CursorWrapper.{method}": BY_THE_DRIVER for method in ("fetchone", "fetchmany", "fetchall")},
    "django.db.models.base": {
        **{f"Model.{name}": BY_CONTRIBUTION for name in ("objects", "DoesNotExist", "MultipleObjectsReturned")},
        "Model.__getattr__": OPEN,
    },
    "django.db.models.fields.related": {
        "RelatedField": TYPE_CHECKERS,
        "ForeignObject.__get__": BY_THE_FIELD,
        "ManyToManyField.__get__": BY_THE_FIELD,
    },
    "django.db.models.manager": {
        "BaseManager": TYPE_CHECKERS,
        **{
            f"Manager.a{method}": COROUTINE_OF_THE_QUERYSET
            for method in (
                *("aggregate", "bulk_create", "bulk_update", "contains", "count", "create", "earliest", "exists", "explain"),
                *("first", "get", "get_or_create", "in_bulk", "last", "latest", "update", "update_or_create"),
            )
        },
    },
    "django.db.models.query": {"QuerySet": TYPE_CHECKERS, "RawQuerySet": TYPE_CHECKERS},
    "django.http.request": {
        **{f"HttpRequest.{name}": BY_THE_MIDDLEWARE for name in ("session", "user", "auser")},
        "HttpRequest.__getattr__": OPEN,
    },
    "flask_sqlalchemy.extension": {
        "SQLAlchemy.Model": INSTANCE,
        **{
            f"SQLAlchemy.{name}": HANDED_ON
            for name in ("Column", "ForeignKey", "Table", "backref", "column_property", "deferred", "mapped_column", "synonym")
        },
    },
    "flask_sqlalchemy.model": {"Model.__getattr__": OPEN},
    "mongoengine.document": {"Document.objects": BY_CONTRIBUTION},
    "mongoengine.queryset.base": {"BaseQuerySet": TYPE_CHECKERS, "BaseQuerySet.__getattr__": OPEN},
    "peewee": {
        "BaseQuery": TYPE_CHECKERS,
        "BaseQuery.__getattr__": OPEN,
        "Database.__getattr__": OPEN,
        "DatabaseProxy": "stands for the database that it is initialised with",
        "Model.DoesNotExist": BY_CONTRIBUTION,
        "Model.__getattr__": OPEN,
    },
    "pony.orm.core": {
        "Database.Entity": INSTANCE,
        "Database.__getattr__": OPEN,
        "Entity.__getattr__": OPEN,
        "Query": TYPE_CHECKERS,
        "QueryResult": TYPE_CHECKERS,
        "QueryResult.__getattr__": OPEN,
        **{
            f"Entity.{method}": BY_THE_METACLASS
            for method in ("exists", "get", "get_by_sql", "get_for_update", "select", "select_by_sql", "select_random")
        },
    },
    "tortoise.backends.base.client": {"BaseDBAsyncClient.__getattr__": OPEN},
    "tortoise.fields.relational": {
        "ForeignKeyFieldInstance.__await__": "an instance gives the query of the related model, or that model",
        "ForeignKeyFieldInstance.__getattr__": "an instance gives the query of the related model, or that model",
    },
    "tortoise.models": {"Model.__getattr__": OPEN},
}

COMPLETE = [
    ("django.db.models", "Manager"),
    ("django.db.models", "QuerySet"),
    ("django.db.models.query", "RawQuerySet"),
    ("django.db.transaction", "Atomic"),
    ("django.contrib.sessions.backends.base", "SessionBase"),
    ("django.views.generic", "View"),
    ("flask_sqlalchemy.pagination", "Pagination"),
    ("flask_sqlalchemy.query", "Query"),
    ("pony.orm.core", "Query"),
    ("tortoise", "Tortoise"),
    ("tortoise.connection", "ConnectionHandler"),
    ("tortoise.fields.relational", "ManyToManyRelation"),
    *(
        ("tortoise.queryset", name)
        for name in (
            *("BulkCreateQuery", "BulkUpdateQuery", "ContainsQuery", "CountQuery", "DeleteQuery", "ExistsQuery", "QuerySet", "QuerySetSingle"),
            *("RawSQLQuery", "UnionCountQuery", "UnionQuery", "UpdateQuery", "ValuesListQuery", "ValuesQuery"),
        )
    ),
]

MACHINERY = dict.fromkeys(
    (
        *("allows_lambda", "get_children", "is_delete", "is_dml", "is_from_statement", "is_insert", "is_select", "is_text", "is_update"),
        *("logger", "memoized_attribute", "memoized_instancemethod", "supports_execution", "uses_inspection"),
    ),
    "machinery of SQLAlchemy, no part of what its users call",
)

OMITTED = {("flask_sqlalchemy.query", "Query"): MACHINERY}

MODULES = [module for library in LIBRARIES for module in modules_of(library)]


@pytest.fixture(scope="module", autouse=True)
def configured_django() -> None:
    """Django's models cannot be imported before its settings are known."""
    if importlib.util.find_spec("django") is not None:
        from django.conf import settings

        if not settings.configured:
            settings.configure(
                INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
                DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
            )
            importlib.import_module("django").setup()


def needs(module: str) -> None:
    library = module.partition(".")[0]
    if importlib.util.find_spec(library) is None:
        pytest.skip(f"{library} is not installed")


def test_each_library_has_stubs() -> None:
    assert [library for library in LIBRARIES if not modules_of(library)] == []


@pytest.mark.parametrize(("module", "path"), MODULES, ids=[module for module, _ in MODULES])
def test_the_stub_says_the_truth(module: str, path: Path) -> None:
    needs(module)
    assert compare(module, path, EXCEPTIONS.get(module)) == []


@pytest.mark.parametrize(("module", "name"), COMPLETE, ids=[f"{module}.{name}" for module, name in COMPLETE])
def test_the_class_is_complete(module: str, name: str) -> None:
    needs(module)
    assert missing(module, name, OMITTED.get((module, name))) == []


def marked(body: list[ast.stmt], owner: str = "") -> Iterator[tuple[str, str, str]]:
    """The class, the name and the `use=` of each function that blocks, in the branches of the installed versions."""
    for node in statements(body):
        if isinstance(node, ast.ClassDef):
            yield from marked(node.body, node.name)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for decorator in node.decorator_list:
                if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "blocks":
                    yield owner, node.name, next((ast.literal_eval(item.value) for item in decorator.keywords if item.arg == "use"), "")


def found(name: str, places: list[Any]) -> bool:
    """Whether a dotted name is that of something callable in one of some places."""
    for place in places:
        value = place
        for part in name.split("."):
            value = getattr(value, part, None)
        if callable(value):
            return True
    return False


ADVISED = {path: [item for item in marked(ast.parse(path.read_text("utf-8")).body) if item[2]] for _, path in MODULES}
"""What stubs advise instead of what blocks."""

ADVISING = [(module, path) for module, path in MODULES if ADVISED[path]]


@pytest.mark.parametrize(("module", "path"), ADVISING, ids=[module for module, _ in ADVISING])
def test_what_the_stub_advises_exists(module: str, path: Path) -> None:
    needs(module)
    # What a library warns of when it is imported is its own affair.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        real = importlib.import_module(module)
    elsewhere = [importlib.import_module(name) for name in ("sqlalchemy.ext.asyncio", "sqlmodel.ext.asyncio.session")]
    if module.startswith(("advanced_alchemy", "fastapi_sqla")):
        elsewhere += [importlib.import_module(module.partition(".")[0] + suffix) for suffix in ("", *NEIGHBOURS.get(module, ()))]
    for owner, name, advice in ADVISED[path]:
        places = [real, *elsewhere, *([getattr(real, owner)] if hasattr(real, owner) else [])]
        assert owner.startswith("_") or found(advice, places), f"{owner}.{name}: {advice}"


NEIGHBOURS = {"advanced_alchemy.repository._sync": (".repository",), "advanced_alchemy.service._sync": (".service",)}


@pytest.mark.parametrize("library", ["django", "mongoengine", "peewee", "pony"])
def test_an_orm_blocks_as_an_orm(library: str) -> None:
    families = {
        decorator.args[0].value
        for _, path in modules_of(library)
        for decorator in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "blocks" and isinstance(decorator.args[0], ast.Constant)
    }
    assert families == {"orm"}


@pytest.mark.parametrize("module", ["django.db.models.query", "django.db.models.base", "django.contrib.auth"])
def test_django_advises_the_method_with_an_a(module: str) -> None:
    path = STUBS.joinpath(*module.split("."))
    text = (path / "__init__.pyi" if path.is_dir() else path.with_suffix(".pyi")).read_text("utf-8")
    named = [(name, advice) for _, name, advice in marked(ast.parse(text).body) if advice and not name.startswith("__")]
    assert named
    assert [(name, advice) for name, advice in named if advice != f"a{name}"] == []


def functions(module: str, owner: str, marker: str) -> list[str]:
    """The plain methods of a stub class with a marker."""
    path = dict(MODULES)[module]
    classes = [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.ClassDef) and node.name == owner]
    methods = [node for node in classes[0].body if isinstance(node, ast.FunctionDef)]
    names = {method.name: [ast.unparse(item).partition("(")[0] for item in method.decorator_list] for method in methods}
    return [name for name, decorators in names.items() if marker in decorators]


def refuses(call: Callable[[], object]) -> bool:
    """Whether Django refuses a call in a coroutine."""
    from django.core.exceptions import SynchronousOnlyOperation

    async def run() -> bool:
        try:
            call()
        except SynchronousOnlyOperation:
            return True
        return False

    return asyncio.run(run())


def django_objects() -> dict[tuple[str, str], Callable[[], Any]]:
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    return {
        ("django.db.models.query", "QuerySet"): Session.objects.all,
        ("django.db.models.query", "RawQuerySet"): lambda: Session.objects.raw("SELECT 1"),
        ("django.db.models.manager", "Manager"): lambda: Session.objects,
        ("django.db.models.base", "Model"): lambda: Session(pk="x", session_data=""),
        ("django.contrib.sessions.backends.base", "SessionBase"): lambda: SessionStore("abcdefghijkl"),
    }


def django_arguments(owner: str, name: str) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Arguments with which a method gets as far as the database."""
    if owner == "SessionBase":
        if name in ("__setitem__", "setdefault"):
            return ("key", 1), {}
        keyed = ("__contains__", "__delitem__", "__getitem__", "exists", "get", "has_key", "pop")
        return (("key",) if name in keyed else ({},) if name == "update" else (1,) if name == "set_expiry" else ()), {}
    from django.contrib.sessions.models import Session
    from django.db.models import Count

    given: dict[str, tuple[Any, ...]] = {
        "__getitem__": (0,),
        "aggregate": (Count("pk"),),
        "bulk_create": ([Session(pk="x")],),
        "bulk_update": ([Session(pk="x")], ["session_data"]),
        "complex_filter": ({"pk": "x"},),
        "contains": (Session(pk="x"),),
        "dates": ("expire_date", "year"),
        "datetimes": ("expire_date", "year"),
        "earliest": ("pk",),
        "in_bulk": (["x"],),
        "latest": ("pk",),
        "raw": ("SELECT 1",),
        "using": ("default",),
    }
    keywords = {"pk": "x"} if name in ("create", "get", "get_or_create", "update_or_create") else {}
    return given.get(name, ()), {"session_data": ""} if name == "update" else keywords


@pytest.mark.parametrize("marker", ["blocks", "lazy_query"])
@pytest.mark.parametrize("owner", ["QuerySet", "RawQuerySet", "Manager", "Model", "SessionBase"])
def test_django_refuses_what_blocks_and_nothing_else(owner: str, marker: str) -> None:
    needs("django")
    (module, make) = next((module, make) for (module, name), make in django_objects().items() if name == owner)
    names = functions(module, owner, marker)
    assert names or (marker == "lazy_query" and owner in ("Model", "SessionBase"))
    for name in names:
        positional, keywords = django_arguments(owner, name)
        assert refuses(lambda: getattr(make(), name)(*positional, **keywords)) is (marker == "blocks"), f"{owner}.{name}"  # noqa: B023


@pytest.mark.parametrize("owner", ["BaseQuery", "ModelSelect", "Model"])
def test_peewee_asks_its_database_where_the_stub_says_so(owner: str) -> None:
    needs("peewee")
    import peewee

    asked: list[object] = []

    class Watched(peewee.SqliteDatabase):  # type: ignore[misc, name-defined, unused-ignore]
        def execute_sql(self, *args: Any, **keywords: Any) -> Any:
            asked.append(args)
            return super().execute_sql(*args, **keywords)

    class Person(peewee.Model):  # type: ignore[misc, name-defined, unused-ignore]
        name = peewee.TextField(null=True)

        class Meta:
            database = Watched(":memory:")

    expression = Person.name == "x"
    arguments: dict[str, tuple[Any, ...]] = {
        "__getitem__": (0,),
        "delete_by_id": (1,),
        "get_by_id": (1,),
        "paginate": (1,),
        "raw": ("SELECT 1",),
        "set_by_id": (1, {"name": "y"}),
        **dict.fromkeys(("having", "orwhere", "where"), (expression,)),
        **dict.fromkeys(("except_", "intersect", "union", "union_all"), (Person.select(),)),
        **dict.fromkeys(("insert_many", "replace_many"), ([{"name": "x"}],)),
    }
    wants_another_model = {"from_", "insert_from", "join", "join_from", "left_outer_join", "prefetch"}
    wants_changes = {"bulk_create", "bulk_update"}
    for marker in ("blocks", "lazy_query"):
        for name in sorted(set(functions("peewee", owner, marker)) - wants_another_model - wants_changes):
            Person.create_table()
            person = Person.create(name="x")
            asked.clear()
            target = person if name in ("save", "delete_instance") else Person if owner == "Model" else Person.select()
            getattr(target, name)(*arguments.get(name, ()))
            assert bool(asked) is (marker == "blocks"), f"{owner}.{name}"


@pytest.mark.parametrize("path", [path for _, path in MODULES], ids=[module for module, _ in MODULES])
def test_the_stub_is_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) < 400
