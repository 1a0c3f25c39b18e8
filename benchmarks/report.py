"""The measurements as one Markdown table, and as JSON with every sample. Nothing is judged here."""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from benchmarks.measures import AST, FLAKE8_ASYNC, LIBCST, PYTHON
from benchmarks.measuring import Sample
from benchmarks.rounds import NO_CORPUS, Row

HEADER = ("corpus", "measured", "wall s", "CPU s", "peak MB", "x libcst", "x ast", "x flake8-async", "notes")
NONE = "-"
_ABOUT = """\
Medians over the rounds. CPU is user and system time of all processes. Peak is the larger of two figures: the largest resident set of any
one process, as the kernel counts it, and, on Linux, the sum of the proportional set sizes of all processes, sampled twice a second. The
ratios are `wall / CPU`, each taken within a round, against `libcst.parse_module` and `ast.parse` over all files in one process and against
flake8 with flake8-async. Cold is an empty cache; the files themselves are in the system's memory.
"""


def ratio(row: Row, reference: Row | None) -> str:
    """How many times the reference a row took, wall and CPU: the medians of the ratios of the rounds."""
    pairs = list(zip(row.samples, reference.samples, strict=False)) if reference is not None else []
    walls = [mine.wall / theirs.wall for mine, theirs in pairs]
    cpus = [mine.cpu / theirs.cpu for mine, theirs in pairs if mine.cpu is not None and theirs.cpu]
    return f"{statistics.median(walls):.2f} / {statistics.median(cpus):.2f}" if cpus else NONE


def table(rows: Sequence[Row]) -> str:
    """One Markdown table."""
    by_name = {(row.corpus, row.name): row for row in rows}
    lines: list[tuple[str, ...]] = [HEADER, ("---", "---", "--:", "--:", "--:", "--:", "--:", "--:", "---")]
    for row in rows:
        against = [ratio(row, by_name.get((row.corpus, name))) for name in (LIBCST, AST, FLAKE8_ASYNC)]
        lines.append((row.corpus, row.title, *_figures(row.samples, row.failure), *against, "; ".join(_notes(row, by_name))))
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def markdown(rows: Sequence[Row], facts: Mapping[str, str]) -> str:
    """The table, under what is to be known of the machine, the corpora and the tools."""
    known = "".join(f"- {name}: {value}\n" for name, value in facts.items())
    return f"# Benchmarks\n\n{known}\n{table(rows)}\n{_ABOUT}"


def as_json(rows: Sequence[Row], facts: Mapping[str, str]) -> str:
    """Every sample, in seconds and bytes."""
    return json.dumps({"facts": dict(facts), "rows": [asdict(row) for row in rows]}, indent=1) + "\n"


def _figures(samples: Sequence[Sample], failure: str | None) -> tuple[str, str, str]:
    if failure is not None or not samples:
        return failure or NONE, NONE, NONE
    walls = [sample.wall for sample in samples]
    cpus = [sample.cpu for sample in samples if sample.cpu is not None]
    memories = [sample.memory for sample in samples if sample.memory is not None]
    memory = f"{statistics.median(memories) / 1e6:.0f}" if memories else NONE
    return _seconds(walls), _seconds(cpus) if cpus else NONE, memory


def _seconds(values: Sequence[float]) -> str:
    middle = statistics.median(values)
    return f"{middle:.3f}" if middle < 10 else f"{middle:.1f}"


def _notes(row: Row, by_name: Mapping[tuple[str, str], Row]) -> list[str]:
    notes = [row.note] if row.note else []
    python = by_name.get((NO_CORPUS, PYTHON))
    if row.corpus == NO_CORPUS and row.name != PYTHON and python is not None:
        notes.append(f"{ratio(row, python)} of python -c pass")
    if row.name == "warm" and row.samples:
        cold = by_name.get((row.corpus, "cold"))
        if cold is not None and {sample.lines for sample in cold.samples} != {sample.lines for sample in row.samples}:
            notes.append("other findings than cold")
    return notes
