"""Runs a greenlint command in this process and writes where its time went, by floor, as JSON.

A program of its own, run where greenlint is installed. A thread looks at the stacks of the others now and then. The time since its last
look belongs to the innermost frame that is of a floor, of libcst or of `ast`; so code of the standard library counts for its caller, and a
long call into compiled code for the frame that made it.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

_INTERVAL = 0.002
OTHER = "other"


def place(frame: FrameType | None, packages: Mapping[str, str]) -> str | None:
    """The floor that a stack is in; None if it only waits for another thread.

    Args:
        frame: the innermost frame.
        packages: the directories of greenlint (by an empty name) and libcst (by its name), with a separator at their ends.
    """
    if frame is not None and frame.f_code.co_filename == threading.__file__:
        return None
    while frame is not None:
        file = frame.f_code.co_filename
        if file == ast.__file__:
            return "ast"
        for name, directory in packages.items():
            if file.startswith(directory):
                return name or file.removeprefix(directory).partition(os.sep)[0].removesuffix(".py")
        frame = frame.f_back
    return OTHER


def _directory(package: str) -> str:
    spec = importlib.util.find_spec(package)
    assert spec is not None and spec.origin is not None
    return os.path.dirname(spec.origin) + os.sep


class Sampler(threading.Thread):
    """Adds up the seconds of each floor until it is stopped."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.seconds: dict[str, float] = defaultdict(float)
        self._packages = {"": _directory("greenlint"), "libcst": _directory("libcst")}
        self._done = threading.Event()

    def stop(self) -> None:
        """Look no more."""
        self._done.set()
        self.join()

    def run(self) -> None:
        before = time.perf_counter()
        while not self._done.wait(_INTERVAL):
            places = [place(frame, self._packages) for thread, frame in sys._current_frames().items() if thread != self.ident]
            busy = [name for name in places if name is not None]
            now = time.perf_counter()
            for name in busy or [OTHER]:
                self.seconds[name] += (now - before) / max(1, len(busy))
            before = now


def main(answer: str, words: list[str]) -> int:
    """Run the command; its exit status."""
    sampler = Sampler()
    sampler.start()
    from greenlint.front.cli import main as greenlint

    status = greenlint(words)
    sampler.stop()
    Path(answer).write_text(json.dumps(sampler.seconds), encoding="ascii")
    return status


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], sys.argv[2:]))
