"""Several processes over one root: each checks files that nobody else has taken, and reads pieces that nobody else has read.

Forked where the platform forks safely, else spawned. What is taken and what is read is told through a file that all of them map. Deliberately
absent: what checking a file means.
"""

from __future__ import annotations

import contextlib
import mmap
import multiprocessing
import os
import shutil
import struct
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

_SLOT = struct.Struct("<QI")
_NUMBER = struct.Struct("<I")
_AT_ONCE = 1_000
_WAIT = 0.5
"""Seconds that a process waits for a piece that another one is reading, before it reads it itself."""


class Board:
    """What several processes share: which files are taken, and the traces of pieces.

    Args:
        directory: where it lives.
        files: the pieces that each file has, by path, in the same order in all processes.
        worker: the number of this process, from 0.
        before: an earlier board for the same files, on which nobody writes any more.
        asks: whether the others are told which pieces this process comes to.
    """

    def __init__(self, directory: Path, files: Mapping[str, Collection[int]], worker: int, before: Board | None = None, asks: bool = False) -> None:
        self._before = before
        self._directory = directory
        self._worker = worker
        self._paths = list(files)
        self._at = [(path, piece) for path, pieces in files.items() for piece in pieces]
        self._places = {at: place for place, at in enumerate(self._at, len(files))}
        count = self._count = len(files) + len(self._at)
        size = count * (2 + _SLOT.size) or 1
        with open(directory / "board", "ab") as stream:
            stream.truncate(max(size, stream.tell()))
        with open(directory / "board", "r+b") as stream:
            self._map = mmap.mmap(stream.fileno(), size)
        self._own = os.open(directory / f"traces-{worker}", os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        self._end = 0
        self._others: dict[int, int] = {worker: self._own}
        self._asked = os.open(directory / "asked", (os.O_WRONLY if asks else os.O_RDONLY) | os.O_CREAT, 0o600)
        self._asks = asks

    def files(self, workers: int) -> Iterator[str]:
        """The files that this process is to check: from its own part of the list on, what nobody has taken."""
        start = len(self._paths) * self._worker // workers
        for place in (*range(start, len(self._paths)), *range(start)):
            if not self._map[place]:
                self._map[place] = self._worker + 1
                yield self._paths[place]

    def claim(self, places: Iterable[tuple[str, int]]) -> None:
        """Tell the others that this process will make the traces of some pieces, where nobody else does."""
        for path, piece in places:
            place = self._place(path, piece)
            if place is not None and not self._map[place]:
                self._map[place] = self._worker + 1

    def is_open(self, path: str, piece: int) -> bool:
        """Whether nobody else has made the trace of a piece, or is about to."""
        place = self._place(path, piece)
        return place is not None and self._map[place] in (0, self._worker + 1) and not self._map[self._count + place]

    def take(self, path: str, piece: int) -> str | None:
        """The trace that another process has made of a piece. None tells this one to make it: nobody else will."""
        place = self._place(path, piece)
        if place is None:
            return None
        if self._asks:
            os.write(self._asked, _NUMBER.pack(place))
        earlier = self._before._made(place) if self._before is not None else None
        if earlier is not None:
            return earlier
        if not self._map[place]:
            self._map[place] = self._worker + 1
            return None
        until = time.monotonic() + _WAIT
        while not self._map[self._count + place]:
            if self._map[place] == self._worker + 1 or time.monotonic() > until:
                return None
            time.sleep(0.0005)
        return self._read(place)

    def asked(self) -> Iterator[tuple[str, int]]:
        """The pieces that the process that asks has come to since this was last called."""
        for (place,) in _NUMBER.iter_unpack(os.read(self._asked, _NUMBER.size * _AT_ONCE)):
            yield self._at[place - len(self._paths)]

    def give(self, path: str, piece: int, trace: str) -> None:
        """Leave a trace for the others."""
        place = self._place(path, piece)
        if place is None:
            return
        data = trace.encode("utf-8", "surrogatepass")
        os.write(self._own, data)
        _SLOT.pack_into(self._map, 2 * self._count + place * _SLOT.size, self._end, len(data))
        self._end += len(data)
        self._map[self._count + place] = self._worker + 1

    def made(self, path: str, pieces: Iterable[int]) -> dict[int, str]:
        """The traces of a file's pieces that somebody has made."""
        found = self._before.made(path, pieces) if self._before is not None else {}
        places = ((piece, self._places[path, piece]) for piece in pieces)
        found.update((piece, self._read(place)) for piece, place in places if self._map[self._count + place])
        return found

    def _made(self, place: int) -> str | None:
        return self._read(place) if self._map[self._count + place] else None

    def _place(self, path: str, piece: int) -> int | None:
        return self._places.get((path, piece))

    def _read(self, place: int) -> str:
        maker = self._map[self._count + place] - 1
        if maker not in self._others:
            self._others[maker] = os.open(self._directory / f"traces-{maker}", os.O_RDONLY)
        offset, length = _SLOT.unpack_from(self._map, 2 * self._count + place * _SLOT.size)
        return os.pread(self._others[maker], length, offset).decode("utf-8", "surrogatepass")

    def close(self) -> None:
        """Let go of the files."""
        self._map.close()
        for handle in (self._asked, *self._others.values()):
            os.close(handle)


Task = Callable[[Path, int, int], Any]
"""Does one process's share, given the directory of the board, the process's number, and how many there are."""


class Crew(NamedTuple):
    """Processes at work: the directory of their board, what waits for their results and gives them in order, and whether one still works."""

    directory: Path
    results: Callable[[], list[Any]]
    works: Callable[[], bool]


@contextlib.contextmanager
def crew(task: Task, spawned: Task, workers: int) -> Iterator[Crew]:
    """Start all processes but this one.

    Args:
        task: what a forked process does.
        spawned: what a spawned process does: it can be pickled and needs nothing of this process.
        workers: how many processes there are, this one (number 0) included.

    A process that fails gives None: its share is this one's then. Those that still work at the end are stopped.
    """
    context: Any = multiprocessing.get_context("fork" if forks() else "spawn")
    directory = Path(tempfile.mkdtemp(prefix="greenlint-"))
    started: list[tuple[Any, Connection]] = []
    try:
        for number in range(1, workers):
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=_serve, args=(task if forks() else spawned, directory, number, workers, theirs), daemon=True)
            process.start()
            theirs.close()
            started.append((process, ours))
        yield Crew(
            directory,
            lambda: [_result(process, ours) for process, ours in started],
            lambda: any(process.is_alive() for process, _ in started),
        )
    finally:
        for process, ours in started:
            ours.close()
            if process.is_alive():
                process.terminate()
            process.join()
        shutil.rmtree(directory, ignore_errors=True)


def forks() -> bool:
    """Whether processes are forked: only where that is safe; GREENLINT_START=spawn asks for the other way."""
    return sys.platform == "linux" and os.environ.get("GREENLINT_START", "fork") == "fork"


def _serve(task: Task, directory: Path, number: int, workers: int, results: Connection) -> None:
    try:
        results.send(task(directory, number, workers))
    except BaseException as error:
        with contextlib.suppress(Exception):
            results.send(None)
        if not isinstance(error, Exception):
            raise


def _result(process: Any, results: Connection) -> Any:
    try:
        return results.recv()
    except (EOFError, OSError):
        return None
