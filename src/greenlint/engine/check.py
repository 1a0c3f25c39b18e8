"""One file: its pieces evaluated, its events given to the rules, the findings placed in rows and columns. Nothing is suppressed here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial

from greenlint.base.edit import Fix
from greenlint.base.finding import Finding, Position, Related, Severity
from greenlint.engine.distinct import UNREAD_CODE, UNREAD_NAME, distinct
from greenlint.model.trace import Node
from greenlint.read.spans import Range, Span, locate
from greenlint.rule import Context, Draft, Place, Rule, Spines
from greenlint.world.definitions import Definition
from greenlint.world.evaluate import Evaluator, Ran
from greenlint.world.events import Event, Unready
from greenlint.world.passed import certain
from greenlint.world.types import NONE, UNKNOWN, Type
from greenlint.world.world import World


def check_file(world: World, path: str, rules: Sequence[Rule], fixes: bool = False) -> list[Finding]:
    """All findings of a file, suppressed ones included, one at a place; with their fixes if those are asked for."""
    return distinct(all_findings(world, path, rules, fixes))


_ROW = re.compile(r"\{row (\d+)\}")
Drafted = tuple[tuple[Rule, Draft], ...]


def all_findings(
    world: World, path: str, rules: Sequence[Rule], fixes: bool = True, drafts_in: Callable[[str, int], Drafted | None] | None = None
) -> tuple[Finding, ...]:
    """The findings of each rule in a file, also where several stand at one place.

    What they rest on is asked through the world's recorder, the texts of the other files that they show places in included.

    Args:
        world: the project.
        path: the file.
        rules: the rules.
        fixes: give the findings their fixes.
        drafts_in: what `drafts` says of a piece, for callers that keep it.
    """
    found: list[tuple[Rule, Draft]] = []
    findings: list[Finding] = []
    for piece in world.ask("hosts", path):
        drafted = drafts_in(path, piece) if drafts_in is not None else drafts(world, rules, path, piece)
        if drafted is not None:
            found += drafted
        elif any(rule.code == UNREAD_CODE for rule in rules) and world.index.is_host(path, piece):
            findings.append(_unread(world, path, piece, str(world.ask("trace", path, piece)[1])))
    for other in sorted({place.path for _, draft in found for place, _ in draft.related} - {path}):
        world.ask("digest", other)
    placed = _placed(world, found)
    return (*findings, *(_repaired(world, finding, draft) if fixes else finding for finding, draft in placed))


def drafts(world: World, rules: Sequence[Rule], path: str, piece: int) -> Drafted | None:
    """What the rules find in a piece, without rows and columns; None if it could not be read."""
    trace = world.ask("trace", path, piece)
    if trace[0] != "piece":
        return None
    by_event: dict[type[Event], list[Rule]] = defaultdict(list)
    for rule in rules:
        for kind in rule.events:
            by_event[kind].append(rule)
    found: list[tuple[Rule, Draft]] = []
    spines = Spines(trace)
    for ran, definition in bodies(world, path, piece):
        events = sorted(ran, key=lambda item: item.at)
        context = Context(world, path, definition, piece, events, spines)
        given = _handed(world, definition, context) if definition is not None and context.contradicted else {}
        if definition is not None and given:
            evaluator = _evaluator(world, definition, given)
            events = sorted(evaluator.events.values(), key=lambda item: item.at)
            context = Context(world, path, definition, piece, events, spines)
        for event in events:
            for rule in by_event.get(type(event), ()):
                for draft in rule.check(event, context):
                    found.append((rule, draft))
    return tuple(found)


def _handed(world: World, definition: Definition, context: Context) -> dict[str, Type]:
    """What all calls pass for the parameters whose declared type the function itself contradicts."""
    if definition.kind != "def" or not world.leads(definition.id.path, definition.piece):
        return {}
    names = [param[1] for param in definition.params if param[2] is not None and param[1] in context.contradicted]
    found = {name: world.ask("handed", definition.id, name) for name in names}
    return {name: value for name, value in found.items() if value is not UNKNOWN and value is not NONE}


def _evaluator(world: World, definition: Definition, given: Mapping[str, Type] | None = None) -> Evaluator:
    """A function's body, run with what all calls pass for its parameters; `given` wins."""
    evaluator = world.evaluator(definition.id.path, definition, definition.piece, world.own_receiver(definition))
    evaluator.known = certain(world, definition) if world.leads(definition.id.path, definition.piece) else {}
    evaluator.given = dict(given or {})
    evaluator.run(definition.body)
    return evaluator


def bodies(world: World, path: str, piece: int) -> Iterable[tuple[Iterable[Event], Definition | None]]:
    """The events of the bodies of a piece: of the top-level statement, and of its functions and classes."""
    trace = world.ask("trace", path, piece)
    top: Ran = world.ask("ran_top", path, piece)
    yield _events(top, lambda: world.evaluator(path, None, piece), trace[1:]), None
    for definition in world.ask("definitions", path, piece).values():
        if definition.kind == "class":
            evaluator = world.evaluator(path, definition, piece)
            evaluator.block(definition.body)
            yield evaluator.events.values(), definition
        else:
            receiver = world.own_receiver(definition)
            passed = certain(world, definition) if world.leads(path, piece) else None
            if passed:
                own: Iterable[Event] = _evaluator(world, definition).events.values()
            else:
                ran: Ran = world.ask("ran", definition.id, receiver)
                own = _events(ran, partial(world.evaluator, path, definition, piece, receiver), definition.body)
            known = {(event.at, event.name) for event in own if isinstance(event, Unready)}
            yield [*own, *(event for event in world.ask("borrowed", definition.id) if (event.at, event.name) not in known)], definition


def _events(ran: Ran, evaluator: Callable[[], Evaluator], body: list[Node]) -> Iterable[Event]:
    """The events of a run; of one more where circles in the program kept it from settling: what it asks is settled by now."""
    if ran.events is not None:
        return ran.events
    again = evaluator()
    again.run(body)
    return again.events.values()


def _unread(world: World, path: str, piece: int, reason: str) -> Finding:
    row = world.index.facts(path).pieces[piece].row
    return Finding(path, UNREAD_CODE, UNREAD_NAME, f"this code was not analysed: {reason}", (row, 1), (row, 1), Severity.INFO)


def _placed(world: World, drafts: list[tuple[Rule, Draft]]) -> list[tuple[Finding, Draft]]:
    wanted: dict[tuple[str, int], set[int]] = defaultdict(set)
    for _, draft in drafts:
        for place in (draft.place, *(place for place, _ in draft.related)):
            wanted[place.path, place.piece].add(place.at)
    spans = {key: _located(world.text(*key), frozenset(ordinals)) for key, ordinals in wanted.items()}

    def where(place: Place) -> tuple[Position, Position]:
        report: Range = spans[place.path, place.piece][place.at].report
        shift = world.index.facts(place.path).pieces[place.piece].row - 1
        return (report[0] + shift, report[1]), (report[2] + shift, report[3])

    found: list[tuple[Finding, Draft]] = []
    for rule, draft in drafts:
        start, end = where(draft.place)
        related = tuple(Related(place.path, *where(place), text) for place, text in draft.related)
        severity = draft.severity or rule.severity
        message = _with_rows(draft.message, related)
        finding = Finding(
            draft.place.path, rule.code, rule.name, message, start, end, severity, related, noqa_row=start[0], scope=draft.scope
        )
        found.append((finding, draft))
    return found


def _with_rows(message: str, related: Sequence[Related]) -> str:
    """A message with rows in the place of their numbers."""
    return _ROW.sub(lambda found: str(related[int(found[1])].start[0]), message) if related else message


@lru_cache(maxsize=128)
def _located(text: str, ordinals: frozenset[int]) -> Mapping[int, Span]:
    return locate(text, ordinals)


def _repaired(world: World, finding: Finding, draft: Draft) -> Finding:
    """A finding with the fixes that its plans make, in their order."""
    if not draft.plans:
        return finding
    from greenlint.fix.editor import Editor

    fixes: list[Fix] = []
    for plan in draft.plans:
        piece = draft.place.piece if plan.piece is None else plan.piece
        fix = Editor(world, draft.place.path, piece).fix(plan.title, plan.safety, plan.edit)
        if fix is not None:
            fixes.append(fix)
    return replace(finding, fix=fixes[0], alternatives=tuple(fixes[1:])) if fixes else finding
