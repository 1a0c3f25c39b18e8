"""Proofs: executes a section against the real libraries in a fresh interpreter and compares what happened with what the section claims.

The parent writes the section's files, starts this file as a script in their directory and judges the report that it leaves.
Deliberately absent: servers; everything that is proven runs on SQLite files.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import inspect
import json
import os
import sqlite3
import subprocess
import sys
import time
import warnings
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sections import Proof, Section

TIME_LIMIT = 60.0
SLOW_QUERY = 0.3
TICK = 0.01
BLOCKED_GAP = 0.2
CLEAN_GAP = 0.15
CLEAN_ATTEMPTS = 3


@dataclass(frozen=True)
class Report:
    """What executing a section showed.

    `gap` is the longest time without a tick of the loop, in seconds. `raised` lists the exceptions from the outer one down its causes, each
    as the names of its types and its text. `remaining` and `expected` are None where the section counts no rows.
    """

    gap: float
    raised: list[tuple[list[str], str]]
    warned: list[str]
    remaining: int | None = None
    expected: int | None = None


def prove(section: Section, root: Path) -> list[str]:
    """Execute a section in the directory `root` and list what contradicts its claim; empty when the claim holds.

    A busy machine only ever lengthens the gap, so a clean section whose sole fault is a gap gets further attempts.
    """
    assert section.proof is not None
    problems: list[str] = []
    for attempt in range(CLEAN_ATTEMPTS):
        directory = root / str(attempt)
        directory.mkdir()
        report = execute(section, directory)
        problems = judge(section.proof, report)
        if section.proof.symptom != "clean" or not _is_gap_alone(section.proof, report):
            break
    return problems


def _is_gap_alone(proof: Proof, report: Report) -> bool:
    return report.gap >= CLEAN_GAP and not judge(proof, Report(0.0, report.raised, report.warned, report.remaining, report.expected))


def judge(proof: Proof, report: Report) -> list[str]:
    """What in a report contradicts a claim."""
    never_awaited = [text for text in report.warned if "was never awaited" in text]
    losing = report.remaining is not None and report.expected is not None and report.remaining < report.expected
    problems = []
    if proof.symptom == "raises":
        if not any(proof.exception in names and (proof.text or "") in text for names, text in report.raised):
            problems.append(f"did not raise {proof.exception} with {proof.text!r} but {report.raised}")
        return problems
    if report.raised:
        problems.append(f"raised {report.raised}")
    if proof.symptom == "blocks" and report.gap < BLOCKED_GAP:
        problems.append(f"the loop never stood still: longest gap {report.gap:.3f} s")
    if proof.symptom == "loses row" and not losing:
        problems.append(f"no row was lost: {report.remaining} of {report.expected} remain")
    if proof.symptom == "warns" and not any((proof.text or "") in text for text in report.warned):
        problems.append(f"no warning with {proof.text!r}: {report.warned}")
    if proof.symptom == "clean":
        if report.gap >= CLEAN_GAP:
            problems.append(f"the loop stood still for {report.gap:.3f} s")
        if never_awaited:
            problems.append(f"warned {never_awaited}")
        if losing:
            problems.append(f"only {report.remaining} of {report.expected} rows remain")
    return problems


def execute(section: Section, directory: Path) -> Report:
    """Run a section's scenario in a fresh interpreter, with its files in `directory` as the working directory.

    Raises:
        RuntimeError: the child ended without a report.
        subprocess.TimeoutExpired: it took longer than the time limit.
    """
    section.write(directory)
    homes = [file.path for file in section.files if "async def scenario(" in file.text]
    if len(homes) != 1:
        raise RuntimeError(f"one file must define 'async def scenario()', found {homes}")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    target = directory / "report.json"
    done = subprocess.run(
        [sys.executable, "-B", __file__, homes[0].removesuffix(".py").replace("/", "."), str(target)],
        cwd=directory,
        env=environment,
        timeout=TIME_LIMIT,
        capture_output=True,
        text=True,
    )
    if not target.exists():
        raise RuntimeError(f"exit code {done.returncode}:\n{done.stdout}{done.stderr}")
    return Report(**json.loads(target.read_text(encoding="utf-8")))


def _slow() -> int:
    time.sleep(SLOW_QUERY)
    return 1


def _make_queries_slow() -> None:
    """Give every connection of the sqlite3 module the SQL function `slow()`, which takes its time on the thread that runs the query."""
    connect = sqlite3.connect

    def connect_slow(*args: Any, **keywords: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **keywords)
        connection.create_function("slow", 0, _slow)
        return connection

    sqlite3.connect = sqlite3.dbapi2.connect = connect_slow  # type: ignore[assignment]


def _links(error: BaseException | None) -> list[tuple[list[str], str]]:
    found: list[tuple[list[str], str]] = []
    pending = [error]
    seen: set[int] = set()
    while pending:
        item = pending.pop(0)
        if item is None or id(item) in seen:
            continue
        seen.add(id(item))
        found.append(([kind.__name__ for kind in type(item).__mro__ if kind not in (BaseException, object)], str(item)))
        pending += [item.__cause__, item.__context__, *getattr(item, "exceptions", ())]
    return found


async def _call(module: Any, name: str) -> Any:
    """Call a function of the section, plain or async, when it has one of that name."""
    function = getattr(module, name, None)
    result = function() if function is not None else None
    return await result if inspect.isawaitable(result) else result


async def _tick(gaps: list[float]) -> None:
    last = time.perf_counter()
    while True:
        await asyncio.sleep(TICK)
        now = time.perf_counter()
        gaps.append(now - last)
        last = now


async def _observe(module: Any) -> tuple[float, BaseException | None, int | None]:
    await _call(module, "setup_async")
    gaps = [0.0]
    ticking = asyncio.create_task(_tick(gaps))
    await asyncio.sleep(2 * TICK)
    gaps[:] = [0.0]
    error: BaseException | None = None
    try:
        await module.scenario()
    except Exception as caught:
        error = caught
    # A gap ends with the next tick, which must come before the count is taken.
    await asyncio.sleep(2 * TICK)
    ticking.cancel()
    gap = max(gaps)
    gc.collect()
    return gap, error, await _call(module, "remaining")


def _run(name: str) -> Report:
    _make_queries_slow()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        module = importlib.import_module(name)
        if setup := getattr(module, "setup", None):
            setup()
        gap, error, remaining = asyncio.run(_observe(module))
        raised = _links(error)
        # The traceback keeps the scenario's frames, and with them the coroutines that nobody awaited.
        del error
        gc.collect()
    warned = [str(item.message) for item in caught if issubclass(item.category, RuntimeWarning)]
    return Report(gap, raised, warned, remaining, None if remaining is None else getattr(module, "expected", 1))


def _main(name: str, target: str) -> None:
    sys.path[0] = os.getcwd()
    report = _run(name)
    Path(target).write_text(json.dumps(asdict(report)), encoding="utf-8")
    # A scenario may leave threads of drivers behind (that is the point of some); they would keep the interpreter alive.
    os._exit(0)


if __name__ == "__main__":
    _main(*sys.argv[1:])
