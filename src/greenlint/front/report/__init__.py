"""What a run looks like on paper: the formats' entry point, the order and names of findings, and the summary lines.

Deliberately absent: terminals, streams and exit codes.
"""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from greenlint.base.finding import Finding
from greenlint.base.text import Source

STDIN = "-"


@dataclass(frozen=True)
class Item:
    """A finding with what its printing needs: its analysis root (absolute), its text where the file could be read, and whether unsafe fixes count."""

    finding: Finding
    root: Path
    source: Source | None = None
    unsafe: bool = False

    @property
    def fixable(self) -> bool:
        """Whether `--fix` would repair it."""
        return self.finding.fix is not None and self.finding.fix.applies(self.unsafe)

    @property
    def hidden(self) -> bool:
        """Whether only `--unsafe-fixes` would."""
        return self.finding.fix is not None and not self.fixable and self.finding.fix.applies(True)

    def filename(self, path: str) -> str:
        """The absolute name of a path of this finding; standard input and bundled stubs keep their own names."""
        if path.startswith("stub:"):
            return path
        if path.rpartition("/")[2] == STDIN:
            return STDIN
        return os.path.normpath(self.root / path)

    def shown(self, path: str, directory: Path) -> str:
        """The name to print: relative to `directory` where it lies below it; what a terminal would act on is made visible."""
        name = self.filename(path)
        prefix = str(directory).rstrip(os.sep) + os.sep
        return visible(name[len(prefix) :] if name.startswith(prefix) else name)


@dataclass(frozen=True)
class Style:
    """ANSI colours, or none."""

    color: bool = False

    def bold(self, text: str) -> str:
        return self._wrap("1", text)

    def red(self, text: str) -> str:
        return self._wrap("1;31", text)

    def green(self, text: str) -> str:
        return self._wrap("32", text)

    def blue(self, text: str) -> str:
        return self._wrap("1;34", text)

    def cyan(self, text: str) -> str:
        return self._wrap("36", text)

    def _wrap(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and text else text


def render(items: Iterable[Item], form: str, directory: Path, style: Style) -> str:
    """The findings as `full`, `concise` or `json`, in order of their file names; `directory` is what text formats name files relative to."""
    ordered = sorted(items, key=lambda item: (item.filename(item.finding.path), item.finding.sort_key))
    if form == "json":
        from greenlint.front.report import json

        return json.render(ordered)
    if form == "concise":
        from greenlint.front.report import concise

        return concise.render(ordered, directory, style)
    from greenlint.front.report import full

    return full.render(ordered, directory, style)


def summary(count: int, *, made: int = 0, fixable: int = 0, hidden: int = 0) -> str:
    """The last lines of the text formats: `count` findings are left, `made` were fixed; of those left, `fixable` can be, `hidden` unsafely."""
    if not count and not made:
        return "All checks passed!\n"
    tail = f" ({made} fixed, {count} remaining)" if made else ""
    lines = f"Found {counted(count + made, 'error')}{tail}.\n"
    unsafe = f"{counted(hidden, 'unsafe fix')} available with `--fix --unsafe-fixes`"
    if fixable:
        return f"{lines}[*] {fixable} fixable with `--fix`{f' ({unsafe})' if hidden else ''}.\n"
    return f"{lines}{unsafe}.\n" if hidden else lines


def counted(count: int, noun: str) -> str:
    """A number and its noun."""
    return f"{count} {noun}{'' if count == 1 else 'es' if noun.endswith('x') else 's'}"


def statistics(items: Sequence[Item], form: str) -> str:
    """Counts by code, the most frequent first."""
    counts = Counter((item.finding.code, item.finding.name) for item in items)
    fixable = Counter(item.finding.code for item in items if item.fixable)
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    if form == "json":
        from greenlint.front.report import json

        return json.dump(
            [
                {"code": code, "name": name, "count": count, "fixable": fixable[code] > 0, "fixable_count": fixable[code]}
                for (code, name), count in rows
            ]
        )
    width = len(str(rows[0][1])) if rows else 0
    marks = {code: f"[{'*' if fixable[code] == count else '-' if fixable[code] else ' '}] " if fixable else "" for (code, _), count in rows}
    return "".join(f"{count:>{width}}\t{code}\t{marks[code]}{name}\n" for (code, name), count in rows)


def visible(text: str) -> str:
    """Text that a terminal only shows: control, direction and line-breaking characters are replaced."""
    if text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character < " ":
        return chr(0x2400 + ord(character))
    if character == "\x7f":
        return "\u2421"
    return "\ufffd" if unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp") else character
