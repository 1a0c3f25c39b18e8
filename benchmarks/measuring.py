"""One measurement: a command, run by the launcher, and what it took. What counts as a failure is said here, too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

LAUNCHER = Path(__file__).with_name("launcher.py")
# Where tools say that they crashed whose exit status does not. What stands on standard output may be quoted code.
_CRASHES = {"err": "Traceback (most recent call last)", "out": "There was a critical error during execution of Flake8"}
_TAIL = 4000
_MEANT_FOR_TOOLS = ("GREENLINT", "RUFF_", "PYRIGHT_", "TY_", "PYTHON", "VIRTUAL_ENV", "FORCE_COLOR")


class FailedError(Exception):
    """A command that has no figures. The message is short enough for a table."""


@dataclass(frozen=True)
class Sample:
    """What one run took, in seconds and bytes, and how many lines it printed. An answer of a server has but its seconds."""

    wall: float
    cpu: float | None = None
    memory: int | None = None
    lines: int = 0


def environment() -> dict[str, str]:
    """The environment of measured commands: without wishes that tools would follow."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_MEANT_FOR_TOOLS)}
    return {**kept, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8", "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}


class Meter:
    """Runs commands.

    Args:
        logs: where their output goes: `<name>.out` and `<name>.err`.
        timeout: the seconds after which a command is killed.
    """

    def __init__(self, logs: Path, timeout: float) -> None:
        self._logs = logs.absolute()
        self._timeout = timeout
        self._logs.mkdir(parents=True, exist_ok=True)

    def run(self, name: str, command: Sequence[str], directory: Path, good: Collection[int] = (0,)) -> Sample:
        """Run a command in a directory.

        Raises:
            FailedError: it ran out of time, crashed, or ended with a status that is not good.
        """
        out, err, answer = (self._logs / f"{name}.{kind}" for kind in ("out", "err", "json"))
        words = [sys.executable, "-I", str(LAUNCHER), str(answer), str(directory), str(out), str(err), str(self._timeout), *command]
        subprocess.run(words, env=environment(), check=True)
        took = json.loads(answer.read_text(encoding="ascii"))
        if took["late"]:
            raise FailedError(f"over {self._timeout:g} s")
        if any(mark in _tail(self._logs / f"{name}.{kind}") for kind, mark in _CRASHES.items()):
            raise FailedError("crashed")
        if took["status"] not in good:
            raise FailedError(f"exit {took['status']}")
        with open(out, "rb") as printed:
            lines = sum(1 for _ in printed)
        return Sample(took["wall"], took["cpu"], max(took["largest"], took["together"]), lines)


def _tail(file: Path) -> str:
    with open(file, "rb") as text:
        text.seek(max(0, file.stat().st_size - _TAIL))
        return text.read().decode("utf-8", "replace")
