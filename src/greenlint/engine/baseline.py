"""Baselines: the findings that a project knows of and does not want to see again, in a file that is kept under version control.

A finding is known by its path, its code and a fingerprint of the definition around it and of its source line, so that it stays known when
other lines move. Deliberately absent: findings that are no rule's (unreadable files, syntax errors), and printing.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from greenlint.base.finding import Finding
from greenlint.base.text import Source

DEFAULT = ".greenlint-baseline.json"
VERSION = 1

Entry = tuple[str, str, str]
_RULE = re.compile(r"ADB[0-9]{3}")
_DIGEST = re.compile(r"[0-9a-f]{16}")


class BaselineError(Exception):
    """A baseline file that cannot be read or written. Its text is meant for the user and begins with the file's name."""


@dataclass(frozen=True)
class Baseline:
    """How many findings of each entry are known; an entry is a path relative to the analysis root, a code and a fingerprint."""

    counts: Mapping[Entry, int] = field(default_factory=dict)

    def __len__(self) -> int:
        """The number of findings, not of entries."""
        return sum(self.counts.values())

    def unknown(self, findings: Iterable[Finding], sources: Mapping[str, Source]) -> list[Finding]:
        """The findings that the baseline does not cover. Of equal ones, the first in the text are the known ones.

        `sources` holds the texts of the files that have findings.
        """
        left = Counter(self.counts)
        kept = []
        for finding in sorted(findings, key=lambda item: item.sort_key):
            entry = entry_of(finding, sources)
            if entry is not None and left[entry] > 0:
                left[entry] -= 1
            else:
                kept.append(finding)
        return kept

    def stale(self, present: Baseline, judged: Callable[[str, str], bool]) -> Baseline:
        """What has no finding any more: `present` is what was found, `judged` says whether a path and code were looked at."""
        rest = Counter(self.counts) - Counter(present.counts)
        return Baseline({entry: count for entry, count in rest.items() if judged(*entry[:2])})

    def without(self, other: Baseline) -> Baseline:
        """The baseline less the findings of another one."""
        return Baseline(Counter(self.counts) - Counter(other.counts))

    def updated(self, present: Baseline, judged: Callable[[str, str], bool]) -> Baseline:
        """What was found, and the entries of paths and codes that were not looked at."""
        rest = {entry: count for entry, count in self.counts.items() if not judged(*entry[:2])}
        return Baseline({**rest, **present.counts})


def taken(findings: Iterable[Finding], sources: Mapping[str, Source]) -> Baseline:
    """The baseline that covers findings; `sources` holds the texts of their files."""
    entries = (entry_of(finding, sources) for finding in findings)
    return Baseline(Counter(entry for entry in entries if entry is not None))


def entry_of(finding: Finding, sources: Mapping[str, Source]) -> Entry | None:
    """The entry of a finding; None for one that no baseline can cover."""
    source = sources.get(finding.path)
    if source is None or not _RULE.fullmatch(finding.code):
        return None
    line = " ".join(source.line(finding.start[0]).split())
    digest = blake2b(f"{finding.scope}\n{line}".encode("utf-8", "surrogatepass"), digest_size=8)
    return finding.path, finding.code, digest.hexdigest()


def read(file: Path) -> Baseline:
    """The baseline in a file.

    Raises:
        BaselineError: there is no such file, or it is no baseline.
    """
    try:
        content = json.loads(file.read_bytes())
    except FileNotFoundError:
        raise BaselineError(f"{file}: no such baseline; `greenlint baseline` writes one") from None
    except OSError as error:
        raise BaselineError(f"{file}: {error.strerror or error}") from None
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"{file}: malformed baseline: {error}") from None
    if not isinstance(content, dict) or content.keys() != {"version", "findings"}:
        raise BaselineError(f"{file}: malformed baseline: expected an object with `version` and `findings`")
    if content["version"] != VERSION:
        raise BaselineError(f"{file}: a baseline of version {content['version']!r}; this greenlint reads version {VERSION}")
    counts: dict[Entry, int] = {}
    for path, codes in _object(file, content["findings"]):
        for code, digests in _object(file, codes):
            for digest, count in _object(file, digests):
                if not _RULE.fullmatch(code) or not _DIGEST.fullmatch(digest) or type(count) is not int or count < 1:
                    raise BaselineError(f"{file}: malformed baseline: the entry {path} {code} {digest}: {count!r}")
                counts[path, code, digest] = count
    return Baseline(counts)


def _object(file: Path, value: Any) -> Iterable[tuple[str, Any]]:
    if not isinstance(value, dict):
        raise BaselineError(f"{file}: malformed baseline: an object was expected where {value!r:.40} stands")
    return value.items()


def write(file: Path, baseline: Baseline) -> None:
    """Write a baseline, one line an entry, sorted. Readers see the old file or the new one, never a part.

    Raises:
        BaselineError: the file cannot be written.
    """
    findings: dict[str, dict[str, dict[str, int]]] = {}
    for (path, code, digest), count in sorted(baseline.counts.items()):
        findings.setdefault(path, {}).setdefault(code, {})[digest] = count
    text = json.dumps({"version": VERSION, "findings": findings}, indent=2) + "\n"
    target = Path(os.path.realpath(file))
    draft = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        try:
            with open(draft, "x", encoding="ascii", newline="\n") as stream:
                stream.write(text)
            os.replace(draft, target)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise BaselineError(f"{file}: {error.strerror or error}") from None
