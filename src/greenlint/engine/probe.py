"""What inference found, in words: for the fixtures' `# type:` and `# effect:` markers and for people who debug a finding."""

from __future__ import annotations

from greenlint.read.spans import locate
from greenlint.world import effects as search
from greenlint.world.events import Target
from greenlint.world.passed import certain
from greenlint.world.show import show
from greenlint.world.types import Function, Type, join
from greenlint.world.world import World


def types(world: World, path: str) -> dict[int, str]:
    """The type of each statement's value by the row that the statement starts in, printed."""
    found: dict[int, Type] = {}
    facts = world.index.facts(path)
    for piece in facts.pieces:
        trace = world.ask("trace", path, piece)
        if trace[0] != "piece":
            continue
        noted: dict[int, Type] = {}
        top = world.evaluator(path, None, piece)
        top.statement_types = noted
        top.block(trace[1:])
        for definition in world.ask("definitions", path, piece).values():
            if definition.kind == "lambda":
                continue
            receiver = world.own_receiver(definition) if definition.kind == "def" else None
            inner = world.evaluator(path, definition, piece, receiver)
            inner.statement_types = noted
            if definition.kind == "class":
                inner.block(definition.body)
            else:
                inner.known = certain(world, definition)
                inner.run(definition.body)
        for at, span in locate(world.text(path, piece), noted).items():
            row = span.report[0] + facts.pieces[piece].row - 1
            found[row] = join(found[row], noted[at]) if row in found else noted[at]
    return {row: show(world, value) for row, value in found.items()}


def effects(world: World, path: str) -> dict[int, str]:
    """What each function leads to by the row of its `def`: `blocks a -> b` along the shortest chain, or `none`."""
    found: dict[int, str] = {}
    facts = world.index.facts(path)
    for piece in facts.pieces:
        defined = [item for item in world.ask("definitions", path, piece).values() if item.kind == "def"]
        spans = locate(world.text(path, piece), [item.at for item in defined])
        for definition in defined:
            row = spans[definition.at].report[0] + facts.pieces[piece].row - 1
            target = search.trimmed(world, Target(Function(definition.id, world.own_receiver(definition))))
            hops = world.ask("chain", target)
            names = [world.printed(definition.id), *(world.printed(hop.function) for hop in hops or ())]
            found[row] = f"blocks {' -> '.join(names)}" if hops else "none"
    return found
