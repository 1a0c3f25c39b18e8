"""Fixing a project in memory: rounds of fixes that do not touch each other, each round checked again as a whole.

A round is kept for a file if the file still parses, has fewer findings, and no more of any code. Otherwise the file goes back, and fewer fixes
are tried at once, until the one that does harm stands alone and is dropped. Deliberately absent: writing files.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from greenlint.base.edit import Edit
from greenlint.base.finding import Finding
from greenlint.base.text import Source
from greenlint.engine.depth import deeply
from greenlint.engine.precedence import rank
from greenlint.engine.project import Project, Run
from greenlint.engine.syntax import problem
from greenlint.fix.apply import Batch, applied
from greenlint.rule import Rule

ROUNDS = 20

_Key = tuple[str, str, str, str]


@dataclass
class Fixed:
    """What fixing a root came to. Paths are relative to `run.root`.

    `run` is the check of what is left; `changes` holds the text before and after by path; `made` counts the fixes by path, then by code and name;
    `complaints` are about fixes that were dropped, as (path, row, message).
    """

    run: Run
    changes: dict[str, tuple[Source, Source]] = field(default_factory=dict)
    made: dict[str, Counter[tuple[str, str]]] = field(default_factory=dict)
    complaints: list[tuple[str, int, str]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many fixes were made."""
        return sum(counts.total() for counts in self.made.values())


def fix(project: Project, paths: Sequence[Path], rules: Mapping[str, Rule], *, unsafe: bool, force_exclude: bool = False) -> Fixed:
    """Make the fixes of what is found in files and directories (absolute paths), as `Project.run` finds it; unsafe ones only if `unsafe`. The project
    goes on with the texts that they make.

    Raises:
        SelectionError: the policy of a file cannot be applied.
        BaselineError: the configured baseline cannot be read.
    """
    return _Fixer(project, rules, unsafe).fix(paths, force_exclude)


@dataclass
class _Attempt:
    """What was tried in a file: its text and findings before, the findings whose fixes were made, the edits of those, and the codes of rules."""

    before: Source
    findings: list[Finding]
    chosen: list[Finding]
    edits: list[Edit]
    codes: Collection[str]

    def added(self, findings: Iterable[Finding], after: Source) -> tuple[list[str], int]:
        """The codes that there are more of than before, and how many findings are left; what a fixed finding had hidden does not count."""
        hidden = [finding for finding in findings if any(self._hid(fixed, finding, after) for fixed in self.chosen)]
        left = Counter(finding.code for finding in findings if finding not in hidden)
        return sorted(left - Counter(finding.code for finding in self.findings)), left.total()

    def _hid(self, fixed: Finding, finding: Finding, after: Source) -> bool:
        """Whether a finding stands where a fixed one did, which went before it: one place shows one finding, of the innermost call."""
        if finding.code not in self.codes:
            return False
        later = rank(fixed.code) < rank(finding.code) or (fixed.code == finding.code and fixed.message != finding.message)
        assert fixed.fix is not None
        start = self.before.offset(*fixed.start)
        row = self.before.offset(fixed.start[0], 1)
        low = min([start, *(edit.start for edit in fixed.fix.edits if row <= edit.start and not edit.shared)])
        first = low + sum(len(edit.content) - (edit.end - edit.start) for edit in self.edits if edit.end <= low and edit.start < low)
        last = start + sum(len(edit.content) - (edit.end - edit.start) for edit in self.edits if edit.end <= start)
        return later and first <= after.offset(*finding.start) <= last


class _Fixer:
    def __init__(self, project: Project, rules: Mapping[str, Rule], unsafe: bool) -> None:
        self._project = project
        self._rules = rules
        self._unsafe = unsafe
        self._originals: dict[str, Source] = {}
        self._texts: dict[str, Source] = {}
        self._attempts: dict[str, _Attempt] = {}
        self._refused: set[_Key] = set()
        self._most: dict[str, int] = {}
        self._made: dict[str, Counter[tuple[str, str]]] = {}
        self._complaints: list[tuple[str, int, str]] = []

    def fix(self, paths: Sequence[Path], force_exclude: bool) -> Fixed:
        run = self._project.run(paths, self._rules, force_exclude=force_exclude, fixes=True)
        files, complete, rounds = run.files, True, 0
        while True:
            findings: dict[str, list[Finding]] = {}
            for finding in run.findings:
                findings.setdefault(finding.path, []).append(finding)
            back = self._judge(findings)
            tried = self._try({**findings, **back}, run) if rounds < ROUNDS else []
            rounds += 1
            if complete and not tried and not back:
                break
            complete = len(tried) in (0, files)
            texts = {path: ("\ufeff" if source.bom else "") + source.text for path, source in self._texts.items()}
            scope = paths if complete else [self._project.root / path for path in tried]
            if not self._project.edit(texts):
                self._project = self._project.changed(texts)
            run = self._project.run(scope, self._rules, force_exclude=force_exclude and complete, fixes=True)
        changes = {path: (self._originals[path], source) for path, source in self._texts.items() if source.text != self._originals[path].text}
        return Fixed(run, changes, self._made, self._complaints)

    def _try(self, findings: Mapping[str, list[Finding]], run: Run) -> list[str]:
        """Put a round of fixes into the texts; the files that have changed."""
        for path, found in findings.items():
            source = self._texts.get(path) or run.sources.get(path)
            if source is None:
                continue
            batch = Batch()
            chosen: list[Finding] = []
            for finding in found:
                if finding.fix is None or not finding.fix.applies(self._unsafe) or _key(finding, source) in self._refused:
                    continue
                if len(chosen) < self._most.get(path, len(found)) and batch.add(finding.fix):
                    chosen.append(finding)
            if chosen and _breaks(source, batch):
                batch, chosen = self._harmless(source, chosen)
            if chosen:
                self._originals.setdefault(path, source)
                self._texts[path] = replace(source, text=applied(source.text, batch.edits))
                self._attempts[path] = _Attempt(source, found, chosen, batch.edits, self._rules.keys())
        return list(self._attempts)

    def _harmless(self, source: Source, chosen: list[Finding]) -> tuple[Batch, list[Finding]]:
        """The fixes that together leave a file valid; the others are dropped."""
        kept: list[Finding] = []
        for finding in chosen:
            if _breaks(source, _batch([*kept, finding])):
                self._drop(finding, source, "it would break the file")
            else:
                kept.append(finding)
        return _batch(kept), kept

    def _judge(self, findings: Mapping[str, list[Finding]]) -> dict[str, list[Finding]]:
        """Look at what became of the files that were changed last; those that must go back, with the findings that they had."""
        back: dict[str, list[Finding]] = {}
        for path, attempt in self._attempts.items():
            added, left = attempt.added(findings.get(path, ()), self._texts[path])
            if not added and left < len(attempt.findings):
                self._made.setdefault(path, Counter()).update((finding.code, finding.name) for finding in attempt.chosen)
                self._most[path] = 2 * self._most.get(path, len(attempt.chosen))
                continue
            self._texts[path] = attempt.before
            back[path] = attempt.findings
            self._most[path] = max(1, len(attempt.chosen) // 2)
            if len(attempt.chosen) == 1:
                reason = f"it would add {', '.join(added)}" if added else "it would not remove the finding"
                self._drop(attempt.chosen[0], attempt.before, reason)
        self._attempts = {}
        return back

    def _drop(self, finding: Finding, source: Source, reason: str) -> None:
        self._refused.add(_key(finding, source))
        self._complaints.append((finding.path, finding.start[0], f"the fix for {finding.code} was dropped: {reason}"))


def _key(finding: Finding, source: Source) -> _Key:
    """What tells a finding from others, wherever its row has moved."""
    return finding.path, finding.code, finding.message, source.line(finding.start[0]).strip()


def _batch(findings: list[Finding]) -> Batch:
    batch = Batch()
    for finding in findings:
        assert finding.fix is not None
        batch.add(finding.fix)
    return batch


def _breaks(source: Source, batch: Batch) -> bool:
    """Whether a file would be no Python any more, or could not be written in its encoding."""
    new = replace(source, text=applied(source.text, batch.edits))
    try:
        new.text.encode(new.encoding)
    except UnicodeEncodeError:
        return True
    return deeply(lambda: problem(new) is not None or (_compiles(source.text) and not _compiles(new.text)))


def _compiles(text: str) -> bool:
    """Whether the running Python compiles a text: it finds an `await` outside of `async def`, which its parser accepts."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<fix>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
