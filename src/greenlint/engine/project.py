"""One run over one analysis root: which files, what is found in each, what stays after selection and suppression.

Paths choose what is reported, never what is analysed. Whatever goes wrong on a file becomes a finding of that file. Deliberately absent: finding
the analysis root and its configuration, and printing.
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from hashlib import blake2b
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from greenlint import __version__
from greenlint.base.finding import Finding, Severity
from greenlint.base.settings import Settings
from greenlint.base.text import Source
from greenlint.engine import baseline
from greenlint.engine.distinct import UNREAD_CODE, UNREAD_NAME, distinct
from greenlint.engine.selection import Described, Policy, Selection, SelectionError, policy
from greenlint.engine.state import Raw, Rule, State, is_as_seen, key, seen
from greenlint.engine.suppression import suppress
from greenlint.world.sources import Problem, Sources
from greenlint.world.store import DIRECTORY, Store
from greenlint.world.versions import Versions

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
        return Store(root / (self.directory or settings.cache_dir or DIRECTORY))


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
        self._cache = cache
        self._store = cache.store(self.root, settings) if cache is not None and settings.pruning else None
        self._started = time.time_ns()
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
        return [self._store.problem] if self._store is not None and self._store.problem else []

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
        other._sources = self._sources.changed(texts)
        other._before = self._answers
        return other

    def edit(self, texts: Mapping[str, str]) -> bool:
        """Go on with other texts for some files, by path relative to the root; False if that takes a new project, for there are other files now."""
        sources = self._sources.changed(texts)
        if sources.files() != self._sources.files():
            return False
        changed = [path for path in texts if sources.digest(path) != self._sources.digest(path)]
        self._overlay.update(texts)
        self._sources = sources
        if changed and self._answers is not None:
            self._answers.edit(sources, changed)
        if changed:
            self._raw.clear()
            self._kept.clear()
        return True

    def _answer(self, run: Run, files: Sequence[str], rules: Mapping[str, RuleOf], syntax: bool, fixes: bool) -> Mapping[str, Described]:
        """Know what there is to say of files; returns the rules as far as selection needs them."""
        if any(path not in self._raw for path in files):
            with run.timed("cache"):
                self._recall()
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
        if texts:
            with run.timed("cache"):
                self._keep(answers, rules)
        return rules

    def _ready(self, rules: Mapping[str, RuleOf], syntax: bool) -> Answers:
        if self._answers is None:
            from greenlint.engine import recall

            self._answers = recall.answers(
                self._sources, self._settings, rules, self._store, self._name("record"), self._state_key, self._before, self._overlay, syntax
            )
        return self._answers

    @cached_property
    def _state_key(self) -> str:
        versions = Versions(self._sources, self._settings).told()
        return key(self._settings, (*self._sources.outside_digests(), *self._sources.distributions, *versions))

    def _name(self, what: str) -> str:
        return f"{what}-{blake2b(str(self.root).encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}"

    @cached_property
    def _state(self) -> State | None:
        """What the last run left, if it was a run like this one."""
        data = self._store.read_data(self._name("state")) if self._store is not None else None
        try:
            return State.from_data(data[1]) if data is not None and data[0] == self._state_key else None
        except (ValueError, IndexError, TypeError, KeyError):
            return None

    def _recall(self) -> None:
        """Take over what the last run has found if no file has changed since, and the digests of those that have not. Where only their times have,
        the new ones are kept, so that no later run reads the files for that."""
        state = self._state
        if state is None or self._answers is not None:
            return
        root = str(self.root) + os.sep
        same = timely = True
        for path in self._listed:
            known = state.files.get(path)
            if known is not None and path not in self._overlay and is_as_seen(root + path, known):
                self._sources.believe(path, known.digest)
            elif known is None or self._sources.digest(path) != known.digest:
                same = False
            else:
                timely = False
        if same and len(state.files) == len(self._listed):
            self._raw.update(state.raw)
            self._kept.update(state.raw)
            self._described = {rule.code: rule for rule in state.rules}
            if not timely and self._cache is not None and self._cache.writes and not self._overlay:
                self._leave(state.raw, state.rules)

    def _keep(self, answers: Answers, rules: Mapping[str, RuleOf]) -> None:
        """Leave for the next run what this one has found."""
        if self._store is None or self._overlay or self._cache is None:
            return
        answers.save()
        if not self._cache.writes:
            return
        from greenlint.engine import recall

        recall.keep(answers, self._store, self._name("record"), self._state_key)
        raw = {path: item for path, item in self._raw.items() if isinstance(item, Raw) and path in self._listed}
        self._leave(raw, tuple(Rule(rule.code, rule.name, rule.severity, rule.default) for rule in rules.values()))

    def _leave(self, raw: dict[str, Raw], rules: tuple[Rule, ...]) -> None:
        """Write what was found in the files as they are now."""
        assert self._store is not None
        files = {path: seen(self.root / path, self._sources.digest(path), self._started) for path in self._listed}
        state = State({path: item for path, item in files.items() if item is not None}, raw, rules)
        self._store.write_data(self._name("state"), [self._state_key, state.to_data()])

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
