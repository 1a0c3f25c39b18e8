"""The bundled stubs' facts and traces: as the package ships them, else as the reader makes them, each once a process.

What is shipped counts only while it belongs to the very text of the stub. Deliberately absent: the texts, which are the sources'.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

from greenlint import knowledge
from greenlint.model.trace import SCHEMA, Node, dump, load
from greenlint.read.pieces import read_piece
from greenlint.world.scan import FileFacts, scan

LOWERED = Path(knowledge.__file__).parent / "lowered"
PREFIX = "stub:"


class Stub:
    """One bundled stub: `facts`, and the traces of its pieces, made of what is shipped once they are asked for."""

    def __init__(self, text: str, facts: FileFacts, shipped: Sequence[str] = ()) -> None:
        self.text = text
        self.facts = facts
        self._shipped = dict(zip(facts.pieces, shipped, strict=False))
        self._traces: dict[int, Node] = {}

    def trace(self, piece: int) -> Node:
        """The trace of a piece."""
        found = self._traces.get(piece)
        if found is None:
            place = self.facts.pieces[piece]
            found = load(self._shipped[piece]) if self._shipped else read_piece(self.text[place.start : place.end])
            self._traces[piece] = found
        return found


_stubs: dict[str, Stub] = {}


def stub(path: str, text: str) -> Stub:
    """A bundled stub by its path (with `stub:`) and its text."""
    found = _stubs.get(path)
    if found is None or found.text != text:
        found = _stubs[path] = _shipped(path, text) or Stub(text, scan(text))
    return found


def lowered(text: str) -> str:
    """What is shipped for a stub of this text: a line about it, and a line for each piece."""
    facts = scan(text)
    head = json.dumps([_key(text), facts.to_data()], ensure_ascii=False, separators=(",", ":"))
    return "\n".join([head, *(dump(read_piece(text[piece.start : piece.end])) for piece in facts.pieces.values())])


def _shipped(path: str, text: str) -> Stub | None:
    try:
        data = (LOWERED / (path.removeprefix(PREFIX) + ".json")).read_text(encoding="utf-8")
        head, *traces = data.split("\n")
        key, facts = json.loads(head)
    except (OSError, ValueError):
        return None
    found = Stub(text, FileFacts.from_data(facts), traces) if key == _key(text) else None
    return found if found is not None and len(found.facts.pieces) == len(traces) else None


def _key(text: str) -> str:
    return f"{SCHEMA} {blake2b(text.encode(), digest_size=16).hexdigest()}"
