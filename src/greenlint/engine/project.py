"""One run over one analysis root: which files, what is found in each, what stays after selection and suppression.

Paths choose what is reported, never what is analysed. Whatever goes wrong on a file becomes a finding of that file. Deliberately absent: finding
the analysis root and its configuration, and printing.
"""

from __future__ import annotations

import os
import re
import stat
import sys
import threading
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from greenlint import __version__
from greenlint.base.finding import Finding, Severity
from greenlint.base.settings import Settings
from greenlint.base.text import Source
from greenlint.engine import baseline
from greenlint.engine.check import UNREAD_CODE, UNREAD_NAME, check_file
from greenlint.engine.selection import Policy, Selection, SelectionError, policy
from greenlint.engine.suppression import suppress
from greenlint.engine.syntax import problem
from greenlint.read.parse import spacious
from greenlint.rule import Rule
from greenlint.world.sources import Problem, Sources
from greenlint.world.world import World

T = TypeVar("T")

INTERNAL = "internal-error"
SYNTAX = "invalid-syntax"
_STACKS = (512 << 20, 128 << 20, 32 << 20)
_BYTES_A_CALL = 10 << 10


@dataclass
class Run:
    """What one run over a root yields. Paths are relative to `root`.

    `findings` are sorted and unique; `sources` holds the texts of the files that have any; `malformed` are complaints about suppression
    comments as (path, row, message); `tracebacks` belong to the internal errors among the findings; `seconds` is the time spent by stage.

    `present` is the baseline that would cover all that was found; `known` is the number of findings that the configured baseline hides, `stale`
    the number of those that it holds without need. `checked` are the files that were analysed, each with the codes that are off in it; `areas`
    the directories that were reported on, with a `/` behind them, and `listed` the project's files if there are areas.
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


class Project:
    """The files under one analysis root and what is known of them. Kept between runs, it answers for the texts that it first saw.

    Args:
        root: the analysis root.
        settings: its settings.
        overlay: texts that stand for files, by path relative to the root.
        policies: the selection policy of an absolute file path; by default the settings' own for every file.
        owns: whether a file (absolute path) that is found below a directory is this project's to report on; by default all are.

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
        self._world: World | None = None
        self._listing = 0.0

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

    def run(
        self,
        paths: Sequence[Path],
        rules: Mapping[str, Rule],
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
            fixes: give findings their fixes.

        Raises:
            SelectionError: the policy of a file cannot be applied.
            BaselineError: the configured baseline cannot be read.
        """
        return deeply(lambda: self._run(paths, rules, force_exclude, noqa, syntax, fixes))

    def changed(self, texts: Mapping[str, str]) -> Project:
        """The same project with other texts for some files, by path relative to the root."""
        return Project(self.root, self._settings, {**self._overlay, **texts}, policies=self._policies, owns=self._owns)

    def _run(
        self, paths: Sequence[Path], rules: Mapping[str, Rule], force_exclude: bool, noqa: bool, syntax: bool, fixes: bool
    ) -> Run:
        run = Run(self.root)
        found: list[Finding] = []
        known = self._known
        files = self._scope(paths, force_exclude, found)
        run.areas = tuple("" if path == self.root else self.relative(path) + "/" for path in paths if path.is_dir())
        run.listed = self._listed if run.areas else ()
        # Whoever asked for the list first, the time counts once.
        run.seconds["files"], self._listing = self._listing, 0.0
        selections = {path: self._selection(path, rules) for path in files}
        run.files = len(files)
        if files and self._world is None:
            try:
                with run.timed("world"):
                    self._world = World(self._sources, self._settings)
            except Exception as error:
                found.append(_failure(".", error, run))
        for path, selection in selections.items():
            found += self._file(run, path, selection, rules, noqa, syntax, fixes)
        run.findings = sorted({finding.sort_key: finding for finding in found}.values(), key=lambda finding: finding.sort_key)
        if known is not None and not run.failed:
            run.stale = len(known.stale(baseline.Baseline(run.present), run.judged))
        return run

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
                files.update(dict.fromkeys(found for found in listed if self._owns(self.root / found)))
                findings += [_problem(item) for item in self._sources.problems if name == "." or f"{item.path}/".startswith(name + "/")]
            else:
                findings.append(unreadable(name, reason))
        return sorted(files)

    def _selection(self, path: str, rules: Mapping[str, Rule]) -> Selection:
        policy = self._policies(self.root / path)
        if policy not in self._selections:
            self._selections[policy] = Selection(rules, policy)
        return self._selections[policy]

    def _file(
        self, run: Run, path: str, selection: Selection, rules: Mapping[str, Rule], noqa: bool, syntax: bool, fixes: bool
    ) -> list[Finding]:
        try:
            chosen = selection.rules(self.root / path)
            found = self._raw(run, path, chosen, syntax, fixes)
            codes = {rule.code for rule in chosen}
            kept = [_weighed(finding, selection) for finding in found if finding.code not in rules or finding.code in codes]
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
            if not any(finding.code == SYNTAX for finding in found):
                run.checked[path] = frozenset(rules.keys() - codes)
            if kept:
                run.sources[path] = source
            return kept
        except Exception as error:
            return [_failure(path, error, run)]

    def _new(self, run: Run, path: str, findings: list[Finding], source: Source) -> list[Finding]:
        """The findings of a file that the baseline does not know."""
        sources = {path: source}
        run.present.update(baseline.taken(findings, sources).counts)
        if self._known is None:
            return findings
        new = self._known.unknown(findings, sources)
        run.known += len(findings) - len(new)
        return new

    def _raw(self, run: Run, path: str, rules: Sequence[Rule], syntax: bool, fixes: bool) -> list[Finding]:
        source = self._sources.source(path)
        if isinstance(source, Problem):
            return [_problem(source)]
        if syntax:
            with run.timed("syntax"):
                error = problem(source)
            if error:
                place = error[:2]
                return [Finding(path, SYNTAX, SYNTAX, error[2], place, place, Severity.ERROR)]
        with run.timed("check"):
            return check_file(self._world, path, rules, fixes) if self._world else []


def deeply(function: Callable[[], T]) -> T:
    """Call a function on a thread with a large stack and a recursion limit to match: inference recurses as deep as code is nested.

    No garbage is collected meanwhile: answers hold no cycles.

    Raises:
        BaseException: whatever the function raises.
    """
    results: list[T] = []
    failures: list[BaseException] = []

    def work() -> None:
        try:
            with spacious():
                results.append(function())
        except BaseException as error:
            failures.append(error)

    limit = sys.getrecursionlimit()
    try:
        thread = _start(work)
        if thread is None:
            return function()
        # A wait without a timeout cannot be interrupted on every platform.
        while thread.is_alive():
            thread.join(1.0)
    finally:
        sys.setrecursionlimit(limit)
    if failures:
        raise failures[0]
    return results[0]


def _start(work: Callable[[], None]) -> threading.Thread | None:
    """Start a thread with the largest stack that can be had, or none; the recursion limit is raised to what the stack holds."""
    for size in _STACKS:
        try:
            before = threading.stack_size(size)
        except (ValueError, RuntimeError):
            continue
        try:
            sys.setrecursionlimit(max(sys.getrecursionlimit(), size // _BYTES_A_CALL))
            thread = threading.Thread(target=work, name="greenlint", daemon=True)
            thread.start()
            return thread
        except (RuntimeError, MemoryError):
            continue
        finally:
            threading.stack_size(before)
    return None


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


def _failure(path: str, error: Exception, run: Run) -> Finding:
    """The finding for an exception; it names the innermost place in greenlint, for a report of the bug. The run keeps the traceback."""
    run.tracebacks.append("".join(traceback.format_exception(error)))
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if f"{os.sep}greenlint{os.sep}" in frame.filename]
    place = f" in {Path(frames[-1].filename).stem}.{frames[-1].name}" if frames else ""
    text = str(error).partition("\n")[0][:200]
    message = f"greenlint {__version__} failed here{place}: {type(error).__name__}{': ' if text else ''}{text}"
    return Finding(path, INTERNAL, INTERNAL, message, (1, 1), (1, 1), Severity.ERROR)
