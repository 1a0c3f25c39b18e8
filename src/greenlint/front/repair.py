"""What fixing came to, carried out: files replaced, and names for reports. Deliberately absent: which fixes are made."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from greenlint.base.text import Source
from greenlint.engine.fixing import Fixed
from greenlint.fix.write import encoded, write
from greenlint.front.report.changes import diff


class Repair:
    """The outcomes for all analysis roots. `messages` are for standard error.

    Args:
        fixes: the outcomes.
        directory: what names of files are relative to.
        stdin: standard input, if that is what was fixed.
    """

    def __init__(self, fixes: Sequence[Fixed], directory: Path, stdin: Source | None) -> None:
        self._fixes = fixes
        self._directory = directory
        self._stdin = stdin
        self.failed = False
        self.messages = [
            f"warning: {self._name(fixed, path)}:{row}: {message}" for fixed in fixes for path, row, message in fixed.complaints
        ]

    @cached_property
    def made(self) -> dict[str, Counter[tuple[str, str]]]:
        """The fixes that were made, by name of file, then by code and name."""
        return {self._name(fixed, path): counts for fixed in self._fixes for path, counts in fixed.made.items() if path in fixed.changes}

    @property
    def count(self) -> int:
        """How many fixes were made."""
        return sum(sum(counts.values()) for counts in self.made.values())

    @property
    def piped(self) -> bytes | None:
        """Standard input as fixed, in its encoding; None if files were fixed."""
        if self._stdin is None:
            return None
        changed = [after.text for fixed in self._fixes for _, after in fixed.changes.values()]
        return encoded(replace(self._stdin, text=changed[0] if changed else self._stdin.text))

    def diff(self) -> str:
        """The unified diffs of all files."""
        return diff((self._name(fixed, path), *sources) for fixed in self._fixes for path, sources in fixed.changes.items())

    def write(self) -> bool:
        """Replace the files, unless it is standard input that was fixed; True if a file could not be replaced."""
        for fixed in self._fixes if self._stdin is None else ():
            for path in list(fixed.changes):
                self._write(fixed, path)
        return self.failed

    def _write(self, fixed: Fixed, path: str) -> None:
        try:
            write(fixed.run.root / path, *fixed.changes[path])
        except OSError as error:
            self.failed = True
            self.messages.append(f"error: {self._name(fixed, path)}: not fixed: {error.strerror or error}")
            del fixed.changes[path]

    def _name(self, fixed: Fixed, path: str) -> str:
        name = os.path.normpath(fixed.run.root / path)
        prefix = str(self._directory).rstrip(os.sep) + os.sep
        return "-" if path.rpartition("/")[2] == "-" else name.removeprefix(prefix)
