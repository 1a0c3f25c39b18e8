"""Runs measures in turn, round by round, so that whatever else the machine does meets them all. What failed once is not tried again."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from benchmarks.corpora import Site
from benchmarks.environments import Environment
from benchmarks.measures import STARTS, Measure
from benchmarks.measuring import FailedError, Meter, Sample

NO_CORPUS = "-"


@dataclass
class Row:
    """The samples of a measure on a corpus, one for each round (of a server: for each edit); or why there are none."""

    corpus: str
    name: str
    title: str
    samples: list[Sample] = field(default_factory=list)
    failure: str | None = None
    note: str = ""


def options(greenlint: Environment) -> frozenset[str]:
    """The long options that `greenlint check` has."""
    done = subprocess.run([greenlint.program("greenlint"), "check", "--help"], capture_output=True, text=True, check=True)
    return frozenset(re.findall(r"--[a-z][a-z-]*", done.stdout))


def unavailable(measure: Measure, known: frozenset[str], missing: Mapping[str, str]) -> str | None:
    """Why a measure cannot be run at all."""
    absent = [option for option in measure.options if option not in known]
    if absent:
        return f"greenlint check has no {' '.join(absent)}"
    return next((f"{peer} {missing[peer]}" for peer in measure.peers if peer in missing), None)


def run(
    plan: Sequence[tuple[Site, Measure]], starts: Sequence[Measure], anywhere: Site, rows: dict[tuple[str, str], Row], meter: Meter
) -> None:
    """One round. Samples are added to the rows; rows with a failure are left alone."""
    for measure in starts:
        _take(rows[NO_CORPUS, measure.name], partial(_start, measure, anywhere, meter))
    for site, measure in plan:
        _take(rows[site.name, measure.name], partial(_once, measure, site, meter))


def _take(row: Row, sample: Callable[[], Sample]) -> None:
    if row.failure is not None:
        return
    try:
        taken = sample()
    except FailedError as error:
        row.failure = str(error)
        told = row.failure
    else:
        row.samples.append(taken)
        told = f"{taken.wall:.3f} s"
    print(f"{row.corpus:<16}{row.title:<36}{told}", file=sys.stderr, flush=True)


def _once(measure: Measure, site: Site, meter: Meter) -> Sample:
    with measure.ready(site):
        return meter.run(f"{site.name}-{measure.name}", measure.command(site), site.tree, measure.good)


def _start(measure: Measure, site: Site, meter: Meter) -> Sample:
    """The median of some runs."""
    taken = [meter.run(measure.name, measure.command(site), site.tree, measure.good) for _ in range(STARTS)]
    return Sample(
        wall=statistics.median(sample.wall for sample in taken),
        cpu=statistics.median(sample.cpu for sample in taken if sample.cpu is not None),
        memory=max(sample.memory for sample in taken if sample.memory is not None),
        lines=taken[0].lines,
    )
