"""The command line: `python -m benchmarks` measures and writes a table, `python -m benchmarks profile CORPUS` shows where greenlint's time goes."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import corpora, floors, report, rounds
from benchmarks.corpora import RELEASES, SYNTHETIC, Site
from benchmarks.environments import PEERS, Environment, with_greenlint, with_peers
from benchmarks.keystrokes import hasty_server, p95, pause, server, wait_for_keys
from benchmarks.measures import Measure, measures, starts
from benchmarks.measuring import FailedError, Meter, Sample
from benchmarks.rounds import NO_CORPUS, Row

CHECKOUT = Path(__file__).resolve().parents[1]
KEYSTROKES, EDITS = "keystrokes", "edits"
_LINES, _QUICK_LINES = 200_000, 6_000
_SIZES, _QUICK_SIZES = (1, 2, 4, 8), (1,)
_KEYS, _QUICK_KEYS = 40, 10
_EDITS, _QUICK_EDITS = 10_000, 50


def main(words: Sequence[str]) -> int:
    """Carry out a command line."""
    parsed = _parser().parse_args(words if words[:1] in (["run"], ["profile"], ["-h"], ["--help"]) else ["run", *words])
    work = parsed.work.absolute()
    work.mkdir(parents=True, exist_ok=True)
    sizes = {f"{SYNTHETIC}{size}": size * (parsed.lines or (_QUICK_LINES if parsed.quick else _LINES)) for size in _sizes(parsed)}
    meter = Meter(work / "logs", parsed.timeout)
    try:
        if parsed.what == "profile":
            return _profile(parsed, work, sizes, meter)
        return _run(parsed, work, sizes, meter)
    except FailedError as error:
        raise SystemExit(f"failed: {error}; see {work / 'logs'}") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks", description="Measures greenlint beside its peers; `run` may be left out.")
    commands = parser.add_subparsers(dest="what", required=True)
    run = commands.add_parser("run", help="measure, and write a table")
    profile = commands.add_parser("profile", help="show the share of each floor in a cold run")
    for command in (run, profile):
        work = Path(tempfile.gettempdir()) / "greenlint-benchmarks"
        command.add_argument("--work", type=Path, metavar="DIR", default=work, help="where everything is kept (default: %(default)s)")
        command.add_argument("--quick", action="store_true", help="a small synthetic project only")
        command.add_argument("--lines", type=int, metavar="N", help=f"lines of {SYNTHETIC}1 (default: {_LINES}, quick {_QUICK_LINES})")
        command.add_argument("--timeout", type=float, metavar="S", default=900.0, help="seconds for one command (default: %(default)g)")
    run.add_argument("--rounds", type=int, metavar="N", help="rounds (default: 3, quick 1)")
    run.add_argument("--only", action="append", metavar="NAME", help="measure this only; may be repeated; an unknown name lists them all")
    run.add_argument("--corpus", action="append", metavar="NAME", help="measure on this only; may be repeated; an unknown name lists them all")
    run.add_argument("--out", type=Path, metavar="FILE", help="the table; the JSON goes beside it (default: report.md in the work directory)")
    profile.add_argument("corpus", metavar="CORPUS")
    return parser


def _sizes(parsed: argparse.Namespace) -> tuple[int, ...]:
    return _QUICK_SIZES if parsed.quick else _SIZES


def _run(parsed: argparse.Namespace, work: Path, sizes: dict[str, int], meter: Meter) -> int:
    places = [*sizes] if parsed.quick else [*(release.name for release in RELEASES), *sizes]
    chosen = _chosen(parsed.corpus, places, "corpus")
    greenlint, peers = with_greenlint(CHECKOUT, work), Environment(work / "environments" / "peers")
    first, each = starts(greenlint), measures(greenlint, peers, meter)
    names = _chosen(parsed.only, [*(measure.name for measure in (*first, *each)), KEYSTROKES, EDITS], "measure")
    first, each = ([measure for measure in group if measure.name in names] for group in (first, each))
    missing = with_peers(work, [peer for peer in PEERS if any(peer in measure.peers for measure in each)])[1]
    sites = [_site(name, work, sizes, greenlint) for name in chosen]
    typed_in = next((site for site in sites if site.name in sizes and {KEYSTROKES, EDITS} & {*names}), None)
    rows = _rows(first, each, sites, rounds.options(greenlint), missing)
    facts = _facts(sites, greenlint, peers)
    out = (parsed.out or work / "report.md").absolute()
    for number in range(parsed.rounds or (1 if parsed.quick else 3)):
        print(f"round {number + 1}", file=sys.stderr)
        rounds.run([(site, measure) for site in sites for measure in each], first, sites[0], rows, meter)
        if typed_in is not None and KEYSTROKES in names:
            _type(rows, typed_in, greenlint, parsed, work / "logs" / f"{KEYSTROKES}.err")
        if typed_in is not None and EDITS in names and number == 0:
            _edit(rows, typed_in, greenlint, parsed, work / "logs" / f"{EDITS}.err")
        # After every round, so that a run that is stopped leaves what it has.
        out.write_text(report.markdown([*rows.values()], facts), encoding="utf-8")
        out.with_suffix(".json").write_text(report.as_json([*rows.values()], facts), encoding="utf-8")
    print(report.table([*rows.values()]), end="")
    return 0


def _rows(
    first: Sequence[Measure], each: Sequence[Measure], sites: Sequence[Site], known: frozenset[str], missing: dict[str, str]
) -> dict[tuple[str, str], Row]:
    rows = {(NO_CORPUS, measure.name): Row(NO_CORPUS, measure.name, measure.title) for measure in first}
    for site in sites:
        for measure in each:
            failure = rounds.unavailable(measure, known, missing)
            rows[site.name, measure.name] = Row(site.name, measure.name, measure.title, failure=failure)
    return rows


def _type(rows: dict[tuple[str, str], Row], site: Site, greenlint: Environment, parsed: argparse.Namespace, log: Path) -> None:
    row = rows.setdefault((site.name, KEYSTROKES), Row(site.name, KEYSTROKES, "greenlint server, a key typed"))
    if row.failure is not None:
        return
    edits, settled = _QUICK_KEYS if parsed.quick else _KEYS, pause(CHECKOUT)
    try:
        waits = wait_for_keys(site, server(greenlint), settled, edits, log, parsed.timeout)
    except FailedError as error:
        row.failure = str(error)
        return
    row.samples += [Sample(wait) for wait in waits.edits]
    slowest = p95([sample.wall for sample in row.samples])
    row.note = f"p95 {slowest:.3f} s of {len(row.samples)} edits, opened in {waits.opened:.1f} s, without the pause of {settled:g} s"


def _edit(rows: dict[tuple[str, str], Row], site: Site, greenlint: Environment, parsed: argparse.Namespace, log: Path) -> None:
    count = _QUICK_EDITS if parsed.quick else _EDITS
    row = rows.setdefault((site.name, EDITS), Row(site.name, EDITS, f"greenlint server, {count:,} keys without a pause"))
    try:
        waits = wait_for_keys(site, hasty_server(greenlint), 0.0, count, log, parsed.timeout)
    except FailedError as error:
        row.failure = str(error)
        return
    row.samples += [Sample(wait) for wait in waits.edits]
    held = ", ".join(f"{size / 1e6:.0f}" for size in waits.memory)
    row.note = f"memory after each tenth of the edits, in MB: {held}"


def _profile(parsed: argparse.Namespace, work: Path, sizes: dict[str, int], meter: Meter) -> int:
    (name,) = _chosen([parsed.corpus], [*(release.name for release in RELEASES), *sizes], "corpus")
    greenlint = with_greenlint(CHECKOUT, work)
    site = _site(name, work, sizes, greenlint)
    print(f"{name}: {len(site.files)} files, {site.lines} lines\n")
    print(floors.profile(site, greenlint, meter, rounds.options(greenlint), work / "logs"), end="")
    return 0


def _site(name: str, work: Path, sizes: dict[str, int], greenlint: Environment) -> Site:
    if name in sizes:
        return Site(name, corpora.generate(name, sizes[name], work), work)
    (release,) = (release for release in RELEASES if release.name == name)
    return Site(name, corpora.download(release, work, greenlint), work)


def _chosen(wanted: Sequence[str] | None, known: Sequence[str], what: str) -> list[str]:
    unknown = [name for name in wanted or () if name not in known]
    if unknown:
        raise SystemExit(f"no {what} {', '.join(unknown)}; there are: {', '.join(known)}")
    return [name for name in known if not wanted or name in wanted]


def _facts(sites: Sequence[Site], greenlint: Environment, peers: Environment) -> dict[str, str]:
    ours, theirs = greenlint.versions(), peers.versions() if Path(peers.python).exists() else {}
    machine, load = f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs", os.getloadavg()[0]
    facts = {
        "machine": f"{machine}, Python {platform.python_version()}; load {load:.1f} before the first round",
        "greenlint": ", ".join(f"{name} {ours[name]}" for name in ("greenlint", "libcst", "flake8", "pygls")),
        "peers": ", ".join(f"{name} {theirs[name]}" for name in PEERS if name in theirs) or "none",
    }
    for site in sites:
        choice = site.choice
        facts[site.name] = (
            f"{len(site.files)} files, {site.lines} lines; hub `{choice.hub}` (imported by {choice.imported_by} files), "
            f"leaf `{choice.leaf}` (imports {choice.imports} files), one file `{choice.middle}`"
        )
    return facts


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
