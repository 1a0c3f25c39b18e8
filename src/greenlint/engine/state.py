"""What the last run has found in the files of a root, and what the files looked like: enough to say the same again without reading any of them.

Imports nothing that reads code, for a run in which nothing has changed must not. Deliberately absent: what findings rest on.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from greenlint.base.edit import Edit, Fix, Safety
from greenlint.base.finding import Finding, Related, Severity
from greenlint.base.settings import Settings
from greenlint.engine.program import program

_RACY = 2_000_000_000
"""Nanoseconds. A file that was written this short before it was looked at may have been written again without a trace."""


class Seen(NamedTuple):
    """A file as it was: size in bytes, time of its last change in nanoseconds (0 where that tells nothing), and the digest of its text."""

    size: int
    changed: int
    digest: str


class Raw(NamedTuple):
    """What there is to say of a file before selection and suppression: the place and message of a syntax error, or findings of all rules."""

    syntax: tuple[int, int, str] | None
    findings: tuple[Finding, ...]


class Rule(NamedTuple):
    """What selection needs to know of a rule."""

    code: str
    name: str
    severity: Severity
    default: bool


@dataclass
class State:
    """A root after a run. `files` are all first-party files, `raw` what was found in those of them that were checked."""

    files: dict[str, Seen] = field(default_factory=dict)
    raw: dict[str, Raw] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()

    def to_data(self) -> Any:
        """Plain data for `from_data`."""
        raw = {path: [item.syntax, [_finding_data(finding) for finding in item.findings]] for path, item in self.raw.items()}
        rules = [[rule.code, rule.name, rule.severity.value, rule.default] for rule in self.rules]
        return [self.files, raw, rules]

    @classmethod
    def from_data(cls, data: Any) -> State:
        """What `to_data` gave.

        Raises:
            ValueError: the data have another shape.
        """
        try:
            files, raw, rules = data
            return cls(
                {path: Seen(*seen) for path, seen in files.items()},
                {path: _raw(path, *item) for path, item in raw.items()},
                tuple(Rule(code, name, Severity(severity), default) for code, name, severity, default in rules),
            )
        except (TypeError, AttributeError, KeyError, IndexError) as error:
            raise ValueError(f"no state: {error}") from None


def seen(file: Path, digest: str, now: int) -> Seen | None:
    """A file as it is now, given the digest of its text and the time in nanoseconds; None where it cannot be looked at."""
    try:
        status = os.stat(file)
    except (OSError, ValueError):
        return None
    return Seen(status.st_size, status.st_mtime_ns if status.st_mtime_ns + _RACY < now else 0, digest)


def is_as_seen(file: str, known: Seen) -> bool:
    """Whether a file certainly is what it was."""
    try:
        status = os.stat(file)
    except (OSError, ValueError):
        return False
    return known.changed == status.st_mtime_ns and known.size == status.st_size


def key(settings: Settings, extra: Iterable[str] = ()) -> str:
    """A digest of all that decides what is found beside the files: the program, the settings of inference."""
    inference = (settings.src, settings.stubs, settings.environment, settings.drivers, settings.versions, settings.pytest_asyncio_mode)
    return blake2b("\n".join([program(), repr(inference), *extra]).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _finding_data(finding: Finding) -> list[Any]:
    fixes = [item for item in (finding.fix, *finding.alternatives) if item is not None]
    return [
        finding.code,
        finding.name,
        finding.message,
        *finding.start,
        *finding.end,
        finding.severity.value,
        [[step.path, *step.start, *step.end, step.message] for step in finding.related],
        [[fix.title, fix.safety.value, [[edit.start, edit.end, edit.content, edit.shared] for edit in fix.edits]] for fix in fixes],
        finding.noqa_row,
        finding.scope,
    ]


def _raw(path: str, syntax: list[Any] | None, found: list[Any]) -> Raw:
    return Raw((syntax[0], syntax[1], syntax[2]) if syntax else None, tuple(_finding(path, item) for item in found))


def _finding(path: str, data: list[Any]) -> Finding:
    code, name, message, row, column, last, end, severity, related, fixes, noqa_row, scope = data
    steps = tuple(Related(item[0], (item[1], item[2]), (item[3], item[4]), item[5]) for item in related)
    repairs = [Fix(title, Safety(safety), tuple(Edit(*edit) for edit in edits)) for title, safety, edits in fixes]
    first = repairs[0] if repairs else None
    return Finding(
        path, code, name, message, (row, column), (last, end), Severity(severity), steps, first, tuple(repairs[1:]), noqa_row, scope
    )
