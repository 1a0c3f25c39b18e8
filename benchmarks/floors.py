"""Where a cold run's time goes: the share of each floor of greenlint, of libcst and of `ast`, in one process without a cache."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from benchmarks.corpora import Site
from benchmarks.environments import Environment
from benchmarks.measuring import Meter
from benchmarks.sampler import OTHER

_SAMPLER = Path(__file__).with_name("sampler.py")
ALWAYS = ("read", "world", "rules", "engine", "front", "libcst", "ast")


def profile(site: Site, greenlint: Environment, meter: Meter, known: frozenset[str], logs: Path) -> str:
    """The table of a site.

    Raises:
        FailedError: the run fails.
    """
    answer = (logs / f"{site.name}-profile.seconds.json").absolute()
    single = [word for option, words in (("--jobs", ["--jobs", "1"]), ("--no-cache", ["--no-cache"])) if option in known for word in words]
    command = [greenlint.python, str(_SAMPLER), str(answer), "check", "--isolated", "-q", "--output-format", "concise", *single, "."]
    meter.run(f"{site.name}-profile", command, site.tree, (0, 1))
    return shares(json.loads(answer.read_text(encoding="ascii")))


def shares(seconds: Mapping[str, float]) -> str:
    """Seconds by floor as a Markdown table, largest first, the rest last."""
    total = sum(seconds.values()) or 1.0
    spent = {**dict.fromkeys((*ALWAYS, OTHER), 0.0), **seconds}
    ordered = sorted(spent, key=lambda name: (name == OTHER, -spent[name], name))
    rows = [f"| {name} | {spent[name] / total:.1%} | {spent[name]:.2f} |\n" for name in ordered]
    return "| floor | share | s |\n| --- | --: | --: |\n" + "".join(rows) + f"| all | {1:.1%} | {sum(seconds.values()):.2f} |\n"
