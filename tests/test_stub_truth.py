"""The comparison of stubs with libraries notices each kind of lie: a made-up library against stubs that are wrong in one way each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import stub_source
from stub_truth import compare, missing

LIBRARY = '''
import contextlib
class Base: ...
class Other: ...
class Thing(Base):
    def __init__(self, size, *, colour=None): self.size = size
    def plain(self, first, second): ...
    async def slow(self): ...
    @property
    def value(self): ...
    @classmethod
    def make(cls): ...
    @contextlib.asynccontextmanager
    async def managed(self): yield self
    def __enter__(self): return self
    def __exit__(self, *args): ...
async def fetch(fn): ...
def call(fn, *args): ...
constant = 1
'''

TRUTH = '''
from contextlib import asynccontextmanager
from typing import Any, AsyncIterator
from greenlint_markers import awaits_db, blocks, evaluates, version
class Base: ...
class Thing(Base):
    size: int
    def __init__(self, size: int, *, colour: Any = None) -> None: ...
    @blocks("session", use="x")
    def plain(self, first: Any, second: Any) -> None: ...
    @awaits_db
    async def slow(self) -> None: ...
    @property
    def value(self) -> int: ...
    @classmethod
    def make(cls) -> Thing: ...
    @asynccontextmanager
    def managed(self) -> AsyncIterator[Thing]: ...
    def __enter__(self) -> Thing: ...
    def __exit__(self, *args: Any) -> None: ...
async def fetch(fn: Any) -> Any: ...
@evaluates("fn")
def call(fn: Any, *args: Any) -> Any: ...
constant: int
if version("pytest") >= (99, 0):
    def future() -> None: ...
'''

PLAIN = '    @blocks("session", use="x")\n    def plain(self, first: Any, second: Any) -> None: ...\n'
SLOW = "    @awaits_db\n    async def slow(self) -> None: ...\n"

LIES = [
    ("constant: int", "nonsense: int", "nonsense: does not exist"),
    ("async def fetch", "def fetch", "fetch: is a coroutine function"),
    ("def call", "async def call", "call: is no coroutine function"),
    ("async def slow", "def slow", "Thing.slow: is a coroutine function"),
    ("    @property\n", "", "Thing.value: is a property, not a method"),
    ("    def plain", "    @property\n    def plain", "Thing.plain: is a method, not a property"),
    ("    def plain(self, first: Any, second: Any) -> None: ...", "    def made_up(self) -> None: ...", "Thing.made_up: does not exist"),
    ("    @classmethod\n", "", "Thing.make: is a classmethod"),
    ("size: int\n", "length: int\n", "Thing.length: does not exist"),
    (PLAIN, "    plain: int\n", "Thing.plain: is a method, not an attribute"),
    ("first: Any, second: Any", "second: Any, first: Any", "parameter 'second' is in another place"),
    ("colour: Any", "color: Any", "parameter 'color' does not exist"),
    ("    def __enter__(self) -> Thing: ...\n", "", "Thing: really has __enter__"),
    ("class Thing(Base)", "class Other: ...\nclass Thing(Other)", "Thing: is really no subclass of Other"),
    ("    def managed", "    async def managed", "under asynccontextmanager a stub says `def`"),
    ("async def fetch(fn: Any) -> Any: ...", "class fetch: ...", "fetch: is no class"),
    ("awaits_db, ", "awaits_db, waits, ", "waits: is no marker of the closed list"),
    ('blocks("session"', 'blocks("network"', "blocks(family, use=) is given something else"),
    ('evaluates("fn")', 'evaluates("function")', "evaluates names 'function', which is no parameter"),
    ("@awaits_db", "@awaits_db()", "awaits_db takes no arguments"),
    ("constant: int", "constant: Number", "Number: is used in line"),
    ("(99, 0)", "(1, 0)", "future: does not exist"),
]


@pytest.fixture
def stubs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "made_up_library.py").write_text(LIBRARY)
    monkeypatch.syspath_prepend(tmp_path / "real")
    monkeypatch.setattr(stub_source, "STUBS", tmp_path)
    stub_source.load.cache_clear()
    yield tmp_path
    stub_source.load.cache_clear()


def problems(stubs: Path, text: str, exceptions: dict[str, str] | None = None) -> list[str]:
    path = stubs / "made_up_library.pyi"
    path.write_text(text)
    stub_source.load.cache_clear()
    return compare("made_up_library", path, exceptions)


def test_the_truth_passes(stubs: Path) -> None:
    assert problems(stubs, TRUTH) == []


@pytest.mark.parametrize(("old", "new", "problem"), LIES, ids=[problem for _, _, problem in LIES])
def test_a_lie_is_noticed(stubs: Path, old: str, new: str, problem: str) -> None:
    assert old in TRUTH
    found = problems(stubs, TRUTH.replace(old, new, 1))
    assert any(problem in item for item in found), found


def test_an_exception_excuses_only_what_it_names(stubs: Path) -> None:
    lie = TRUTH.replace("constant: int", "nonsense: int")
    assert problems(stubs, lie, {"nonsense": "a reason"}) == []
    assert problems(stubs, TRUTH, {"nonsense": "a reason"}) == ["made_up_library: nonsense: this exception excuses nothing"]


def test_a_member_that_the_stub_lacks_is_missing(stubs: Path) -> None:
    problems(stubs, TRUTH.replace(SLOW, ""))
    assert missing("made_up_library", "Thing") == ["made_up_library.Thing.slow: not declared"]
    assert missing("made_up_library", "Thing", {"slow": "a reason"}) == []
    assert missing("made_up_library", "Thing", {"slow": "a reason", "gone": "a reason"}) == [
        "made_up_library.Thing.gone: omitted, but does not exist"
    ]
