"""`greenlint baseline`: writes what a run found into the baseline of its root, or takes out of it what is found no more.

Deliberately absent: the file's format, and hiding findings, which the engine does for every front end.
"""

from __future__ import annotations

import os
from pathlib import Path

from greenlint.engine.baseline import Baseline, read, write
from greenlint.engine.project import Run


def record(run: Run, file: Path) -> str:
    """Make a baseline cover what a run found, and say so. Entries of files and codes that the run did not look at stay.

    Raises:
        BaselineError: the file that is there is no baseline, or it cannot be written.
    """
    old = read(file) if os.path.lexists(file) else Baseline()
    new = old.updated(Baseline(run.present), run.judged)
    write(file, new)
    return f"Wrote {_findings(len(new))} to {_shown(file)}.\n"


def prune(run: Run, file: Path) -> str:
    """Take out of a baseline what a run shows to be stale, and say so. Nothing is added.

    Raises:
        BaselineError: there is no baseline, it is malformed, or it cannot be written.
    """
    old = read(file)
    stale = old.stale(Baseline(run.present), run.judged)
    if not stale.counts:
        return f"Nothing is stale in {_shown(file)}.\n"
    new = old.without(stale)
    write(file, new)
    return f"Removed {_findings(len(stale))} from {_shown(file)}, {len(new)} left.\n"


def _findings(count: int) -> str:
    return f"{count} finding{'' if count == 1 else 's'}"


def _shown(file: Path) -> str:
    name = os.path.relpath(file)
    return str(file) if name.startswith(os.pardir) else name
