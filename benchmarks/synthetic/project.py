"""Writes the synthetic project: as many domains as make up the wanted number of lines. A larger project holds all domains of a smaller one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.synthetic.behaviour import behaviour
from benchmarks.synthetic.defects import MARK
from benchmarks.synthetic.foundation import FILES, PACKAGE, REPORTS, main, reports
from benchmarks.synthetic.storage import storage
from benchmarks.synthetic.vocabulary import domain


@dataclass(frozen=True, order=True)
class Planted:
    """Where a finding is due: a file relative to the root, a row from 1, and the code."""

    file: str
    row: int
    code: str


def write(root: Path, lines: int) -> list[Planted]:
    """Write a project of about that many lines below a directory; what is planted in it, in order."""
    found = []
    for file, text in files(lines):
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        found += [Planted(file, text.count("\n", 0, mark.start()) + 1, mark[1]) for mark in MARK.finditer(text)]
    return sorted(found)


def files(lines: int) -> Iterator[tuple[str, str]]:
    """The files of a project of about that many lines; at least one domain is among them."""
    written = 0
    for file, text in (*FILES.items(), (REPORTS, reports(domain(0)))):
        written += text.count("\n")
        yield file, text
    names: list[str] = []
    while written < lines or not names:
        made = domain(len(names))
        names.append(made.name)
        yield f"{PACKAGE}/{made.name}/__init__.py", ""
        for name, text in {**storage(made), **behaviour(made)}.items():
            written += text.count("\n")
            yield f"tests/test_{made.name}.py" if name == "tests" else f"{PACKAGE}/{made.name}/{name}.py", text
    yield f"{PACKAGE}/main.py", main(names)


def digest() -> str:
    """A name for what the generator makes: that of its own source."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.blake2b(b"".join(source.read_bytes() for source in sources), digest_size=6).hexdigest()
