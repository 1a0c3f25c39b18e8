"""Judges many programs in worker processes, each of which runs its share one after the other."""

from __future__ import annotations

import multiprocessing
import os
import traceback
import warnings
from collections.abc import Iterable, Iterator
from multiprocessing.queues import Queue

from .compare import Verdict, judge
from .generate import generate
from .oracle import Oracle

_WAIT = 300.0


def verdicts(seed: int, indices: Iterable[int], jobs: int, linted: bool = True) -> Iterator[Verdict]:
    """The verdicts of the programs of a seed, in any order; with nothing linted only execution is asked.

    Raises:
        RuntimeError: a worker failed; the text is its traceback.
    """
    every = list(indices)
    context = multiprocessing.get_context("spawn")
    results: Queue[Verdict | str] = context.Queue()
    workers = [context.Process(target=_work, args=(seed, every[number::jobs], linted, results), daemon=True) for number in range(jobs)]
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


def _work(seed: int, indices: list[int], linted: bool, results: Queue[Verdict | str]) -> None:
    warnings.simplefilter("ignore")
    oracle = Oracle()
    for index in indices:
        results.put(_judged(oracle, seed, index, linted))
    oracle.close()
    results.close()
    results.join_thread()
    # Threads of connections that a failed read left open would keep the process.
    os._exit(0)


def _judged(oracle: Oracle, seed: int, index: int, linted: bool) -> Verdict | str:
    try:
        return judge(oracle, generate(seed, index), None if linted else [])
    except Exception:
        return f"program {seed}:{index}\n{traceback.format_exc()}"
