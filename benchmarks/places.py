"""Judged places in published code (`places.jsonl`): `python -m benchmarks.places fetch ROOT`, then `python -m benchmarks.places score ROOT`.

Each corpus is one commit of a public repository; only the places are kept here, never the code, and nothing of it is installed or imported.
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

PLACES = Path(__file__).with_name("places.jsonl")
FAMILIES = {
    "C-lazy": frozenset({"ADB301", "ADB302", "ADB306", "ADB308"}),
    "C-expired": frozenset({"ADB301", "ADB302", "ADB303", "ADB304", "ADB305"}),
}
"""The codes that speak of each kind of place."""
_KEPT = (".py", ".pyi", ".toml", ".cfg")
Found = Collection[tuple[str, int, str]]
"""Path, row and code of findings."""


@dataclass(frozen=True)
class Place:
    """A judged line: a true bug (`tp`), or good code that looks like one (`tn`).

    Attributes:
        alt_lines: other lines where a report of the same bug is right.
    """

    corpus: str
    source: str
    path: str
    line: int
    kind: str
    label: str
    confidence: str
    note: str
    alt_lines: tuple[int, ...] = ()

    def hit(self, found: Found) -> bool:
        """Whether a finding of the kind's family stands here."""
        lines = (self.line, *self.alt_lines) if self.label == "tp" else (self.line,)
        return any((self.path, line, code) in found for line in lines for code in FAMILIES[self.kind])


def places() -> list[Place]:
    """All of them, in the order of the file."""
    rows = (json.loads(line) for line in PLACES.read_text(encoding="utf-8").splitlines())
    return [Place(**{**row, "alt_lines": tuple(row.get("alt_lines", ()))}) for row in rows]


def fetch(source: str, into: Path, host: str) -> None:
    """Unpack what matters of one commit (`github:owner/name@commit`)."""
    name, _, commit = source.removeprefix("github:").partition("@")
    git = ["git", f"--git-dir={into / '.git'}"]
    subprocess.run(["git", "init", "--quiet", str(into)], check=True)
    subprocess.run([*git, "fetch", "--quiet", "--depth=1", f"{host}{name}", commit], check=True)
    paths = subprocess.run([*git, "ls-tree", "-r", "--name-only", commit], check=True, capture_output=True, text=True).stdout.splitlines()
    kept = [f":(glob)**/*{end}" for end in _KEPT if any(path.endswith(end) for path in paths)]
    archive = subprocess.run([*git, "archive", commit, "--", *kept], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(into, filter="data")


def findings(folder: Path) -> set[tuple[str, int, str]]:
    """What greenlint finds in a corpus."""
    words = [sys.executable, "-m", "greenlint", "check", "--isolated", "--select", "ALL", "--output-format", "json", "--no-cache", "."]
    done = subprocess.run(words, cwd=folder, check=False, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{folder.name}: {done.stderr.strip()}")
    found = [item for item in json.loads(done.stdout) if item["code"]]
    return {(_relative(item["filename"], folder), item["location"]["row"], item["code"]) for item in found}


def _relative(name: str, folder: Path) -> str:
    path = Path(name)
    return (path.relative_to(folder.resolve()) if path.is_absolute() else path).as_posix()


def report(judged: Sequence[Place], found: dict[str, Found]) -> Iterator[str]:
    """Each miss and each false alarm, then the counts of each kind."""
    counts: Counter[tuple[str, str, bool]] = Counter()
    for place in judged:
        hit = place.hit(found[place.corpus])
        counts[place.kind, place.label, hit] += 1
        if hit != (place.label == "tp"):
            yield f"{'alarm' if hit else 'miss'} {place.corpus} {place.path}:{place.line} {place.kind} ({place.confidence}): {place.note}"
    for kind in sorted({place.kind for place in judged}):
        bugs, good = (counts[kind, label, True] + counts[kind, label, False] for label in ("tp", "tn"))
        yield f"{kind}: {counts[kind, 'tp', True]} of {bugs} bugs found, {counts[kind, 'tn', True]} alarms on {good} good places"


def main(words: Sequence[str]) -> None:
    """Carry out a command line."""
    parser = argparse.ArgumentParser("python -m benchmarks.places", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("what", choices=("fetch", "score"))
    parser.add_argument("root", type=Path, metavar="ROOT", help="holds a folder for each corpus")
    parser.add_argument("--host", default="https://github.com/", help="what a repository's name is appended to (default: %(default)s)")
    parsed = parser.parse_args(words)
    judged = places()
    if parsed.what == "fetch":
        for corpus, source in {place.corpus: place.source for place in judged}.items():
            if not (parsed.root / corpus).exists():
                fetch(source, parsed.root / corpus, parsed.host)
        return
    present = [place for place in judged if (parsed.root / place.corpus).is_dir()]
    found = {corpus: findings(parsed.root / corpus) for corpus in dict.fromkeys(place.corpus for place in present)}
    print(*report(present, found), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
