"""Edits of one file, by ordinals of one piece: the operations that rules plan their fixes with.

Nothing is edited in place: an editor collects replacements, `fix` makes a `Fix` of them. An operation that cannot be carried out without
changing what the code around means, or without losing a comment, returns False. Deliberately absent: applying edits, and edits of other files.
"""

from __future__ import annotations

from collections.abc import Callable

from greenlint.base.edit import Fix, Safety
from greenlint.fix.loading import Loading
from greenlint.fix.waiting import Waiting


class Editor(Waiting, Loading):
    """Collects the edits of one fix. `at` is always an ordinal of the piece `piece` of the file `path`."""

    def fix(self, title: str, safety: Safety, operate: Callable[[Editor], bool]) -> Fix | None:
        """The fix that an operation makes with this (fresh) editor; None when it cannot be made, or changes nothing."""
        if not operate(self):
            return None
        for edit in self._imports.edits():
            self._edit(edit)
        edits = self._edits()
        return Fix(title, safety, tuple(edits), tuple(self._relies_on)) if edits else None

    def ensure_import(self, module: str, name: str | None = None, alias: str | None = None) -> bool:
        """Have the module import `name` from `module` (or `module` itself) at run time; False when its name means something else here."""
        return self._imports.ensure(module, name, alias)
