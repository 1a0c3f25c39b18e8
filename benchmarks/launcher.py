"""Runs one command and writes what it took as JSON.

A program of its own, for the kernel counts to a process's memory what its parent had when it started it. Processor time is what the kernel
accounts to the command and to all descendants that were waited for. There are two figures of memory: the largest resident set that one of
these processes ever had (of the kernel), and, on Linux, the largest sum of the proportional set sizes of all processes of the command's
session, sampled. The session is killed when the time is up, and whatever is left of it at the end.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
import time
from pathlib import Path

_FIRST_SAMPLE, _SAMPLE = 0.1, 0.5
_UNIT = 1 if sys.platform == "darwin" else 1024


def launch(command: list[str], directory: str, out: str, err: str, timeout: float) -> dict[str, object]:
    """Run a command in a directory, its output into files; its seconds, bytes, exit status, and whether its time was up."""
    began = time.perf_counter()
    child = os.fork()
    if child == 0:
        _become(command, directory, out, err)
    watch = _Watch(child, timeout)
    watch.start()
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - began
    watch.stop()
    _kill(child)
    return {
        "wall": wall,
        "cpu": usage.ru_utime + usage.ru_stime,
        "largest": usage.ru_maxrss * _UNIT,
        "together": watch.peak,
        "status": os.waitstatus_to_exitcode(status),
        "late": watch.late,
    }


def _become(command: list[str], directory: str, out: str, err: str) -> None:
    try:
        os.setsid()
        os.chdir(directory)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for number, name in ((1, out), (2, err)):
            os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), number)
        os.execvp(command[0], command)
    except OSError as error:
        os.write(2, f"{command[0]}: {error.strerror}\n".encode())
    finally:
        os._exit(127)


class _Watch(threading.Thread):
    """Samples the memory of a session and ends it when its time is up."""

    def __init__(self, session: int, timeout: float) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self.late = False
        self._session = session
        self._ends = time.monotonic() + timeout
        self._done = threading.Event()

    def stop(self) -> None:
        """The session is over."""
        self._done.set()
        self.join()

    def run(self) -> None:
        pause = _FIRST_SAMPLE
        while not self._done.wait(min(pause, max(0.0, self._ends - time.monotonic()))):
            if time.monotonic() >= self._ends:
                self.late = True
                _kill(self._session)
                return
            self.peak = max(self.peak, sum(map(_proportional, _members(self._session))))
            pause = _SAMPLE


def _kill(session: int) -> None:
    for process in (*_members(session), session):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if process == session:
                os.killpg(process, signal.SIGKILL)
            else:
                os.kill(process, signal.SIGKILL)


def _members(session: int) -> list[int]:
    """The processes of a session, on systems that list them."""
    members = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            # The name of the program stands in parentheses and may hold anything.
            if int(entry.read_text(errors="replace").rpartition(")")[2].split()[3]) == session:
                members.append(int(entry.parent.name))
    return members


def _proportional(process: int) -> int:
    """A process's memory in bytes, shared pages divided among those that share them."""
    with contextlib.suppress(OSError, ValueError, IndexError), open(f"/proc/{process}/smaps_rollup", encoding="ascii") as rows:
        for row in rows:
            if row.startswith("Pss:"):
                return int(row.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    _answer, _directory, _out, _err, _timeout, *_command = sys.argv[1:]
    Path(_answer).write_text(json.dumps(launch(_command, _directory, _out, _err, float(_timeout))), encoding="ascii")
