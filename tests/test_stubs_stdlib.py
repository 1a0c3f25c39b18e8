"""The stubs of the standard library say the truth about the running Python, and enough of the classes that values pass through.

`sqlite3` is compared with the drivers.
"""

from __future__ import annotations

import collections.abc
import importlib
import inspect
import threading
from functools import reduce
from typing import Any

import pytest
from stub_source import load, members_of
from stub_truth import compare, missing

AT_TYPE_LEVEL = "generic for annotations only"
ITERATOR = "a class whose results are used as iterators only, written as a function"
DYNAMIC = "carries any attribute"
ALIAS = "an alias at run time: its class is another module's, or it is a function that makes classes"
OTHER_VERSION = "of other Python versions than the running one"
FACTORY = "a function before Python 3.13"

MODULES = [
    "abc",
    "asyncio",
    "builtins",
    "collections",
    "collections.abc",
    "concurrent",
    "concurrent.futures",
    "contextlib",
    "contextvars",
    "importlib",
    "dataclasses",
    "enum",
    "functools",
    "inspect",
    "itertools",
    "sys",
    "threading",
    "time",
    "types",
    "typing",
    "unittest",
    "unittest.mock",
]

ITERATORS = {
    "builtins": ("enumerate", "filter", "map", "reversed", "zip"),
    "itertools": (
        "accumulate",
        "combinations",
        "combinations_with_replacement",
        "compress",
        "count",
        "cycle",
        "dropwhile",
        "filterfalse",
        "groupby",
        "islice",
        "pairwise",
        "permutations",
        "product",
        "repeat",
        "starmap",
        "takewhile",
        "zip_longest",
    ),
}

GENERIC = {
    "asyncio": ("Queue",),
    "concurrent.futures": ("Future",),
    "contextlib": ("AbstractContextManager", "AbstractAsyncContextManager"),
    "contextvars": ("ContextVar", "Token"),
    "functools": ("cached_property", "partial", "partialmethod", "singledispatchmethod"),
}

CARRIERS = {"threading": ("local.__getattr__",), "types": ("ModuleType.__getattr__", "SimpleNamespace.__getattr__")}

NOT_EVERYWHERE = {
    "asyncio": (
        "AbstractEventLoopPolicy",
        "BrokenBarrierError",
        "Runner",
        "Task.cancelling",
        "Task.uncancel",
        "TaskGroup",
        "Timeout",
        "iscoroutinefunction",
        "timeout",
        "timeout_at",
    ),
    "builtins": ("BaseException.add_note", "BaseExceptionGroup", "ExceptionGroup"),
    "collections.abc": ("ByteString",),
    "contextlib": ("chdir",),
    "enum": ("EnumType", "ReprEnum", "StrEnum", "global_enum", "verify"),
    "typing": (
        "ByteString",
        "LiteralString",
        "Never",
        "NotRequired",
        "ReadOnly",
        "Required",
        "Self",
        "TypeIs",
        "TypeVarTuple",
        "Unpack",
        "assert_never",
        "assert_type",
        "clear_overloads",
        "dataclass_transform",
        "get_overloads",
        "no_type_check_decorator",
        "override",
        "reveal_type",
    ),
}

NEW_PARAMETERS = {
    "asyncio": {"create_task": "context", "AbstractEventLoop.create_task": "context"},
    "concurrent.futures": {"ProcessPoolExecutor.__init__": "max_tasks_per_child"},
    "dataclasses": {"dataclass": "weakref_slot"},
}

COMPLETE = [
    ("asyncio", "AbstractEventLoop"),
    ("asyncio", "Future"),
    ("asyncio", "Lock"),
    ("asyncio", "Queue"),
    ("asyncio", "Semaphore"),
    ("asyncio", "Task"),
    ("builtins", "dict"),
    ("builtins", "frozenset"),
    ("builtins", "list"),
    ("builtins", "set"),
    ("builtins", "str"),
    ("builtins", "tuple"),
    ("collections", "Counter"),
    ("collections", "OrderedDict"),
    ("collections", "defaultdict"),
    ("collections", "deque"),
    ("collections.abc", "AsyncGenerator"),
    ("collections.abc", "Coroutine"),
    ("collections.abc", "Generator"),
    ("collections.abc", "Mapping"),
    ("collections.abc", "MutableMapping"),
    ("collections.abc", "MutableSequence"),
    ("collections.abc", "MutableSet"),
    ("concurrent.futures", "Executor"),
    ("concurrent.futures", "Future"),
    ("contextlib", "AsyncExitStack"),
    ("contextlib", "ExitStack"),
    ("contextvars", "Context"),
    ("contextvars", "ContextVar"),
    ("functools", "partial"),
    ("threading", "Thread"),
]

TRANSPORT = (
    "connect",
    "create_connection",
    "create_datagram",
    "create_server",
    "create_unix",
    "getnameinfo",
    "send",
    "sock_",
    "start_tls",
    "subprocess_",
)
LATER = {"Queue": ("shutdown",), "Task": ("get_context",)}

ABSTRACT = [name for name, definition in load("typing").names.items() if hasattr(collections.abc, name) and type(definition).__name__ == "ClassDef"]


def _has(module: str, dotted: str) -> bool:
    try:
        reduce(getattr, dotted.split("."), importlib.import_module(module))
    except AttributeError:
        return False
    return True


def _exceptions(module: str) -> dict[str, str]:
    excused = {name: OTHER_VERSION for name in NOT_EVERYWHERE.get(module, ()) if not _has(module, name)}
    excused.update(dict.fromkeys(ITERATORS.get(module, ()), ITERATOR))
    excused.update(dict.fromkeys(GENERIC.get(module, ()), AT_TYPE_LEVEL))
    excused.update(dict.fromkeys(CARRIERS.get(module, ()), DYNAMIC))
    for name, parameter in NEW_PARAMETERS.get(module, {}).items():
        if parameter not in inspect.signature(reduce(getattr, name.split("."), importlib.import_module(module))).parameters:
            excused[name] = OTHER_VERSION
    if module == "typing":
        real: Any = importlib.import_module(module)
        aliases = [name for name, node in load(module).names.items() if type(node).__name__ == "ClassDef" and not name.startswith("_")]
        excused.update({name: ALIAS for name in aliases if hasattr(real, name) and not inspect.isclass(getattr(real, name))})
    if module == "threading" and inspect.isclass(threading.Lock):
        excused["Lock"] = FACTORY
    return excused


@pytest.mark.parametrize("module", MODULES)
def test_the_stub_says_the_truth(module: str) -> None:
    assert compare(module, load(module).path, _exceptions(module)) == []


def test_typing_extensions_says_the_truth() -> None:
    pytest.importorskip("typing_extensions", reason="comes with other libraries only")
    assert compare("typing_extensions", load("typing_extensions").path) == []


@pytest.mark.parametrize(("module", "name"), COMPLETE, ids=[f"{module}.{name}" for module, name in COMPLETE])
def test_the_class_is_complete(module: str, name: str) -> None:
    real = getattr(importlib.import_module(module), name)
    later = {member: OTHER_VERSION for member in LATER.get(name, ()) if module == "asyncio" and hasattr(real, member)}
    if name == "AbstractEventLoop":
        later.update({member: "transports and sockets are no part of the stub" for member in dir(real) if member.startswith(TRANSPORT)})
    assert missing(module, name, later) == []


@pytest.mark.parametrize("name", ABSTRACT)
def test_what_typing_says_of_abstract_classes_is_true(name: str) -> None:
    """At run time `typing` has aliases of these classes, which tell nothing of their members."""
    real = getattr(collections.abc, name)
    declared, _ = members_of("typing", name)
    for member, definition in declared.items():
        assert hasattr(real, member), member
        if isinstance(definition, list) and inspect.isfunction(getattr(real, member)):
            is_async = type(definition[0]).__name__ == "AsyncFunctionDef"
            assert is_async is inspect.iscoroutinefunction(getattr(real, member)), member


def test_every_builtin_name_is_declared() -> None:
    """A name that the stub lacks would be unknown everywhere; only the site module's jokes and newer exceptions are left out."""
    left_out = {"copyright", "credits", "license", "True", "False", "None", "PythonFinalizationError"}
    public = {name for name in dir(importlib.import_module("builtins")) if not name.startswith("_")}
    assert public - set(load("builtins").names) - left_out == set()


def test_builtins_import_under_private_names() -> None:
    """What the stub of the built-in names imports must not become a built-in name of the linted code."""
    from greenlint.knowledge.markers import MARKERS

    names = load("builtins").names
    assert {name for name in names if not name.startswith("_") and not _has("builtins", name)} - MARKERS - set(_exceptions("builtins")) == set()
