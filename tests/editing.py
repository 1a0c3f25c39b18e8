"""Editors on real text: a file in a project of its own, operations named by the source text of the nodes that they work on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from greenlint.base.edit import Edit, Fix, Safety
from greenlint.base.settings import Settings
from greenlint.base.text import Source
from greenlint.engine.depth import deeply
from greenlint.fix.apply import applied
from greenlint.fix.editor import Editor
from greenlint.read.spans import locate
from greenlint.world.sources import Sources
from greenlint.world.world import World

Find = Callable[[str], int]


class Bench:
    """A file to edit. Nodes are found in the piece that holds them, by their text without their own parentheses."""

    def __init__(self, root: Path, text: str, others: Mapping[str, str] | None = None) -> None:
        settings = Settings(pruning=False)
        self.text = text
        self.world = World(Sources(root, settings, {"main.py": text, **(others or {})}), settings)

    def fix(self, piece: int, operate: Callable[[Editor, Find], bool]) -> Fix | None:
        """The fix that an operation on nodes of the piece in that place makes; None when it cannot be done. The finder takes the last (innermost) node of that text."""
        number = [*self.world.index.facts("main.py").pieces][piece]
        text = self.world.text("main.py", number)
        found = self._nodes(text)

        def find(wanted: str) -> int:
            return max(at for at, inner in found.items() if inner == wanted)

        return deeply(lambda: Editor(self.world, "main.py", number).fix("", Safety.SAFE, lambda editor: operate(editor, find)))

    def edits(self, piece: int, operate: Callable[[Editor, Find], bool]) -> tuple[Edit, ...] | None:
        """The edits of that fix."""
        fix = self.fix(piece, operate)
        return None if fix is None else fix.edits

    def edited(self, operate: Callable[[Editor, Find], bool], piece: int = -1) -> str | None:
        """The file's text after an operation on the last piece (by default); None when it cannot be done."""
        edits = self.edits(piece, operate)
        return None if edits is None else applied(self.text, edits)

    def _nodes(self, text: str) -> dict[int, str]:
        source = Source(text)
        found: dict[int, str] = {}
        at = 0
        while True:
            try:
                row, column, last_row, last_column = locate(text, [at])[at].report
            except IndexError:
                return found
            found[at] = text[source.offset(row, column) : source.offset(last_row, last_column)]
            at += 1
