"""The command line: ruff's words and exit codes (0 clean, 1 findings, 2 usage, configuration or internal error).

`--version`, `--help` and mistyped options import neither libcst nor the rules. Deliberately absent: what a finding looks like, and where
settings come from.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from greenlint import __version__

if TYPE_CHECKING:
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
            parsed = _parser().parse_args(arguments)
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
        answer: Answer = parsed.command(parsed)
        return answer
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
    from greenlint.front.configuration import Configurations
    from greenlint.front.workspace import Workspace

    cwd = Path.cwd()
    configurations = Configurations(file=Path(parsed.config) if parsed.config else None, isolated=parsed.isolated)
    name = _stdin_name(parsed)
    paths = [Path(os.path.abspath(name or path)) for path in (parsed.paths or ["."])[: 1 if name else None]]
    stdin, refused = _read_stdin(paths[0]) if name else (None, [])

    def workspace() -> Workspace:
        overlay = {} if stdin is None else {paths[0]: stdin.text}
        return Workspace(configurations, over=_layer(parsed), adjust=_Adjustment(parsed, cwd), overlay=overlay)

    def check() -> list[Run]:
        return workspace().run(paths, registry.rules(), force_exclude=parsed.force_exclude, fixes=True)

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


# greenlint server


def _server(parsed: argparse.Namespace) -> Answer:
    try:
        from greenlint.front.lsp.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise UsageError("the language server needs pygls: pip install 'greenlint[lsp]'") from None
    return Answer("", serve())


# Arguments


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="greenlint",
        description="Finds database calls that freeze an event loop and ORM accesses that die with MissingGreenlet.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"greenlint {__version__}")
    parser.set_defaults(verbose=False)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_check(commands)
    baseline = commands.add_parser("baseline", help="write what is found now into a file, for `check` to hide", allow_abbrev=False)
    baseline.set_defaults(command=_baseline, timing=False, fixable=None, extend_fixable=[], unfixable=[])
    baseline.add_argument("paths", metavar="PATH", nargs="*", help="files and directories to look at (default: .)")
    baseline.add_argument("--prune", action="store_true", help="only remove what is found no more")
    baseline.add_argument("--baseline", metavar="FILE", default="", help="the file (default: the configured one, or .greenlint-baseline.json)")
    baseline.add_argument("-q", "--quiet", action="store_true", help="print no warnings")
    baseline.add_argument("-v", "--verbose", action="store_true", help="print counts, and tracebacks of internal errors")
    _add_scope(baseline)
    rule = commands.add_parser("rule", help="explain a rule", allow_abbrev=False)
    rule.add_argument("code", metavar="CODE", nargs="?", help="code or name of the rule")
    rule.add_argument("--all", action="store_true", help="explain all rules")
    rule.add_argument("--output-format", choices=("text", "json"), default="text")
    rule.set_defaults(command=_rule)
    version = commands.add_parser("version", help="print the version", allow_abbrev=False)
    version.set_defaults(command=_version)
    server = commands.add_parser("server", help="run the language server on standard input and output", allow_abbrev=False)
    server.add_argument("--stdio", action="store_true", help=argparse.SUPPRESS)
    server.set_defaults(command=_server)
    return parser


def _add_check(commands: Any) -> None:
    check: argparse.ArgumentParser = commands.add_parser("check", help="check files and directories", allow_abbrev=False)
    check.set_defaults(command=_check)
    check.add_argument("paths", metavar="PATH", nargs="*", help="files and directories to report on (default: .); - for standard input")
    fixing = check.add_argument_group("fixes")
    fixing.add_argument("--fix", action="store_true", help="repair what can be repaired safely, and report the rest")
    fixing.add_argument("--unsafe-fixes", action="store_true", help="count unsafe fixes as applicable, too")
    fixing.add_argument("--show-fixes", action="store_true", help="list what was fixed")
    fixing.add_argument("--diff", action="store_true", help="print what --fix would change as a diff, and change nothing")
    fixing.add_argument("--fix-only", action="store_true", help="repair, but report nothing")
    fixing.add_argument("--exit-non-zero-on-fix", action="store_true", help="exit with 1 if anything was fixed")
    _add_list(fixing, "--fixable", "CODE,...", "rules whose fixes may be used, instead of the configured ones", resets=True)
    _add_list(fixing, "--extend-fixable", "CODE,...", "rules whose fixes may be used, too")
    _add_list(fixing, "--unfixable", "CODE,...", "rules whose fixes may not be used")
    check.add_argument("--output-format", choices=("full", "concise", "json"), default="full")
    check.add_argument("--statistics", action="store_true", help="print the number of findings of each rule instead")
    check.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    check.add_argument("-e", "--exit-zero", action="store_true", help="exit with 0 even if there are findings")
    check.add_argument("-q", "--quiet", action="store_true", help="print findings only")
    check.add_argument("-v", "--verbose", action="store_true", help="print counts, and tracebacks of internal errors")
    check.add_argument("--timing", action="store_true", help="print the seconds that each stage took to standard error")
    check.add_argument(
        "--baseline",
        metavar="FILE",
        nargs="?",
        const="",
        help="hide the findings that this baseline holds (default: the configured one, or .greenlint-baseline.json)",
    )
    check.add_argument("--stdin-filename", metavar="PATH", help="the name of the file that standard input stands for")
    _add_scope(check)


def _add_scope(command: argparse.ArgumentParser) -> None:
    """The options that decide what is looked at and for what."""
    rules = command.add_argument_group("rules")
    _add_list(rules, "--select", "CODE,...", "enable these rules only: codes, prefixes, names or ALL", resets=True)
    _add_list(rules, "--extend-select", "CODE,...", "enable these rules, too")
    _add_list(rules, "--ignore", "CODE,...", "disable these rules")
    files = command.add_argument_group("files")
    _add_list(files, "--exclude", "GLOB,...", "leave out these files and directories, instead of the configured ones", resets=True)
    _add_list(files, "--extend-exclude", "GLOB,...", "leave out these files and directories, too")
    files.add_argument("--force-exclude", action="store_true", help="leave out excluded files even if they are given as a PATH")
    configuration = command.add_argument_group("configuration")
    configuration.add_argument("--config", metavar="FILE", help="use this configuration file for everything")
    configuration.add_argument("--isolated", action="store_true", help="ignore all configuration files")
    command.add_argument("--no-pruning", dest="pruning", action="store_false", help=argparse.SUPPRESS)


def _add_list(group: Any, flag: str, metavar: str, help: str, *, resets: bool = False) -> None:
    """An option that takes comma-separated words and may be repeated; one that `resets` is None when it is not given."""
    group.add_argument(flag, metavar=metavar, help=help, action="extend", type=_words, default=None if resets else [])


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]
