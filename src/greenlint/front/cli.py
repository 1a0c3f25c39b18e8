"""The command line: ruff's words and exit codes (0 clean, 1 findings, 2 usage, configuration or internal error).

`--version`, `--help` and mistyped options import neither libcst nor the rules. Deliberately absent: the options, what a finding looks
like, and where settings come from.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from greenlint import __version__
from greenlint.front.arguments import parser

if TYPE_CHECKING:
    import argparse

    from greenlint.base.settings import Settings
    from greenlint.base.text import Source
    from greenlint.engine.fixing import Fixed
    from greenlint.engine.project import Run
    from greenlint.engine.selection import Layer
    from greenlint.front.repair import Repair
    from greenlint.front.report import Item
    from greenlint.rule import Rule

CLEAN, FINDINGS, ERROR, INTERRUPTED = 0, 1, 2, 130
STDIN = "-"


class Answer(NamedTuple):
    """What a command says on standard output, and its exit code."""

    text: str
    code: int


class UsageError(Exception):
    """A command line that parses but cannot be carried out."""


def main(arguments: Sequence[str]) -> int:
    """Run a command line (without the program's name) and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    code = ERROR
    try:
        try:
            parsed = parser().parse_args(arguments)
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else ERROR
        else:
            text, code = _answer(parsed)
            sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has gone; the interpreter must not try to flush the rest.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _answer(parsed: argparse.Namespace) -> Answer:
    from greenlint.engine.baseline import BaselineError
    from greenlint.engine.selection import SelectionError
    from greenlint.front.configuration import ConfigurationError

    try:
        return _COMMANDS[parsed.command](parsed)
    except (UsageError, ConfigurationError, SelectionError, BaselineError) as error:
        _say(f"error: {error}")
    except Exception as error:
        _say(f"error: greenlint {__version__} failed: {type(error).__name__}: {error}")
        if parsed.verbose:
            import traceback

            _say(traceback.format_exc())
    return Answer("", ERROR)


def _say(text: str) -> None:
    print(text, file=sys.stderr)


# greenlint check


def _check(parsed: argparse.Namespace) -> Answer:
    from greenlint import registry
    from greenlint.engine.project import Cache
    from greenlint.front.configuration import Configurations
    from greenlint.front.workspace import Workspace

    cwd = Path.cwd()
    configurations = Configurations(file=Path(parsed.config) if parsed.config else None, isolated=parsed.isolated)
    name = _stdin_name(parsed)
    paths = [Path(os.path.abspath(name or path)) for path in (parsed.paths or ["."])[: 1 if name else None]]
    stdin, refused = _read_stdin(paths[0]) if name else (None, [])

    def workspace() -> Workspace:
        overlay = {} if stdin is None else {paths[0]: stdin.text}
        return Workspace(
            configurations,
            over=_layer(parsed),
            adjust=_Adjustment(parsed, cwd),
            overlay=overlay,
            cache=None if parsed.no_cache else Cache(parsed.cache_dir and str(cwd / parsed.cache_dir)),
            jobs=parsed.jobs or _cores(),
        )

    def check() -> list[Run]:
        return workspace().run(paths, registry.Lazy(), force_exclude=parsed.force_exclude)

    fixes: list[Fixed] = []
    if not refused and (parsed.fix or parsed.fix_only or parsed.diff):
        fixes = workspace().fix(paths, registry.rules(), unsafe=parsed.unsafe_fixes, force_exclude=parsed.force_exclude)
    runs = refused or [fixed.run for fixed in fixes] or check()
    _fits(parsed.baseline, runs)
    if fixes:
        from greenlint.front.repair import Repair

        repair = Repair(fixes, cwd, stdin)
        if not parsed.diff and repair.write():
            runs = check()
        for message in repair.messages:
            _say(message)
        _comment(parsed, runs)
        return _repaired(parsed, repair, runs)
    _comment(parsed, runs)
    items = _items(parsed, runs)
    return Answer(_printed(parsed, items), _code(parsed, runs, bool(items)))


def _cores() -> int:
    """How many processes can run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _repaired(parsed: argparse.Namespace, repair: Repair, runs: list[Run]) -> Answer:
    """What a run that fixes says: the diff or the fixed standard input, then what is left; for standard input, that is on standard error."""
    from greenlint.front.report.changes import listing, verdict

    items = _items(parsed, runs)
    hidden = sum(item.hidden for item in items)
    out = repair.diff() if parsed.diff else ""
    said = listing(repair.made) if parsed.show_fixes and not parsed.diff else ""
    if not (parsed.diff or parsed.fix_only):
        said = _printed(parsed, items, made=repair.count, listed=said)
    elif not parsed.quiet:
        said += verdict(repair.count, hidden, would=parsed.diff)
    wrong = bool(out) if parsed.diff else bool(items) and not parsed.fix_only
    code = ERROR if repair.failed else _code(parsed, runs, wrong or (bool(repair.count) and parsed.exit_non_zero_on_fix))
    if repair.piped is None:
        return Answer(out + said, code)
    sys.stderr.write(said)
    if not parsed.diff:
        sys.stdout.buffer.write(repair.piped)
    return Answer(out, code)


def _items(parsed: argparse.Namespace, runs: list[Run]) -> list[Item]:
    from greenlint.front.report import Item

    return [Item(finding, run.root, run.sources.get(finding.path), parsed.unsafe_fixes) for run in runs for finding in run.findings]


def _code(parsed: argparse.Namespace, runs: list[Run], wrong: bool) -> int:
    return ERROR if any(run.failed for run in runs) else FINDINGS if wrong and not parsed.exit_zero else CLEAN


def _printed(parsed: argparse.Namespace, items: list[Item], *, made: int = 0, listed: str = "") -> str:
    """The findings, the list of what was fixed, and the summary; machines get the findings alone."""
    from greenlint.front.report import Style, render, statistics, summary

    form = parsed.output_format
    body = statistics(items, form) if parsed.statistics else render(items, form, Path.cwd(), Style(_colored(parsed.color)))
    if form == "json":
        return body
    fixable, hidden = sum(item.fixable for item in items), sum(item.hidden for item in items)
    return body + listed + ("" if parsed.quiet else summary(len(items), made=made, fixable=fixable, hidden=hidden))


def _comment(parsed: argparse.Namespace, runs: list[Run]) -> None:
    """Everything that goes to standard error."""
    if parsed.verbose:
        for run in runs:
            _say(f"{run.root}: {run.files} files, {len(run.findings)} findings, {run.suppressed} suppressed, {run.known} in the baseline")
            for text in run.tracebacks:
                _say(text)
    if not parsed.quiet:
        if not any(run.files or run.findings for run in runs):
            _say("warning: No Python files found under the given path(s)")
        for run in runs:
            for warning in run.warnings:
                _say(f"warning: {warning}")
            for path, row, message in run.malformed:
                _say(f"warning: {os.path.relpath(run.root / path)}:{row}: {message}")
        stale = sum(run.stale for run in runs)
        if stale:
            _say(f"warning: the baseline holds findings that are gone: {stale}; `greenlint baseline --prune` removes them")
    if parsed.timing:
        seconds: dict[str, float] = {}
        for run in runs:
            for stage, spent in run.seconds.items():
                seconds[stage] = seconds.get(stage, 0.0) + spent
        for stage, spent in seconds.items():
            _say(f"{stage:<12}{spent:8.3f} s")


def _stdin_name(parsed: argparse.Namespace) -> str | None:
    """The name that standard input goes by, or None when files are to be checked."""
    if parsed.stdin_filename is None and STDIN not in parsed.paths:
        return None
    if parsed.paths not in ([], [STDIN]):
        raise UsageError("standard input cannot be checked together with other paths")
    return parsed.stdin_filename or STDIN


def _read_stdin(path: Path) -> tuple[Source | None, list[Run]]:
    """Standard input as the text of a file, or the run that says why it is none."""
    from greenlint.base.text import UndecodableError, decode
    from greenlint.engine.project import Run, unreadable

    try:
        return decode(sys.stdin.buffer.read()), []
    except UndecodableError as error:
        return None, [Run(path.parent, [unreadable(path.name, str(error))])]


def _layer(parsed: argparse.Namespace) -> Layer | None:
    from greenlint.engine.selection import Layer

    resets, adds = (parsed.select, parsed.fixable), (parsed.extend_select, parsed.ignore, parsed.extend_fixable, parsed.unfixable)
    if resets == (None, None) and not any(adds):
        return None
    select, fixable = (None if words is None else tuple(words) for words in resets)
    extend_select, ignore, extend_fixable, unfixable = map(tuple, adds)
    return Layer(select, extend_select, ignore, fixable=fixable, extend_fixable=extend_fixable, unfixable=unfixable)


class _Adjustment:
    """Puts the command line's options into the settings of a root. Globs with a directory are relative to the working directory."""

    def __init__(self, parsed: argparse.Namespace, cwd: Path) -> None:
        self._parsed = parsed
        self._cwd = cwd

    def __call__(self, settings: Settings, root: Path) -> Settings:
        from dataclasses import replace

        exclude = settings.exclude if self._parsed.exclude is None else self._below(root, self._parsed.exclude)
        extend_exclude = (*settings.extend_exclude, *self._below(root, self._parsed.extend_exclude))
        pruning = settings.pruning and self._parsed.pruning
        return replace(settings, exclude=exclude, extend_exclude=extend_exclude, baseline=self._baseline(settings), pruning=pruning)

    def _baseline(self, settings: Settings) -> str | None:
        from greenlint.engine.baseline import DEFAULT

        if self._parsed.baseline is None:
            return settings.baseline
        return str(self._cwd / self._parsed.baseline) if self._parsed.baseline else settings.baseline or DEFAULT

    def _below(self, root: Path, globs: list[str]) -> tuple[str, ...]:
        inside = self._cwd.relative_to(root).as_posix() if self._cwd.is_relative_to(root) else "."
        prefix = "" if inside == "." else inside + "/"
        return tuple(prefix + glob if "/" in glob.rstrip("/") and not glob.startswith("/") else glob for glob in globs)


def _colored(when: str) -> bool:
    if when != "auto":
        return when == "always"
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


# greenlint baseline


def _baseline(parsed: argparse.Namespace) -> Answer:
    from dataclasses import replace

    from greenlint import registry
    from greenlint.front.baseline import prune, record
    from greenlint.front.configuration import Configurations
    from greenlint.front.workspace import Workspace

    adjustment = _Adjustment(parsed, Path.cwd())
    files: dict[Path, Path] = {}

    def adjust(settings: Settings, root: Path) -> Settings:
        adjusted = adjustment(settings, root)
        files[root] = root / str(adjusted.baseline)
        return replace(adjusted, baseline=None)

    configurations = Configurations(file=Path(parsed.config) if parsed.config else None, isolated=parsed.isolated)
    workspace = Workspace(configurations, over=_layer(parsed), adjust=adjust)
    paths = [Path(os.path.abspath(path)) for path in parsed.paths or ["."]]
    runs = workspace.run(paths, registry.rules(), force_exclude=parsed.force_exclude)
    _fits(parsed.baseline, runs)
    _comment(parsed, runs)
    failed = [finding.message for run in runs if run.failed for finding in run.findings if finding.code not in registry.rules()]
    if failed:
        raise UsageError(f"nothing was written, for findings may be missing: {failed[0]}")
    return Answer("".join((prune if parsed.prune else record)(run, files[run.root]) for run in runs), CLEAN)


def _fits(file: str | None, runs: list[Run]) -> None:
    """A file that is named on the command line must be the baseline of one root: its paths are relative to that.

    Raises:
        UsageError: there are several roots.
    """
    if file and len(runs) > 1:
        raise UsageError(f"`--baseline {file}` fits one analysis root, not {', '.join(str(run.root) for run in runs)}")


# greenlint rule, greenlint version


def _rule(parsed: argparse.Namespace) -> Answer:
    from greenlint import registry

    rules = registry.rules()
    if parsed.all == bool(parsed.code):
        raise UsageError("give the code or name of a rule, or --all")
    shown = list(rules.values()) if parsed.all else [_named(parsed.code, rules)]
    if parsed.output_format == "text":
        return Answer("\n".join(f"# {rule.name} ({rule.code})\n\n{rule.doc.strip()}\n" for rule in shown), CLEAN)
    from greenlint.front.report.json import dump

    records = [_rule_record(rule) for rule in shown]
    return Answer(dump(records if parsed.all else records[0]) + "\n", CLEAN)


def _named(word: str, rules: dict[str, Rule]) -> Rule:
    from greenlint.engine.selection import did_you_mean

    by_word = {**rules, **{rule.name: rule for rule in rules.values()}}
    if word not in by_word:
        raise UsageError(f"unknown rule `{word}`{did_you_mean(word, by_word)}")
    return by_word[word]


def _rule_record(rule: Rule) -> dict[str, Any]:
    doc = rule.doc.strip()
    return {
        "name": rule.name,
        "code": rule.code,
        "summary": doc.partition("\n")[0],
        "explanation": doc,
        "default": rule.default,
        "severity": rule.severity.value,
    }


def _version(parsed: argparse.Namespace) -> Answer:
    return Answer(f"greenlint {__version__}\n", CLEAN)


# greenlint clean


def _clean(parsed: argparse.Namespace) -> Answer:
    from greenlint.world.store import remove

    top = Path(parsed.directory)
    if not top.is_dir():
        raise UsageError(f"{parsed.directory} is not a directory")
    return Answer("".join(f"Removed {directory}\n" for directory in remove(top)), CLEAN)


# greenlint server


def _server(parsed: argparse.Namespace) -> Answer:
    try:
        from greenlint.front.lsp.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise UsageError("the language server needs pygls: pip install 'greenlint[lsp]'") from None
    return Answer("", serve())


_COMMANDS: dict[str, Callable[[argparse.Namespace], Answer]] = {
    "check": _check,
    "baseline": _baseline,
    "rule": _rule,
    "clean": _clean,
    "version": _version,
    "server": _server,
}
