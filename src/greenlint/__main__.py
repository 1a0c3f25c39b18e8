"""Runs the command line: `greenlint`, or `python -m greenlint`."""

from __future__ import annotations

import gc
import os
import sys
import threading
from typing import NoReturn


def main() -> int:
    """Carry out the command line of this process; returns the exit code."""
    # The process is short and what it builds lives to its end: looking for garbage costs a sixth of a run and finds none.
    gc.disable()
    from greenlint.front.cli import main as run

    return run(sys.argv[1:])


def script() -> NoReturn:
    """The console script: carries out the command line and ends the process with the exit code."""
    code = main()
    if threading.active_count() > 1:
        sys.exit(code)
    if sys.stderr is not None:
        sys.stderr.flush()
    # All is written, and nobody else runs: taking what was built to pieces is up to a tenth of a run.
    os._exit(code)


if __name__ == "__main__":
    script()
