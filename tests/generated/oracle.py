"""What execution says of a program: which rows raise for want of a greenlet, a session or `.unique()`, and which serialise nothing.

A run stops at its first such row. The row is recorded and left out of the next run of the program, which starts from scratch: new database,
new engine, new sessions. So a raising read never changes what later rows see, and everything up to a recorded row ran as written. Runs
end when one comes to its end, or dies of something else (then what follows stays unreached, and is not judged).

The row that is left out is the outermost marked row on the traceback, or the innermost row of the program if none is marked; all rows of the
program from there inwards are its chain, where a finding counts as the right one. Each scenario of a program starts from its rows, and is run with
each value of its parameter.
"""

from __future__ import annotations

import asyncio
import gc
import os
import re
import shutil
import sys
import tempfile
import traceback
import types
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import QueryableAttribute

from .instrument import Instrumented, instrument
from .program import Program

Row = tuple[str, int]
Scenario = Callable[[bool], Coroutine[Any, Any, None]]
RUNS = 60
TIME_LIMIT = 20.0
_SYMPTOM = re.compile(r"MissingGreenlet|greenlet_spawn has not been called|DetachedInstanceError|unique\(\) method must be invoked|WriteOnly collections")


@dataclass
class Raising:
    """A row that raised: the rows from it to where it happened, how, reading what, and in which of the scenario's variations."""

    row: Row
    chain: set[Row]
    symptom: str
    readings: set[tuple[bool, str]] = field(default_factory=set)
    variations: set[bool] = field(default_factory=set)


@dataclass
class Truth:
    """What execution showed of a program. `excused` rows raised something that is nobody's business here. `sessions` holds `expire_on_commit`
    of each session that was made."""

    raising: dict[Row, Raising] = field(default_factory=dict)
    reached: dict[Row, set[bool]] = field(default_factory=dict)
    excused: dict[Row, str] = field(default_factory=dict)
    died: list[str] = field(default_factory=list)
    sessions: set[bool] = field(default_factory=set)
    runs: int = 0


class EmptyError(Exception):
    """A serialisation of an instance that has columns came out empty."""


class Oracle:
    """Runs programs, one after the other, in this process and on one loop."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="generated-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None))
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(lambda *_: None)
        self.skipped: set[Row] = set()
        self.entered: set[Row] = set()
        # What the identity maps hold must not depend on when cycles are collected.
        gc.disable()

    def close(self) -> None:
        """Remove what was written."""
        self.loop.close()
        shutil.rmtree(self.home, ignore_errors=True)

    def run(self, program: Program, expiring: bool | None = None, without: frozenset[Row] = frozenset()) -> Truth:
        """Run a program until nothing is left to raise; with `expiring`, every session is made with that `expire_on_commit`; some rows left out."""
        database, pristine = self.home / "app.db", self.home / "pristine.db"
        pristine.unlink(missing_ok=True)
        files = [instrument(path, text, f"sqlite+aiosqlite:///{database}") for path, text in program.files.items()]
        truth = Truth()
        # What importing runs is of this program, too.
        self.skipped = set(without)
        with self._modules(files) as modules, _sessions(truth, expiring) as engines:
            modules.load()
            program.fill(modules.loaded, pristine)
            scenarios = [value for name, value in vars(modules.loaded["drive"]).items() if name.startswith("scenario")]
            for variation in (True, False) if program.varies else (True,):
                for scenario in scenarios:
                    self.skipped = set(without)
                    self._exhaust(files, scenario, variation, truth, engines, (pristine, database))
        return truth

    def _exhaust(
        self, files: list[Instrumented], scenario: Scenario, variation: bool, truth: Truth, engines: list[Any], copy: tuple[Path, Path]
    ) -> None:
        marked = {(file.path, mark.row) for file in files for mark in file.marks}
        for _ in range(RUNS):
            shutil.copy(*copy)
            self.entered = set()
            truth.runs += 1
            error = self.loop.run_until_complete(_finish(scenario(variation), engines))
            for row in self.entered:
                truth.reached.setdefault(row, set()).add(variation)
            if error is None:
                return
            rows = _rows(error, files)
            symptom, readings = _symptom(error), _readings(error)
            error.__traceback__ = None
            if not rows or rows[-1] in self.skipped:
                truth.died.append(f"{symptom} {_text(error)}".strip())
                return
            row = next((item for item in rows if item in marked), rows[-1])
            if not symptom:
                truth.excused.update(dict.fromkeys(rows[rows.index(row) :], _text(error)))
                if row not in marked:
                    truth.died.append(f"{row}: {truth.excused[row]}")
                    return
            else:
                raising = truth.raising.setdefault(row, Raising(row, set(), symptom))
                raising.chain |= set(rows[rows.index(row) :])
                raising.readings |= {(variation, reading) for reading in readings}
                raising.variations.add(variation)
            self.skipped.add(row)

    def _enter(self, path: str, row: int) -> bool:
        if (path, row) in self.skipped:
            return False
        self.entered.add((path, row))
        return True

    def _dumped(self, path: str, row: int, value: object) -> None:
        empty = re.fullmatch(r"\w+\(\)", value) if isinstance(value, str) else not set(value) - {"_sa_instance_state"}  # type: ignore[call-overload]
        if empty:
            raise EmptyError(f"nothing in {value!r}")

    @contextmanager
    def _modules(self, files: list[Instrumented]) -> Iterator[_Modules]:
        modules = _Modules(files, {"__enter__": self._enter, "__dumped__": self._dumped})
        before = set(sys.modules)
        sys.meta_path.insert(0, modules)
        try:
            yield modules
        finally:
            sys.meta_path.remove(modules)
            for name in set(sys.modules) - before:
                if name in modules.files:
                    del sys.modules[name]
            _forget_mapped()


class _Modules:
    """An import hook for the files of one program."""

    def __init__(self, files: list[Instrumented], names: dict[str, Any]) -> None:
        self.names = names
        self.files = {file.path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): file for file in files}
        self.loaded: dict[str, types.ModuleType] = {}

    def load(self) -> None:
        """Import all of them."""
        for name in self.files:
            __import__(name)

    def find_spec(self, name: str, path: object = None, target: object = None) -> Any:
        """See importlib.abc.MetaPathFinder."""
        if name not in self.files:
            return None
        from importlib.machinery import ModuleSpec

        return ModuleSpec(name, self, is_package=self.files[name].path.endswith("__init__.py"))  # type: ignore[arg-type]

    def create_module(self, spec: Any) -> None:
        """See importlib.abc.Loader."""

    def exec_module(self, module: types.ModuleType) -> None:
        """See importlib.abc.Loader."""
        self.loaded[module.__name__] = module
        module.__dict__.update(self.names)
        exec(self.files[module.__name__].code, module.__dict__)


@contextmanager
def _sessions(truth: Truth, expiring: bool | None) -> Iterator[list[Any]]:
    """Notes what sessions are made with, decides it if asked to, and collects the engines that are made."""
    from sqlalchemy.ext.asyncio import AsyncEngine
    from sqlalchemy.orm import Session

    init, init_engine = Session.__init__, AsyncEngine.__init__
    engines: list[Any] = []

    def made(self: Any, *arguments: Any, **keywords: Any) -> None:
        if expiring is not None:
            keywords["expire_on_commit"] = expiring
        init(self, *arguments, **keywords)
        truth.sessions.add(self.expire_on_commit)

    def made_engine(self: Any, *arguments: Any, **keywords: Any) -> None:
        init_engine(self, *arguments, **keywords)
        engines.append(self)

    Session.__init__, AsyncEngine.__init__ = made, made_engine  # type: ignore[method-assign]
    try:
        yield engines
    finally:
        Session.__init__, AsyncEngine.__init__ = init, init_engine  # type: ignore[method-assign]


async def _finish(coroutine: Any, engines: list[Any]) -> BaseException | None:
    error: BaseException | None = None
    try:
        await asyncio.wait_for(coroutine, TIME_LIMIT)
    except Exception as raised:
        error = raised
    for engine in engines:
        await engine.dispose()
    return error


def _forget_mapped() -> None:
    """SQLModel keeps one registry for all programs."""
    from sqlalchemy.orm import clear_mappers

    clear_mappers()
    sqlmodel = sys.modules.get("sqlmodel")
    if sqlmodel is not None:
        sqlmodel.SQLModel.metadata.clear()
        sqlmodel.main.default_registry._class_registry.clear()
    gc.collect()
    # What is left are libraries: the next collection need not look at them.
    gc.freeze()


def _symptom(error: BaseException | None) -> str:
    """How an exception says that something was not loaded; empty for any other one."""
    pending, seen = [error], set()
    while pending:
        item = pending.pop()
        if item is None or id(item) in seen:
            continue
        seen.add(id(item))
        if isinstance(item, EmptyError):
            return "empty"
        match = _SYMPTOM.search(_text(item))
        if match:
            return {"greenlet_spawn has not been called": "MissingGreenlet", "unique() method must be invoked": "unique"}.get(match[0], match[0])
        pending += [item.__cause__, item.__context__]
    return ""


def _readings(error: BaseException) -> set[str]:
    """The attributes whose reads raised: those on the traceback, or the fields of a schema that were not to be had; an empty name if there is none."""
    if isinstance(error, ValidationError):
        return {".".join(str(part) for part in item["loc"]) for item in error.errors(include_input=False)}
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    readers = [frame.f_locals.get("self") for frame in frames if frame.f_code.co_name == "__get__"]
    return {reader.key for reader in readers if isinstance(reader, QueryableAttribute)} or {""}


def _text(error: BaseException) -> str:
    """Its type and text. The text may show instances, and be an error of its own."""
    try:
        return f"{type(error).__name__}: {error}"
    except Exception as inner:
        return f"{type(error).__name__}: {type(inner).__name__}: {inner}"


def _rows(error: BaseException, files: list[Instrumented]) -> list[Row]:
    """The statements of the program on the traceback, outermost first."""
    known = {file.path: file for file in files}
    rows: list[Row] = []
    for frame, line in traceback.walk_tb(error.__traceback__):
        file = known.get(frame.f_code.co_filename)
        if file is not None:
            rows.append((file.path, file.starts.get(line, line)))
    return rows
