"""Runs the command line: `greenlint`, or `python -m greenlint`."""

from __future__ import annotations

import sys


def main() -> int:
    """The console script; returns the exit code."""
    from greenlint.front.cli import main as run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
