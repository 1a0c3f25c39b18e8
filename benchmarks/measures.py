"""What is measured: each entry is a command on a site, what must be so before it runs, and which exit statuses mean that it worked."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora import Site
from benchmarks.environments import Environment
from benchmarks.measuring import FailedError, Meter

JOBS = 2
LIBCST, AST, FLAKE8_ASYNC, PYTHON = "libcst-parse", "ast-parse", "flake8-with-async", "python-pass"
REFERENCES = (LIBCST, AST, FLAKE8_ASYNC)
STARTS = 10
"""How often a start is repeated in a round: one takes too little time."""

_PARSING = Path(__file__).with_name("parsing.py")


@dataclass(frozen=True)
class Measure:
    """Something to measure.

    Attributes:
        name: what `--only` calls it.
        title: what the table calls it.
        command: the command line, run in the site's tree.
        ready: makes the site ready and undoes what it did.
        good: the exit statuses of a run that worked, with findings or without.
        options: the options of `greenlint check` that it needs.
        peers: the peers that it needs.
    """

    name: str
    title: str
    command: Callable[[Site], list[str]]
    ready: Callable[[Site], AbstractContextManager[None]] = lambda _: contextlib.nullcontext()
    good: frozenset[int] = frozenset({0, 1})
    options: tuple[str, ...] = ()
    peers: tuple[str, ...] = ()


class Cache:
    """What a tool remembers of a site: empty, or as a full run leaves it. That run is made once and kept.

    Args:
        name: of the tool.
        meter: runs it.
        fill: its command line, given a site.
    """

    def __init__(self, name: str, meter: Meter, fill: Callable[[Site], list[str]]) -> None:
        self._name = name
        self._meter = meter
        self._fill = fill
        self._failures: dict[str, FailedError] = {}

    def directory(self, site: Site) -> Path:
        """Where the tool is told to remember things."""
        return site.state / self._name

    @contextlib.contextmanager
    def empty(self, site: Site) -> Iterator[None]:
        """Nothing is remembered."""
        shutil.rmtree(self.directory(site), ignore_errors=True)
        yield

    @contextlib.contextmanager
    def filled(self, site: Site) -> Iterator[None]:
        """A full run is remembered.

        Raises:
            FailedError: that run fails, or leaves nothing.
        """
        live, kept = self.directory(site), site.state / f"{self._name}.kept"
        if site.name in self._failures:
            raise self._failures[site.name]
        shutil.rmtree(live, ignore_errors=True)
        if not kept.exists():
            try:
                self._meter.run(f"{site.name}-{self._name}-fill", self._fill(site), site.tree, (0, 1))
                if not live.exists():
                    raise FailedError("leaves no cache")
            except FailedError as error:
                self._failures[site.name] = error
                raise
            shutil.copytree(live, kept)
        else:
            shutil.copytree(kept, live)
        yield


def starts(greenlint: Environment) -> list[Measure]:
    """What does not depend on a corpus."""
    return [
        Measure(PYTHON, "python -c pass", lambda _: [greenlint.python, "-c", "pass"]),
        Measure("version", "greenlint --version", lambda _: [greenlint.program("greenlint"), "--version"]),
    ]


def measures(greenlint: Environment, peers: Environment, meter: Meter) -> list[Measure]:
    """What is measured on each corpus, in turn."""
    return [*_limits(greenlint), *_greenlint(greenlint, meter), *_peers(peers, meter)]


def _limits(environment: Environment) -> list[Measure]:
    def parsing(parser: str) -> Callable[[Site], list[str]]:
        return lambda site: [environment.python, str(_PARSING), parser, str(site.tree)]

    return [
        Measure(LIBCST, "limit: libcst.parse_module", parsing("libcst"), good=frozenset({0})),
        Measure(AST, "limit: ast.parse", parsing("ast"), good=frozenset({0})),
    ]


def _greenlint(environment: Environment, meter: Meter) -> list[Measure]:
    def check(site: Site, *paths: str) -> list[str]:
        words = ["check", "--isolated", "--output-format", "concise", "-q", "--jobs", str(JOBS), "--cache-dir", str(cache.directory(site))]
        return [environment.program("greenlint"), *words, *(paths or (".",))]

    def changed(which: Callable[[Site], str]) -> Callable[[Site], AbstractContextManager[None]]:
        @contextlib.contextmanager
        def ready(site: Site) -> Iterator[None]:
            with cache.filled(site), site.change(which(site)):
                yield

        return ready

    @contextlib.contextmanager
    def forgotten(site: Site) -> Iterator[None]:
        site.forget()
        yield

    cache = Cache("greenlint", meter, check)
    options = ("--jobs", "--cache-dir")
    flake8 = [environment.program("flake8"), "--isolated", "--select", "ADB", "-j", str(JOBS), "."]
    return [
        Measure("cold", f"greenlint -j{JOBS}, cold", check, cache.empty, options=options),
        Measure("warm", f"greenlint -j{JOBS}, warm", check, cache.filled, options=options),
        Measure("leaf", f"greenlint -j{JOBS}, leaf changed", check, changed(lambda site: site.choice.leaf), options=options),
        Measure("hub", f"greenlint -j{JOBS}, hub changed", check, changed(lambda site: site.choice.hub), options=options),
        Measure("staged", "greenlint, one file, cold", lambda site: check(site, site.choice.middle), cache.empty, options=options),
        Measure("flake8", f"greenlint in flake8 -j{JOBS}, cold", lambda _: flake8, forgotten),
    ]


def _peers(environment: Environment, meter: Meter) -> list[Measure]:
    def ruff(site: Site) -> list[str]:
        return [environment.program("ruff"), "check", "--isolated", "--select", "ASYNC", "-q", "--cache-dir", str(cache.directory(site)), "."]

    def command(name: str, *words: str) -> Callable[[Site], list[str]]:
        return lambda _: [environment.program(name), *words]

    cache = Cache("ruff", meter, ruff)
    plugin = command("flake8", "--isolated", "--select", "ASYNC", "-j", str(JOBS), ".")
    checked_by_ty = command("ty", "check", "--python", str(environment.directory), "--output-format", "concise", ".")
    return [
        Measure("ruff-cold", "ruff ASYNC, cold", ruff, cache.empty, peers=("ruff",)),
        Measure("ruff-warm", "ruff ASYNC, warm", ruff, cache.filled, peers=("ruff",)),
        Measure(FLAKE8_ASYNC, f"flake8-async in flake8 -j{JOBS}", plugin, peers=("flake8", "flake8-async")),
        Measure(
            "flake8-async",
            "flake8-async, its own command",
            lambda site: [environment.program("flake8-async"), "--enable", "ASYNC", *site.files],
            peers=("flake8-async",),
        ),
        # fixit adds 2 to its status if it could not read a file.
        Measure("fixit", "fixit lint", command("fixit", "lint", "."), good=frozenset({0, 1, 2, 3}), peers=("fixit",)),
        Measure("pyright", "pyright", command("pyright", "--pythonpath", environment.python, "."), peers=("pyright",)),
        Measure("ty", "ty check", checked_by_ty, peers=("ty",)),
    ]
