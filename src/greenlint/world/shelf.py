"""Facts and traces of files: kept by the content of the text, taken from the cache or made, and handed from one process to another.

Deliberately absent: bundled stubs, which the package ships lowered.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Protocol

from greenlint.base.text import Source
from greenlint.model.trace import Node, dump, load
from greenlint.read.pieces import read_piece
from greenlint.world.scan import FileFacts, scan
from greenlint.world.store import Store


class Exchange(Protocol):
    """Where processes leave traces for each other."""

    def take(self, path: str, piece: int) -> str | None:
        """The trace of a piece that another process has made; None if this one is to make it."""

    def give(self, path: str, piece: int, trace: str) -> None:
        """Leave a trace for others."""


class Shelf:
    """What is known of the texts of one root.

    Args:
        store: the cache, if there is one.
        exchange: what other processes make, if there are any.
    """

    def __init__(self, store: Store | None = None, exchange: Exchange | None = None) -> None:
        self.store = store
        self.exchange = exchange
        self._lines: dict[str, list[str] | None] = {}
        self._facts: dict[str, FileFacts] = {}
        self._places: dict[str, dict[int, int]] = {}
        self._new: set[str] = set()
        self._inherited: dict[str, str] = {}
        self._before: set[str] = set()
        self.made: dict[tuple[str, int], str] = {}

    @property
    def keeps(self) -> bool:
        """Whether there is a cache."""
        return self.store is not None

    def receive(self, digest: str, traces: dict[int, str]) -> None:
        """Take over the traces that other processes have made of a text."""
        self.made.update({(digest, piece): trace for piece, trace in traces.items()})

    def inherit(self, digest: str) -> None:
        """Have the traces of a text's pieces at hand for the same pieces of other texts. Why one could not be read may name its last line."""
        facts, lines = self.kept_facts(digest), self._entry(digest)
        if facts is not None and lines is not None:
            self._before.update(piece.digest for piece in facts.pieces.values())
            read = ((piece, line) for piece, line in zip(facts.pieces.values(), lines[1:], strict=False) if line.startswith('["piece"'))
            self._inherited.update((piece.digest, line) for piece, line in read)

    def facts(self, digest: str, source: Source) -> FileFacts:
        """The facts of a text."""
        found = self.kept_facts(digest)
        if found is None:
            found = self._facts[digest] = scan(source.text)
            self._new.add(digest)
        return found

    def know(self, facts: Mapping[str, FileFacts]) -> None:
        """Take over the facts of texts, by their digests, that other processes have found out."""
        self._facts.update(facts)
        self._new.update(facts)

    def kept_facts(self, digest: str) -> FileFacts | None:
        """The facts of a text if they are known."""
        found = self._facts.get(digest)
        if found is None:
            lines = self._entry(digest)
            try:
                found = FileFacts.from_data(json.loads(lines[0])) if lines is not None else None
            except (ValueError, RecursionError):
                found = None
            if found is not None:
                self._facts[digest] = found
        return found

    def kept_trace(self, digest: str, piece: int) -> str:
        """The JSON of the trace of a text's piece that the cache has; empty if it has none."""
        lines = self._entry(digest)
        place = self._place(digest, piece) if lines is not None else None
        return lines[place] if lines is not None and place is not None and place < len(lines) else ""

    def _place(self, digest: str, piece: int) -> int | None:
        """The line that a text's entry has for a piece."""
        found = self._places.get(digest)
        if found is None:
            facts = self.kept_facts(digest)
            if facts is None:
                return None
            found = self._places[digest] = {number: line for line, number in enumerate(facts.pieces, 1)}
        return found.get(piece)

    def is_new(self, digest: str, piece: int) -> bool:
        """Whether neither the cache has the trace of a piece of a text whose facts are known, nor the texts that it inherits from have the piece."""
        return not self.kept_trace(digest, piece) and self._facts[digest].pieces[piece].digest not in self._before

    def trace(self, path: str, digest: str, piece: int, text: str) -> Node:
        """The trace of a piece of a file whose text has that digest."""
        line = self.kept_trace(digest, piece) or self._taken_over(digest, piece)
        if not line and self.exchange is not None:
            line = self.exchange.take(path, piece) or ""
        if line:
            try:
                return load(line)
            except (ValueError, RecursionError):
                pass
        trace = read_piece(text)
        if self.store is not None or self.exchange is not None:
            made = dump(trace)
            if self.exchange is not None:
                self.exchange.give(path, piece, made)
            else:
                self.made[digest, piece] = made
        return trace

    def _taken_over(self, digest: str, piece: int) -> str:
        if not self._inherited:
            return ""
        line = self._inherited.get(self._facts[digest].pieces[piece].digest, "")
        if line:
            self.made[digest, piece] = line
        return line

    def _entry(self, digest: str) -> list[str] | None:
        if self.store is None:
            return None
        if digest not in self._lines:
            self._lines[digest] = self.store.entry(digest)
        return self._lines[digest]

    def save(self) -> None:
        """Keep what was made."""
        if self.store is None:
            return
        made: dict[str, dict[int, str]] = {digest: {} for digest in self._new}
        for (digest, piece), line in self.made.items():
            made.setdefault(digest, {})[piece] = line
        entries: dict[str, list[str]] = {}
        for digest, lines in made.items():
            facts = self._facts.get(digest)
            if facts is not None:
                first = json.dumps(facts.to_data(), ensure_ascii=False, separators=(",", ":"))
                kept = None if digest in self._new else self._entry(digest)
                whole = kept if kept is not None and len(kept) == len(facts.pieces) + 1 else [first, *("" for _ in facts.pieces)]
                for place, piece in enumerate(facts.pieces, 1):
                    whole[place] = lines.get(piece, whole[place])
                entries[digest] = whole
        self.store.keep(entries)
        self.made.clear()
        self._new.clear()
