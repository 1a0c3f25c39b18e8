"""Pruning loses nothing: with it and without it, the findings are the same, over the fixtures, the shop, and random programs.

The environment variable GREENLINT_CORPUS widens this to the projects of a directory (paths separated as in PATH). What is said of code that was not read
(ADB902) is left out: without pruning it is said of pieces, too, in which no finding can stand.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterable
from pathlib import Path

import pytest
from sections import FIXTURES, Section, findings_of, open_world, read_fixture

from greenlint.base.finding import Finding
from greenlint.engine.check import UNREAD_CODE
from greenlint.engine.depth import deeply

SECTIONS = [section for path in sorted(FIXTURES.glob("*/*.md")) for section in read_fixture(path)]
CORPUS = [Path(part) for part in os.environ.get("GREENLINT_CORPUS", "").split(os.pathsep) if part]
SEEDS = range(60)

# Values of a random program: how each kind is made, given the names of values of other kinds that are in reach. `{x}` is any value of the same kind.
KEEPING = ("{x}", "same({x})", "pick([{x}])", "pick(({x}, 1))", "first({x}, key=1)", "run(lambda: {x})", "Box({x}).value", "Box({x}).get()")
KEEPING += ("Row({x}).value", "[{x}][0]", "({x} if flag else {x})", "{{'a': {x}}}['a']", "next(each([{x}]))", "Holder[object]({x}).value", "chosen({x})")
KEEPING += ("Holder({x}).value", "Holder({x}).get()", "Runner().call(lambda: {x})", "Runner.at_once(lambda: {x})", "Many().call(lambda: {x})")
KEEPING += ("cached({x})", "odd({x})", "held.get({x})", "Named({x}).made()", "Runner().keep({x}).kept")
SESSIONS = ("Session(engine)", "factory()", "make_session()", "Store(Session(engine)).session", "Provider().session", "Provider.shared()")
PLAIN = ("load", "reload", "timed_load", "Store(make_session()).count", "functools.partial(load_with, make_session())", "lambda: load_with(make_session())")
PLAIN += ("closing_load", "registry['load']", "Provider().run", "inner_load()", "Child(make_session()).template")
MANAGERS = ("transaction()", "make_session()", "Unit(make_session())", "contextlib.closing(make_session())", "wrapped(transaction())", "kept_open(factory())")
SINKS = ("{session}.execute(text('a'))", "{plain}()", "run({plain})", "run_all([{plain}])", "await arun({plain})", "load_with({session})")
SINKS += ("Store({session}).count()", "with {manager} as s:\n        use(s)", "with {manager} as s:\n        s.execute(text('b'))")
SINKS += ("for item in each([{session}]):\n        item.commit()", "for item in map(load_with, [{session}]):\n        pass", "list(rows({session}))")
SINKS += ("Child({session}).template()", "async_session.commit()", "awork(async_session)", "await awork({session})", "x = {session}; x.flush()")

NEUTRAL = """\
from __future__ import annotations
import contextlib
import dataclasses
import functools
from typing import Any, Callable, Generic, NamedTuple, TypeVar
import oddly
T = TypeVar("T")
flag = True
def same(value): return value
def chosen(value: T) -> T: return value
def pick(values): return values[0]
def first(*values, key=None): return values[0]
def run(function): return function()
async def arun(function): return function()
def run_all(functions: list[Callable[[], Any]]):
    for function in functions:
        function()
def each(values: list[T]):
    for value in values:
        yield value
def wrapped(manager): return manager
def use(value): return value.execute(None)
def timed(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        return function(*args, **kwargs)
    return inner
def plainly(function):
    return function
class Box:
    def __init__(self, value):
        self.value = value
    def get(self):
        return self.value
@dataclasses.dataclass
class Row:
    value: Any
class Holder(Generic[T]):
    def __init__(self, value: T) -> None:
        self.value = value
    def get(self) -> T:
        return self.value
class Runner:
    kept = None
    def call(self, function):
        return function()
    @staticmethod
    def at_once(function):
        return function()
    def keep(self, value):
        self.kept = value
        return self
class Many(Runner):
    def call(self, function):
        return super().call(function)
class Named(NamedTuple):
    value: Any
    def made(self):
        return self.value
class Held:
    def get(self, value: T) -> T:
        return value
held = Held()
@functools.lru_cache
def cached(value): return value
@oddly.decorated
def odd(value): return value
@contextlib.contextmanager
def kept_open(value):
    yield value
class Base:
    def template(self):
        return self.hook()
    def hook(self):
        return None
"""

DATABASE = """\
from __future__ import annotations
import contextlib
import functools
import sqlite3
from collections.abc import Iterator
from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, sessionmaker
{neutral}
engine = create_engine("sqlite://")
factory = sessionmaker(engine)
async_session = AsyncSession()
def make_session() -> Session:
    return factory()
def load():
    return sqlite3.connect("x").execute("select 1")
def load_with(session: Session):
    return session.execute(text("select 1"))
@plainly
def reload():
    return load()
@timed
def timed_load():
    return load()
def closing_load():
    with contextlib.closing(sqlite3.connect("x")) as connection:
        return connection.execute("select 1")
def inner_load():
    def inner():
        return load()
    return inner
def rows(session: Session):
    for row in session.execute(text("a")):
        yield row
registry = {{"load": load}}
class Store:
    def __init__(self, session: Session) -> None:
        self.session = session
    def count(self):
        return self.session.execute(text("select 1")).scalar()
class Unit(Store):
    def __enter__(self):
        self.session.begin()
        return self.session
    def __exit__(self, *args):
        self.session.commit()
class Child(Base, Store):
    def hook(self):
        return self.count()
class Provider:
    @property
    def session(self):
        return make_session()
    @classmethod
    def shared(cls):
        return make_session()
    @staticmethod
    def run():
        return load()
@contextlib.contextmanager
def transaction() -> Iterator[Session]:
    with Session(engine) as session:
        yield session
async def awork(session):
    await session.commit()
"""


def program(seed: int) -> dict[str, str]:
    """A small random project: neutral tools, database code, and users of both, spread over files that import from each other in various ways."""
    chance = random.Random(seed)
    package = chance.choice(("app", "src/app"))
    tools = _names(NEUTRAL)
    stores = _names(DATABASE) + ["engine", "factory", "async_session", "registry"]
    files = {f"{package}/__init__.py": chance.choice(("", "from .tools import *\nfrom .store import *\n", "from .store import *\n"))}
    files[f"{package}/tools.py"] = NEUTRAL
    files[f"{package}/store.py"] = DATABASE.format(neutral=_import(chance, "tools", tools))
    for number in range(chance.randint(1, 3)):
        files[f"{package}/api{number}.py"] = _user(chance, tools, stores)
    for name in [name for name in files if "/api" in name]:
        if chance.random() < 0.3:
            files[f"{package}/again{name[-4]}.py"] = f"from .{Path(name).stem} import *\nasync def again():\n    helper0(None)\n    helper1({_value(chance, 'session', 1)})\n"
    return files


def _names(text: str) -> list[str]:
    lines = (line.removeprefix("async ") for line in text.splitlines())
    defined = [line.split("(")[0].split(":")[0].split()[1] for line in lines if line.startswith(("def ", "class "))]
    return defined + [line.split(" =")[0] for line in text.splitlines() if line[:2] == "T " or line.startswith(("flag", "held"))]


def _import(chance: random.Random, module: str, names: list[str]) -> str:
    """One way or another of taking names from a module of the package."""
    ways = (
        f"from .{module} import *",
        f"from .{module} import {', '.join(names)}",
        f"from app.{module} import {', '.join(names)}",
        f"from . import {module}\n" + "\n".join(f"{name} = {module}.{name}" for name in names),
        f"import app.{module} as m_{module}\n" + "\n".join(f"{name} = m_{module}.{name}" for name in names),
        f"try:\n    from .{module} import {', '.join(names)}\nexcept ImportError:\n    pass",
    )
    return chance.choice(ways)


def _value(chance: random.Random, kind: str, depth: int) -> str:
    if depth and chance.random() < 0.6:
        inner = _value(chance, kind, depth - 1)
        return chance.choice(KEEPING).format(x=inner)
    return chance.choice({"session": SESSIONS, "plain": PLAIN, "manager": MANAGERS}[kind])


def _sink(chance: random.Random) -> str:
    kinds = {kind: _value(chance, kind, chance.randint(0, 3)) for kind in ("session", "plain", "manager")}
    return chance.choice(SINKS).format(**kinds)


def _user(chance: random.Random, tools: list[str], stores: list[str]) -> str:
    """A module with helpers and coroutines; helpers are neutral until a caller gives them something."""
    lines = ["import contextlib, functools", "from sqlalchemy import text", "from sqlalchemy.orm import Session"]
    lines += [_import(chance, "tools", tools), _import(chance, "store", stores)]
    lines.append(f"kept = {_value(chance, 'session', 2)}")
    lines.append(f"action = {_value(chance, 'plain', 2)}")
    lines += ["def helper0(value):", f"    return {chance.choice(KEEPING).format(x='value')}"]
    lines += ["def helper1(value):", f"    value = {chance.choice(KEEPING).format(x='value')}", "    return value.execute(None)"]
    lines += ["class Service:", "    def __init__(self, value, store: Store):", "        self.value = value", "        self.store = store"]
    lines += ["    def work(self):", f"        return {chance.choice(('self.store.count()', 'self.value.execute(None)', 'run(self.store.count)'))}"]
    extra = ("helper0({session}).commit()", "helper1({session})", "kept.rollback()", "action()", "Service(1, Store({session})).work()")
    extra += ("helper0({plain})()", "run(helper0({plain}))", "helper0(Box)({session}).value.commit()", "helper0(timed)({plain})()")
    for number in range(chance.randint(2, 5)):
        lines.append(f"async def view{number}(given: Session):")
        if chance.random() < 0.2:
            lines.append(f"    from .store import {chance.choice(stores)}")
        for _ in range(chance.randint(1, 4)):
            kinds = {kind: _value(chance, kind, chance.randint(0, 2)) for kind in ("session", "plain", "manager")}
            body = chance.choice(extra).format(**kinds) if chance.random() < 0.5 else _sink(chance)
            lines.append("    " + body)
    return "\n".join(lines) + "\n"


def findings(root: Path, pruning: bool) -> list[Finding]:
    """All findings of a project."""

    def work() -> list[Finding]:
        world = open_world(root, pruning)
        return findings_of(world, world.sources.files())

    return [finding for finding in deeply(work) if finding.code != UNREAD_CODE]


def differences(root: Path) -> tuple[list[str], int]:
    """What only one of the two ways finds, and how much there is."""
    pruned, full = findings(root, True), findings(root, False)
    found = [f"lost with pruning: {_line(finding)}" for finding in full if finding not in pruned]
    found += [f"gained with pruning: {_line(finding)}" for finding in pruned if finding not in full]
    return found, len(full)


def _line(finding: Finding) -> str:
    return f"{finding.path}:{finding.start[0]}:{finding.start[1]} {finding.code} {finding.message}"


def write(root: Path, files: Iterable[tuple[str, str]]) -> None:
    """Write files below a directory."""
    for name, text in files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.label)
def test_fixtures(section: Section, tmp_path: Path) -> None:
    section.write(tmp_path)
    assert differences(tmp_path)[0] == []


@pytest.mark.parametrize("root", [FIXTURES / "projects" / "shop", *CORPUS], ids=lambda root: root.name)
def test_projects(root: Path) -> None:
    found, total = differences(root)
    assert found == []
    assert total > 10 or root in CORPUS


@pytest.mark.parametrize("seed", SEEDS)
def test_random_programs(seed: int, tmp_path: Path) -> None:
    files = program(seed)
    for name, text in files.items():
        compile(text, name, "exec")
    write(tmp_path, files.items())
    assert differences(tmp_path)[0] == []


def test_random_programs_hold_findings(tmp_path: Path) -> None:
    codes: list[str] = []
    for seed in SEEDS[:12]:
        root = tmp_path / str(seed)
        write(root, program(seed).items())
        codes += [finding.code for finding in findings(root, True)]
    assert len(codes) > 60
    assert {"ADB102", "ADB104", "ADB201"} <= set(codes)
