"""Judges many programs in worker processes, each of which runs its share one after the other."""

from __future__ import annotations

import multiprocessing
import os
import traceback
import warnings
from collections.abc import Iterable, Iterator
from multiprocessing.queues import Queue

from .compare import Reported, Verdict, judge
from .oracle import Oracle
from .program import Program

_WAIT = 300.0


def verdicts(programs: Iterable[Program], jobs: int, findings: list[Reported] | None = None) -> Iterator[Verdict]:
    """The verdicts of programs, in any order; what greenlint says of them, unless findings are given.

    Raises:
        RuntimeError: a worker failed; the text is its traceback.
    """
    every = list(programs)
    context = multiprocessing.get_context("spawn")
    results: Queue[Verdict | str] = context.Queue()
    workers = [context.Process(target=_work, args=(every[number::jobs], findings, results), daemon=True) for number in range(jobs)]
    for worker in workers:
        worker.start()
    try:
        for _ in every:
            result = results.get(timeout=_WAIT)
            if isinstance(result, str):
                raise RuntimeError(result)
            yield result
    finally:
        for worker in workers:
            worker.terminate()
            worker.join()


def _work(programs: list[Program], findings: list[Reported] | None, results: Queue[Verdict | str]) -> None:
    warnings.simplefilter("ignore")
    oracle = Oracle()
    for program in programs:
        results.put(_judged(oracle, program, findings))
    oracle.close()
    results.close()
    results.join_thread()
    # Threads of connections that a failed read left open would keep the process.
    os._exit(0)


def _judged(oracle: Oracle, program: Program, findings: list[Reported] | None) -> Verdict | str:
    try:
        return judge(oracle, program, findings)
    except Exception:
        return f"program {program.name}\n{traceback.format_exc()}"
