"""The bundled stubs' facts and traces: as the package ships them, else as the reader makes them, each once a process.

What is shipped counts only while it belongs to the very text of the stub. Deliberately absent: the texts, which are the sources'.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path

from greenlint import knowledge
from greenlint.model.trace import SCHEMA, Node, intern_all
from greenlint.read.pieces import read_piece
from greenlint.world.scan import FileFacts, scan

LOWERED = Path(knowledge.__file__).parent / "lowered"
PREFIX = "stub:"


class Stub:
    """One bundled stub: `facts`, and the traces of its pieces that were asked for or shipped."""

    def __init__(self, text: str, facts: FileFacts, traces: dict[int, Node]) -> None:
        self.text = text
        self.facts = facts
        self._traces = traces

    def trace(self, piece: int) -> Node:
        """The trace of a piece."""
        found = self._traces.get(piece)
        if found is None:
            place = self.facts.pieces[piece]
            found = self._traces[piece] = read_piece(self.text[place.start : place.end])
        return found


_stubs: dict[str, Stub] = {}


def stub(path: str, text: str) -> Stub:
    """A bundled stub by its path (with `stub:`) and its text."""
    found = _stubs.get(path)
    if found is None or found.text != text:
        found = _stubs[path] = _shipped(path, text) or Stub(text, scan(text), {})
    return found


def lowered(text: str) -> str:
    """What is shipped for a stub of this text."""
    facts = scan(text)
    traces = [read_piece(text[piece.start : piece.end]) for piece in facts.pieces]
    return json.dumps([_key(text), facts.to_data(), traces], ensure_ascii=False, separators=(",", ":"))


def _shipped(path: str, text: str) -> Stub | None:
    try:
        data = (LOWERED / (path.removeprefix(PREFIX) + ".json")).read_text(encoding="utf-8")
        key, facts, traces = json.loads(data)
    except (OSError, ValueError):
        return None
    if key != _key(text):
        return None
    intern_all(traces)
    return Stub(text, FileFacts.from_data(facts), dict(enumerate(traces)))


def _key(text: str) -> str:
    return f"{SCHEMA} {blake2b(text.encode(), digest_size=16).hexdigest()}"
