"""The command line: `python -m tests.generated` prints the table, and the programs about which greenlint and execution disagree, minimised."""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from collections.abc import Sequence

from .compare import Disagreement, judge, lint
from .generate import generate
from .minimise import minimise
from .oracle import Oracle
from .pool import verdicts
from .program import Program
from .report import Totals, table


def main(words: Sequence[str]) -> int:
    """Carry out a command line."""
    parser = argparse.ArgumentParser("python -m tests.generated", description="Compares greenlint with the execution of random programs.")
    parser.add_argument("--programs", type=int, metavar="N", default=200, help="how many (default: %(default)s)")
    parser.add_argument("--seed", type=int, metavar="N", default=1, help="what they are made from (default: %(default)s)")
    parser.add_argument("--jobs", type=int, metavar="N", default=os.cpu_count() or 1, help="processes (default: %(default)s)")
    parser.add_argument("--only", type=int, metavar="INDEX", help="show one program, with what was seen and said of its rows")
    parser.add_argument("--show", type=int, metavar="N", default=3, help="minimise so many false alarms, and as many misses (default: %(default)s)")
    parser.add_argument("--construct", metavar="ID", help="show disagreements of this construct only")
    parser.add_argument("--execute-only", action="store_true", help="lint nothing: every raising row counts as a miss, and none is shown")
    parsed = parser.parse_args(words)
    warnings.simplefilter("ignore")
    if parsed.only is not None:
        _show(generate(parsed.seed, parsed.only))
        return 0
    totals = Totals()
    programs = (generate(parsed.seed, index) for index in range(parsed.programs))
    for verdict in verdicts(programs, parsed.jobs, [] if parsed.execute_only else None):
        totals.add([verdict])
        if totals.programs % 100 == 0:
            print(f"{totals.programs} programs", file=sys.stderr)
    print(table(totals))
    faults = [] if parsed.execute_only else totals.faults()
    for text in [*faults, *totals.surprises[:20], *totals.died[:10]]:
        print(text)
    if not parsed.execute_only:
        wanted = [item for item in totals.disagreements if not parsed.construct or item.tag.startswith(parsed.construct)]
        for item in wanted:
            print(f"{item.kind} {item.program} {item.tag} {item.row[0]}:{item.row[1]} [{item.detail}] {item.text}")
        for kind in ("false alarm", "miss"):
            for item in [item for item in wanted if item.kind == kind][: parsed.show]:
                _minimised(parsed.seed, item)
    return 1 if totals.surprises or faults else 0


def _minimised(seed: int, item: Disagreement) -> None:
    oracle = Oracle()
    program = minimise(oracle, generate(seed, int(item.program.partition(":")[2])), item)
    oracle.close()
    print(f"\n{'=' * 100}\n{item.kind} {item.program} {item.tag} [{item.detail}] {item.text}")
    _show(program)


def _show(program: Program) -> None:
    """Print a program; behind its rows stand what execution saw and what greenlint said."""
    oracle = Oracle()
    truth, found = oracle.run(program), lint(program)
    verdict = judge(oracle, program, found)
    oracle.close()
    for path, text in program.files.items():
        print(f"--- {path}")
        for number, line in enumerate(text.splitlines(), 1):
            row = (path, number)
            seen = [f"<< raises {truth.raising[row].symptom}"] if row in truth.raising else [f"<< {truth.excused[row]}"] if row in truth.excused else []
            said = [f"<< {finding.code}: {finding.message}" for finding in found if finding.row == row]
            print(" ".join([line, *seen, *said]))
    for text in (*verdict.surprises, *verdict.died, *(f"{item.kind}: {item.row} [{item.detail}] {item.text}" for item in verdict.disagreements)):
        print(text)


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    # Threads of connections that a failed read left open would keep the process.
    os._exit(code)
