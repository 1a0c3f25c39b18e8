"""What a stub does not tell of an asynchronous class, the class does not have: rules say so of a missing attribute. A stub that knows only a part of
a class declares `__getattr__`.
"""

from __future__ import annotations

import importlib
import inspect
import warnings
from pathlib import Path

import pytest

from greenlint.base.settings import Settings
from greenlint.engine.depth import deeply
from greenlint.world.lacking import is_asynchronous
from greenlint.world.sources import Sources
from greenlint.world.types import DefId, Instance
from greenlint.world.world import World

# Internals without a leading underscore.
INTERNAL = {
    "asyncpg": {"get_init_size"},
    "aiomysql": {
        *("caching_sha2_password_auth", "dict_type", "get_loop", "gi_code", "gi_frame", "gi_running", "gi_yieldfrom", "is_serving"),
        *("serve_forever", "sha256_password_auth", "start_serving", "write_packet"),
    },
    "asyncmy": {
        *("dict_type", "get_loop", "is_serving", "read_packet", "serve_forever", "start_serving", "write_packet"),
        *("gi_code", "gi_frame", "gi_running", "gi_yieldfrom"),
    },
    "channels": {
        *("context_to_thread_executor", "deadlock_context", "single_thread_executor", "thread_handler"),
        *("thread_sensitive_context", "threadlocal"),
    },
    "psycopg_pool": {"run_task", "schedule_task", "worker"},
    "sqlalchemy": {"async_session", "memoized_attribute", "memoized_instancemethod", "trans"},
}


def missing(world: World, library: str) -> tuple[int, dict[str, list[str]]]:
    """How many asynchronous classes of a library were compared, and the public names that the stubs of each lack."""
    found: dict[str, list[str]] = {}
    compared = 0
    for path in world.sources.stubs[-1]:
        inner = path.removeprefix("stub:")
        if inner.split("/", 1)[0].removesuffix(".pyi") != library:
            continue
        module = inner.removesuffix(".pyi").removesuffix("/__init__").replace("/", ".")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                real = importlib.import_module(module)
            except ImportError:
                continue
        for piece in world.index.facts(path).pieces.values():
            value = Instance(DefId(path, piece.binds[0])) if piece.kind == "class" else None
            if value is None or not is_asynchronous(world, value) or not inspect.isclass(cls := getattr(real, piece.binds[0], None)):
                continue
            compared += 1
            names = {name for name in dir(cls) if not name.startswith("_") and world.lacks(value, name)} - INTERNAL.get(library, set())
            if names:
                found[f"{module}.{piece.binds[0]}"] = sorted(names)
    return compared, found


@pytest.mark.parametrize("library", ["aiosqlite", "asyncpg", "psycopg", "sqlalchemy", "sqlmodel"])
def test_what_is_always_installed(tmp_path: Path, library: str) -> None:
    world = World(Sources(tmp_path, Settings()), Settings())
    compared, found = deeply(lambda: missing(world, library))
    assert compared
    assert found == {}


@pytest.mark.parametrize(
    "library",
    [
        *("aiomysql", "aiopg", "asyncmy", "channels", "databases", "elasticsearch", "influxdb_client", "motor", "mysql", "neo4j"),
        *("oracledb", "psycopg_pool", "pymongo", "redis", "snowflake", "tortoise"),
    ],
)
def test_what_may_be_installed(tmp_path: Path, library: str) -> None:
    world = World(Sources(tmp_path, Settings()), Settings())
    compared, found = deeply(lambda: missing(world, library))
    if not compared:
        pytest.skip(f"{library} is not installed")
    assert found == {}
