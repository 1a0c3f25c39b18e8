"""Many texts by key in few files, for a file of its own for each takes longer to make than what it says.

A pack is written once and never changed: the digest of its second line; that line, which gives the length and the digest of each text by its key; the
texts, each with a line break. What a later pack says of a key counts. A new pack takes in the smaller ones, so there are never many. Deliberately
absent: what the texts mean, and how a file is put in its place.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

_GROWTH = 2
"""A pack is taken into a new one that has at least its size divided by this."""


class _Span(NamedTuple):
    """Where a text stands: the file name of its pack, the place of its first byte, its length in bytes, and its digest."""

    pack: str
    start: int
    length: int
    digest: str


class _Pack(NamedTuple):
    """A pack's size in bytes, and its texts."""

    size: int
    spans: dict[str, _Span]


class Packs:
    """The packs in one directory. Reading never fails; a text that is damaged is not there.

    Args:
        folder: where they are.
        put: puts a file with these contents in its place, as a whole, and tells whether it has.
    """

    def __init__(self, folder: Path, put: Callable[[Path, Iterable[bytes]], bool]) -> None:
        self._folder = folder
        self._put = put
        self._changed: int | None = None
        self._packs: dict[str, _Pack] = {}
        self._spans: dict[str, _Span] = {}

    def get(self, key: str) -> bytes | None:
        """The text that was kept by a key."""
        span = self._current().get(key)
        if span is None:
            return None
        body = self._read(span)
        if body is None:
            # Another process may have taken the pack into its own since.
            self._changed = None
            span = self._current().get(key)
            body = self._read(span) if span is not None else None
        return body

    def keep(self, texts: Mapping[str, bytes]) -> None:
        """Keep texts by their keys."""
        if not texts:
            return
        spans = self._current()
        size = sum(map(len, texts.values()))
        joined: set[str] = set()
        for name, pack in sorted(self._packs.items(), key=lambda item: item[1].size):
            if pack.size > _GROWTH * size:
                break
            size += pack.size
            joined.add(name)
        self._replace(joined, {**self._bodies(key for key, span in spans.items() if span.pack in joined and key not in texts), **texts})

    def trim(self, wanted: Iterable[str], limit: int) -> None:
        """Remove all but the texts of the wanted keys, where there are more bytes than the limit and most are of others."""
        spans = self._current()
        kept = [key for key in wanted if key in spans]
        total = sum(pack.size for pack in self._packs.values())
        if total > max(limit, _GROWTH * sum(spans[key].length for key in kept)):
            self._replace(set(self._packs), self._bodies(kept))

    def _bodies(self, keys: Iterable[str]) -> dict[str, bytes]:
        return {key: body for key in keys if (body := self._read(self._spans[key])) is not None}

    def _replace(self, names: set[str], texts: Mapping[str, bytes]) -> None:
        """Put a pack of texts in the place of others."""
        told = {key: [len(body), digest_of(body)] for key, body in texts.items()}
        index = json.dumps(told, separators=(",", ":")).encode()
        name = digest_of(index)
        if self._put(self._folder / name, _lines(name.encode(), index, *texts.values())):
            for other in names - {name}:
                with contextlib.suppress(OSError):
                    os.unlink(self._folder / other)
        self._changed = None

    def _current(self) -> dict[str, _Span]:
        """Where each text stands as of now."""
        try:
            changed = os.stat(self._folder).st_mtime_ns
        except OSError:
            changed = -1
        if changed != self._changed:
            self._changed = changed
            self._packs = {name: self._packs.get(name) or _opened(self._folder / name) for name in self._listed()}
            self._spans = {key: span for pack in self._packs.values() for key, span in pack.spans.items()}
        return self._spans

    def _listed(self) -> list[str]:
        """The file names of all packs, the latest last."""
        found: list[tuple[int, str]] = []
        with contextlib.suppress(OSError), os.scandir(self._folder) as items:
            for item in items:
                if not item.name.startswith(".") and item.is_file(follow_symlinks=False):
                    found.append((item.stat(follow_symlinks=False).st_mtime_ns, item.name))
        return [name for _, name in sorted(found)]

    def _read(self, span: _Span) -> bytes | None:
        try:
            with open(self._folder / span.pack, "rb") as stream:
                stream.seek(span.start)
                body = stream.read(span.length)
        except (OSError, ValueError, OverflowError):
            return None
        return body if digest_of(body) == span.digest else None


def _lines(*lines: bytes) -> Iterator[bytes]:
    for line in lines:
        yield line
        yield b"\n"


def digest_of(body: bytes) -> str:
    """A digest of what is kept, 32 characters."""
    return blake2b(body, digest_size=16).hexdigest()


def _opened(path: Path) -> _Pack:
    """What a pack says of itself; one that is damaged has no texts."""
    size = 0
    spans: dict[str, _Span] = {}
    try:
        with open(path, "rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            name, index = stream.readline()[:-1], stream.readline()[:-1]
            start = stream.tell()
        if digest_of(index).encode() == name:
            for key, (length, told) in json.loads(index).items():
                spans[key] = _Span(path.name, start, int(length), str(told))
                start += int(length) + 1
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        spans = {}
    return _Pack(size, spans)
