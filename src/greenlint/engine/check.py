"""One file: its pieces evaluated, its events given to the rules, the findings placed in rows and columns. Nothing is suppressed here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from greenlint.base.finding import Finding, Position, Related, Severity
from greenlint.engine.precedence import rank
from greenlint.read.spans import Range, locate
from greenlint.rule import Context, Draft, Place, Rule
from greenlint.world.definitions import Definition
from greenlint.world.evaluate import Evaluator
from greenlint.world.events import Event
from greenlint.world.world import World

UNREAD_CODE = "ADB902"
UNREAD_NAME = "unread-code"


def check_file(world: World, path: str, rules: Sequence[Rule]) -> list[Finding]:
    """All findings of a file, suppressed ones included, one at a place."""
    by_event: dict[type[Event], list[Rule]] = defaultdict(list)
    for rule in rules:
        for kind in rule.events:
            by_event[kind].append(rule)
    drafts: list[tuple[Rule, Draft]] = []
    findings: list[Finding] = []
    for piece in world.index.hosts(path):
        trace = world.ask("trace", path, piece)
        if trace[0] != "piece":
            if any(rule.code == UNREAD_CODE for rule in rules):
                findings.append(_unread(world, path, piece, str(trace[1])))
            continue
        for evaluator, definition in bodies(world, path, piece):
            events = sorted(evaluator.events.values(), key=lambda item: item.at)
            context = Context(world, path, definition, piece, events)
            for event in events:
                for rule in by_event.get(type(event), ()):
                    drafts.extend((rule, draft) for draft in rule.check(event, context))
    return _distinct([*findings, *_placed(world, drafts)])


def bodies(world: World, path: str, piece: int) -> Iterable[tuple[Evaluator, Definition | None]]:
    """The bodies of a piece, each run once: the top-level statement and its functions and classes."""
    trace = world.ask("trace", path, piece)
    top = world.evaluator(path, None, piece)
    top.block(trace[1:])
    yield top, None
    for definition in world.ask("definitions", path, piece).values():
        if definition.kind == "lambda":
            continue
        receiver = world.own_receiver(definition) if definition.kind == "def" else None
        evaluator = world.evaluator(path, definition, piece, receiver)
        if definition.kind == "class":
            evaluator.block(definition.body)
        else:
            evaluator.run(definition.body)
        yield evaluator, definition


def _unread(world: World, path: str, piece: int, reason: str) -> Finding:
    row = world.index.facts(path).pieces[piece].row
    return Finding(path, UNREAD_CODE, UNREAD_NAME, f"this code was not analysed: {reason}", (row, 1), (row, 1), Severity.INFO)


def _placed(world: World, drafts: list[tuple[Rule, Draft]]) -> list[Finding]:
    wanted: dict[tuple[str, int], set[int]] = defaultdict(set)
    for _, draft in drafts:
        for place in (draft.place, *(place for place, _ in draft.related)):
            wanted[place.path, place.piece].add(place.at)
    spans = {key: locate(world.text(*key), ordinals) for key, ordinals in wanted.items()}

    def where(place: Place) -> tuple[Position, Position]:
        report: Range = spans[place.path, place.piece][place.at].report
        shift = world.index.facts(place.path).pieces[place.piece].row - 1
        return (report[0] + shift, report[1]), (report[2] + shift, report[3])

    found: list[Finding] = []
    for rule, draft in drafts:
        start, end = where(draft.place)
        related = tuple(Related(place.path, *where(place), text) for place, text in draft.related)
        severity = draft.severity or rule.severity
        found.append(Finding(draft.place.path, rule.code, rule.name, draft.message, start, end, severity, related, noqa_row=start[0]))
    return found


def _distinct(findings: list[Finding]) -> list[Finding]:
    """One finding at a place, by precedence; of a chain of calls that start at one place, the innermost, which runs first."""
    kept: dict[tuple[str, Position], Finding] = {}
    for finding in sorted(findings, key=lambda item: (item.start, rank(item.code), item.end)):
        kept.setdefault((finding.path, finding.start), finding)
    return sorted(kept.values(), key=lambda item: item.sort_key)
