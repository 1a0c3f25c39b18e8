"""One run over one analysis root: which files, what is found in each, what stays after selection and suppression.

Paths choose what is reported, never what is analysed. Whatever goes wrong on a file becomes a finding of that file. Deliberately absent: finding
the analysis root and its configuration, and printing.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from greenlint import __version__
from greenlint.base.finding import Finding, Severity
from greenlint.base.settings import Settings
from greenlint.base.text import Source
from greenlint.engine import baseline
from greenlint.engine.distinct import UNREAD_CODE, UNREAD_NAME, distinct
from greenlint.engine.keeping import Keeping
from greenlint.engine.program import program
from greenlint.engine.selection import Described, Policy, Selection, SelectionError, policy
from greenlint.engine.state import Raw
from greenlint.engine.suppression import suppress
from greenlint.world.sources import Problem, Sources
from greenlint.world.store import DIRECTORY, Store

if TYPE_CHECKING:
    from greenlint.engine.answers import Answer, Answers, Failure
    from greenlint.rule import Rule as RuleOf

INTERNAL = "internal-error"
SYNTAX = "invalid-syntax"


@dataclass
class Run:
    """What one run over a root yields. Paths are relative to `root`.

    `findings` are sorted and unique; `sources` holds the texts of the files that have any; `malformed` are complaints about suppression
    comments as (path, row, message); `tracebacks` belong to the internal errors among the findings; `seconds` is the time spent by stage.

    `present` is the baseline that would cover all that was found; `known` is the number of findings that the configured baseline hides, `stale`
    the number of those that it holds without need. `checked` are the files that were analysed, each with the codes that are off in it; `areas`
    the directories that were reported on, with a `/` behind them, and `listed` the project's files if there are areas. `warnings` are about the
    cache.
    """

    root: Path
    findings: list[Finding] = field(default_factory=list)
    suppressed: int = 0
    files: int = 0
    malformed: list[tuple[str, int, str]] = field(default_factory=list)
    tracebacks: list[str] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    present: dict[baseline.Entry, int] = field(default_factory=dict)
    known: int = 0
    stale: int = 0
    checked: dict[str, frozenset[str]] = field(default_factory=dict)
    areas: tuple[str, ...] = ()
    listed: Collection[str] = field(default=(), repr=False)
    warnings: list[str] = field(default_factory=list)

    def judged(self, path: str, code: str) -> bool:
        """Whether the run tells if a file has findings of a code: the code is on for it, or the file is gone from a directory that was checked."""
        if path in self.checked:
            return code not in self.checked[path]
        return path.startswith(self.areas) and path not in self.listed

    @property
    def failed(self) -> bool:
        """Whether an internal error occurred, so that findings may be missing."""
        return any(finding.code == INTERNAL for finding in self.findings)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the time that the block takes to a stage."""
        start = perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + perf_counter() - start


@dataclass(frozen=True)
class Cache:
    """How a cache is used. `directory` is where it is, relative to the analysis root; `writes` is whether findings are kept, beside traces."""

    directory: str | None = None
    writes: bool = True

    def store(self, root: Path, settings: Settings) -> Store:
        """The cache of a root."""
        return Store(root / (self.directory or settings.cache_dir or DIRECTORY), program())


class Project:
    """The files under one analysis root and what is known of them. Kept between runs, it answers for the texts that it first saw.

    Args:
        root: the analysis root.
        settings: its settings.
        overlay: texts that stand for files, by path relative to the root.
        policies: the selection policy of an absolute file path; by default the settings' own for every file.
        owns: whether the files of a directory (absolute path) that is found below another are this project's to report on; by default all are.
        cache: how the cache is used.
        jobs: how many processes may work.

    Raises:
        SelectionError: a glob of the exclusions is malformed.
    """

    def __init__(
        self,
        root: Path,
        settings: Settings,
        overlay: Mapping[str, str] | None = None,
        *,
        policies: Callable[[Path], Policy] | None = None,
        owns: Callable[[Path], bool] = lambda _: True,
        cache: Cache | None = None,
        jobs: int = 1,
    ) -> None:
        self.root = Path(os.path.abspath(root))
        self._settings = settings
        self._overlay = dict(overlay or {})
        own = policy(settings, self.root)
        self._policies = policies or (lambda _: own)
        self._owns = owns
        try:
            self._sources = Sources(self.root, settings, overlay)
        except re.error as error:
            raise SelectionError(f"malformed glob among the exclusions: {error}") from None
        self._selections: dict[Policy, Selection] = {}
        self._listing = 0.0
        self._jobs = jobs
        store = cache.store(self.root, settings) if cache is not None and settings.pruning else None
        self._keeping = Keeping(self._sources, settings, store, cache is not None and cache.writes)
        self._raw: dict[str, Answer] = {}
        self._kept: set[str] = set()
        self._answers: Answers | None = None
        self._before: Answers | None = None
        self._described: Mapping[str, Described] | None = None

    def files(self, directory: Path) -> list[str]:
        """The first-party files below a directory, as paths relative to the root."""
        inside = self.relative(directory)
        if inside == ".":
            return list(self._listed)
        return [path for path in self._listed if path.startswith(inside + "/")]

    @cached_property
    def _known(self) -> baseline.Baseline | None:
        return baseline.read(self.root / self._settings.baseline) if self._settings.baseline is not None else None

    @cached_property
    def _listed(self) -> dict[str, None]:
        start = perf_counter()
        listed = dict.fromkeys(self._sources.files())
        self._listing = perf_counter() - start
        return listed

    def relative(self, path: Path) -> str:
        """A path as findings name it: relative to the root, with `/`."""
        return Path(os.path.relpath(path, self.root)).as_posix()

    @property
    def warnings(self) -> list[str]:
        """What there is to say of the cache."""
        return [self._keeping.problem] if self._keeping.problem else []

    def is_quiet(self, path: Path) -> bool:
        """Whether it is known by now that there is nothing to say of a file (absolute path), whatever is selected."""
        raw = self._raw.get(os.path.relpath(path, self.root).replace(os.sep, "/"))
        return isinstance(raw, Raw) and not raw.findings and raw.syntax is None

    def run(
        self,
        paths: Sequence[Path],
        rules: Mapping[str, RuleOf],
        *,
        force_exclude: bool = False,
        noqa: bool = True,
        syntax: bool = True,
        fixes: bool = False,
    ) -> Run:
        """Check files and directories (absolute paths).

        Args:
            paths: what to report on; what is named here is checked even if it is excluded.
            rules: all rules that exist, by code.
            force_exclude: apply exclusions to files that are named, too.
            noqa: drop the findings that comments suppress.
            syntax: report syntax errors; False for callers that know the files to be valid.
            fixes: the fixes are to be made, so none of them may come from the cache.

        Raises:
            SelectionError: the policy of a file cannot be applied.
            BaselineError: the configured baseline cannot be read.
        """
        run = Run(self.root, warnings=self.warnings)
        found: list[Finding] = []
        files = self._scope(paths, force_exclude, found)
        run.areas = tuple("" if path == self.root else self.relative(path) + "/" for path in paths if path.is_dir())
        run.listed = self._listed if run.areas else ()
        # Whoever asked for the list first, the time counts once.
        run.seconds["files"], self._listing = self._listing, 0.0
        run.files = len(files)
        known = self._known
        try:
            described = self._answer(run, files, rules, syntax, fixes)
        except Exception as error:
            from greenlint.engine.answers import failure

            found.append(_failure(".", failure(error), run))
            files, described = [], rules
        for path in files:
            found += self._file(run, path, described, noqa)
        run.findings = sorted({finding.sort_key: finding for finding in found}.values(), key=lambda finding: finding.sort_key)
        if known is not None and not run.failed:
            run.stale = len(known.stale(baseline.Baseline(run.present), run.judged))
        return run

    def changed(self, texts: Mapping[str, str]) -> Project:
        """The same project with other texts for some files, by path relative to the root. What was found out so far counts where it still holds."""
        other = Project(self.root, self._settings, policies=self._policies, owns=self._owns, jobs=self._jobs)
        other._overlay = {**self._overlay, **texts}
        other._sources = other._keeping.sources = self._sources.changed(texts)
        other._before = self._answers
        return other

    def edit(self, texts: Mapping[str, str]) -> bool:
        """Go on with other texts for some files, by path relative to the root; False if that takes a new project, for there are other files now."""
        sources = self._sources.changed(texts)
        if sources.files() != self._sources.files():
            return False
        changed = [path for path in texts if sources.digest(path) != self._sources.digest(path)]
        self._overlay.update(texts)
        self._sources = self._keeping.sources = sources
        if changed and self._answers is not None:
            self._answers.edit(sources, changed)
        if changed:
            self._raw.clear()
            self._kept.clear()
        return True

    def _answer(self, run: Run, files: Sequence[str], rules: Mapping[str, RuleOf], syntax: bool, fixes: bool) -> Mapping[str, Described]:
        """Know what there is to say of files; returns the rules as far as selection needs them."""
        if self._answers is None and any(path not in self._raw for path in files):
            with run.timed("cache"):
                state = self._keeping.last(self._listed, self._overlay)
            if state is not None:
                self._raw.update(state.raw)
                self._kept.update(state.raw)
                self._described = {rule.code: rule for rule in state.rules}
        texts = [path for path in files if path not in self._raw and not self._sources.is_problem(path)]
        again = [path for path in files if fixes and path in self._kept and _repairable(self._raw.get(path))]
        if not texts and not again:
            return rules if self._described is None else self._described
        with run.timed("world"):
            answers = self._ready(rules, syntax)
        with run.timed("check"):
            if texts:
                self._raw.update(answers.about(texts, self._jobs, not self._overlay))
                again += [path for path in texts if fixes and answers.remembers and _repairable(self._raw[path])]
            if again:
                # What is written into files was found by this process.
                self._raw.update(answers.afresh(again))
                self._kept.difference_update(again)
        self._described = rules
        if texts and not self._overlay:
            with run.timed("cache"):
                self._keeping.keep(answers, self._raw, rules, self._listed)
        return rules

    def _ready(self, rules: Mapping[str, RuleOf], syntax: bool) -> Answers:
        if self._answers is None:
            self._answers = self._keeping.answers(rules, self._before, self._overlay, syntax)
        return self._answers

    def _scope(self, paths: Iterable[Path], force_exclude: bool, findings: list[Finding]) -> list[str]:
        files: dict[str, None] = {}
        for path in paths:
            name = self.relative(path)
            kind, reason = _kind(path)
            if name in self._overlay or stat.S_ISREG(kind):
                if not force_exclude or name in self._listed:
                    files[name] = None
            elif stat.S_ISDIR(kind):
                # As in ruff, who names an excluded directory means it.
                listed = self.files(path) or (() if force_exclude else self._sources.below(name))
                owned = cache(lambda directory: self._owns(self.root / directory))
                files.update(dict.fromkeys(found for found in listed if owned(os.path.dirname(found))))
                findings += [_problem(item) for item in self._sources.problems if name == "." or f"{item.path}/".startswith(name + "/")]
            else:
                findings.append(unreadable(name, reason))
        return sorted(files)

    def _selection(self, path: Path, rules: Mapping[str, Described]) -> Selection:
        policy = self._policies(path)
        if policy not in self._selections:
            self._selections[policy] = Selection(rules, policy)
        return self._selections[policy]

    def _file(self, run: Run, path: str, rules: Mapping[str, Described], noqa: bool) -> list[Finding]:
        absolute = self.root / path
        selection = self._selection(absolute, rules)
        answer = self._raw.get(path)
        if answer is None:
            problem = self._sources.source(path)
            assert isinstance(problem, Problem)
            found = [_problem(problem)]
        elif isinstance(answer, Raw):
            found = [_syntax_error(path, answer.syntax)] if answer.syntax else list(answer.findings)
        else:
            return [_failure(path, answer, run)]
        codes = {rule.code for rule in selection.rules(absolute)}
        kept = distinct(_weighed(finding, selection) for finding in found if finding.code not in rules or finding.code in codes)
        broken = isinstance(answer, Raw) and answer.syntax is not None
        if answer is not None and not broken:
            run.checked[path] = frozenset(rules.keys() - codes)
        if not kept:
            return kept
        source = self._sources.source(path)
        if isinstance(source, Problem):
            return kept
        # What a comment suppresses is never known, not even to a caller that wants it back: a baseline hides the same from everybody.
        if noqa or self._known is not None:
            with run.timed("suppression"):
                kept, dropped, malformed = suppress(kept, source)
            kept = self._new(run, path, kept, source)
            if noqa:
                run.suppressed += len(dropped)
                run.malformed += [(path, row, message) for row, message in malformed]
            else:
                kept += dropped
        if kept:
            run.sources[path] = source
        return kept

    def _new(self, run: Run, path: str, findings: list[Finding], source: Source) -> list[Finding]:
        """The findings of a file that the baseline does not know."""
        sources = {path: source}
        run.present.update(baseline.taken(findings, sources).counts)
        if self._known is None:
            return findings
        new = self._known.unknown(findings, sources)
        run.known += len(findings) - len(new)
        return new


def _kind(path: Path) -> tuple[int, str]:
    """The mode of a path, links followed, and what to say if it is neither a file nor a directory; the mode is 0 if there is nothing."""
    try:
        return os.stat(path).st_mode, "Not a regular file"
    except OSError as error:
        return 0, error.strerror or str(error)


def _weighed(finding: Finding, selection: Selection) -> Finding:
    severity = selection.severity(finding.code)
    finding = selection.repaired(finding)
    return finding if severity is None else replace(finding, severity=severity)


def unreadable(path: str, reason: str) -> Finding:
    """The finding for a file that cannot be read."""
    return Finding(path, "E902", "io-error", reason, (1, 1), (1, 1), Severity.ERROR)


def _problem(problem: Problem) -> Finding:
    if problem.kind == "too-large":
        message = f"this code was not analysed: {problem.reason}"
        return Finding(problem.path, UNREAD_CODE, UNREAD_NAME, message, (1, 1), (1, 1), Severity.INFO)
    return unreadable(problem.path, problem.reason)


def _syntax_error(path: str, error: tuple[int, int, str]) -> Finding:
    place = error[:2]
    return Finding(path, SYNTAX, SYNTAX, error[2], place, place, Severity.ERROR)


def _repairable(raw: Answer | None) -> bool:
    return isinstance(raw, Raw) and any(finding.fix is not None for finding in raw.findings)


def _failure(path: str, failure: Failure, run: Run) -> Finding:
    """The finding for an exception; it names the innermost place in greenlint, for a report of the bug. The run keeps the traceback."""
    run.tracebacks.append(failure.traceback)
    frames = [(file, name) for file, name in failure.frames if f"{os.sep}greenlint{os.sep}" in file]
    place = f" in {Path(frames[-1][0]).stem}.{frames[-1][1]}" if frames else ""
    message = f"greenlint {__version__} failed here{place}: {failure.error}"
    return Finding(path, INTERNAL, INTERNAL, message, (1, 1), (1, 1), Severity.ERROR)
