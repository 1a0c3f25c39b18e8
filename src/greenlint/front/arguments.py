"""The options of the command line. Deliberately absent: what a command does with them, and every import but `argparse`:
each start of the program reads this module."""

from __future__ import annotations

import argparse
from typing import Any

from greenlint import __version__


def parser() -> argparse.ArgumentParser:
    """The parser of all command lines; `command` of what it returns is the command's name."""
    whole = argparse.ArgumentParser(
        prog="greenlint",
        description="Finds database calls that freeze an event loop and ORM accesses that die with MissingGreenlet.",
        allow_abbrev=False,
    )
    whole.add_argument("--version", action="version", version=f"greenlint {__version__}")
    whole.set_defaults(verbose=False)
    commands = whole.add_subparsers(metavar="COMMAND", dest="command", required=True)
    _add_check(commands)
    baseline = commands.add_parser("baseline", help="write what is found now into a file, for `check` to hide", allow_abbrev=False)
    baseline.set_defaults(timing=False, fixable=None, extend_fixable=[], unfixable=[])
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
    clean = commands.add_parser("clean", help="remove the caches at and below a directory", allow_abbrev=False)
    clean.add_argument("directory", metavar="DIR", nargs="?", default=".", help="where to look (default: .)")
    commands.add_parser("version", help="print the version", allow_abbrev=False)
    server = commands.add_parser("server", help="run the language server on standard input and output", allow_abbrev=False)
    server.add_argument("--stdio", action="store_true", help=argparse.SUPPRESS)
    return whole


def _add_check(commands: Any) -> None:
    check: argparse.ArgumentParser = commands.add_parser("check", help="check files and directories", allow_abbrev=False)
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
    check.add_argument("-j", "--jobs", metavar="N", type=_count, help="work in this many processes (default: as many as there are cores)")
    cache = check.add_argument_group("cache")
    cache.add_argument("--no-cache", action="store_true", help="neither use nor write the cache")
    cache.add_argument("--cache-dir", metavar="DIR", help="where the cache is (default: the configured one, or .greenlint_cache)")
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


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise ValueError(text)
    return count


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]
