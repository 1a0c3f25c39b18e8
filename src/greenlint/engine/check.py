"""One file: its pieces evaluated, its events given to the rules, the findings placed in rows and columns. Nothing is suppressed here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from greenlint.base.edit import Fix
from greenlint.base.finding import Finding, Position, Related, Severity
from greenlint.engine.precedence import rank
from greenlint.fix.editor import Editor
from greenlint.read.spans import Range, locate
from greenlint.rule import Context, Draft, Place, Rule, Spines
from greenlint.world.definitions import Definition
from greenlint.world.evaluate import Evaluator
from greenlint.world.events import Event
from greenlint.world.world import World

UNREAD_CODE = "ADB902"
UNREAD_NAME = "unread-code"


def check_file(world: World, path: str, rules: Sequence[Rule], fixes: bool = False) -> list[Finding]:
    """All findings of a file, suppressed ones included, one at a place; with their fixes if those are asked for."""
    by_event: dict[type[Event], list[Rule]] = defaultdict(list)
    for rule in rules:
        for kind in rule.events:
            by_event[kind].append(rule)
    drafts: list[tuple[Rule, Draft]] = []
    findings: list[tuple[Finding, Draft | None]] = []
    for piece in world.index.hosts(path):
        trace = world.ask("trace", path, piece)
        if trace[0] != "piece":
            if any(rule.code == UNREAD_CODE for rule in rules) and world.index.is_host(path, piece):
                findings.append((_unread(world, path, piece, str(trace[1])), None))
            continue
        spines = Spines(trace)
        for evaluator, definition in bodies(world, path, piece):
            events = sorted(evaluator.events.values(), key=lambda item: item.at)
            context = Context(world, path, definition, piece, events, spines)
            for event in events:
                for rule in by_event.get(type(event), ()):
                    drafts.extend((rule, draft) for draft in rule.check(event, context))
    kept = _distinct([*findings, *_placed(world, drafts)])
    return [_repaired(world, finding, draft) if fixes and draft is not None else finding for finding, draft in kept]


def bodies(world: World, path: str, piece: int) -> Iterable[tuple[Evaluator, Definition | None]]:
    """The bodies of a piece, each run once: the top-level statement and its functions and classes."""
    trace = world.ask("trace", path, piece)
    top = world.evaluator(path, None, piece)
    top.block(trace[1:])
    yield top, None
    for definition in world.ask("definitions", path, piece).values():
        receiver = world.own_receiver(definition) if definition.kind != "class" else None
        evaluator = world.evaluator(path, definition, piece, receiver)
        if definition.kind == "class":
            evaluator.block(definition.body)
        else:
            evaluator.run(definition.body)
        yield evaluator, definition


def _unread(world: World, path: str, piece: int, reason: str) -> Finding:
    row = world.index.facts(path).pieces[piece].row
    return Finding(path, UNREAD_CODE, UNREAD_NAME, f"this code was not analysed: {reason}", (row, 1), (row, 1), Severity.INFO)


def _placed(world: World, drafts: list[tuple[Rule, Draft]]) -> list[tuple[Finding, Draft | None]]:
    wanted: dict[tuple[str, int], set[int]] = defaultdict(set)
    for _, draft in drafts:
        for place in (draft.place, *(place for place, _ in draft.related)):
            wanted[place.path, place.piece].add(place.at)
    spans = {key: locate(world.text(*key), ordinals) for key, ordinals in wanted.items()}

    def where(place: Place) -> tuple[Position, Position]:
        report: Range = spans[place.path, place.piece][place.at].report
        shift = world.index.facts(place.path).pieces[place.piece].row - 1
        return (report[0] + shift, report[1]), (report[2] + shift, report[3])

    found: list[tuple[Finding, Draft | None]] = []
    for rule, draft in drafts:
        start, end = where(draft.place)
        related = tuple(Related(place.path, *where(place), text) for place, text in draft.related)
        severity = draft.severity or rule.severity
        finding = Finding(
            draft.place.path, rule.code, rule.name, draft.message, start, end, severity, related, noqa_row=start[0], scope=draft.scope
        )
        found.append((finding, draft))
    return found


def _repaired(world: World, finding: Finding, draft: Draft) -> Finding:
    """A finding with the fixes that its plans make, in their order."""
    fixes: list[Fix] = []
    for plan in draft.plans:
        fix = Editor(world, draft.place.path, draft.place.piece).fix(plan.title, plan.safety, plan.edit)
        if fix is not None:
            fixes.append(fix)
    return replace(finding, fix=fixes[0], alternatives=tuple(fixes[1:])) if fixes else finding


def _distinct(findings: list[tuple[Finding, Draft | None]]) -> list[tuple[Finding, Draft | None]]:
    """One finding at a place, by precedence; of a chain of calls that start at one place, the innermost, which runs first."""
    kept: dict[tuple[str, Position], tuple[Finding, Draft | None]] = {}
    for item in sorted(findings, key=lambda item: (item[0].start, rank(item[0].code), item[0].end)):
        kept.setdefault((item[0].path, item[0].start), item)
    return sorted(kept.values(), key=lambda item: item[0].sort_key)
