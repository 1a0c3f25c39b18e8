"""An earlier run's record: whether one is there, which files have changed since, and when it is worth to write a new one.

The record stays as it is over small changes: what they concern is found out again by each run. Deliberately absent: what a record holds.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from greenlint.base.settings import Settings
from greenlint.engine.answers import Answers
from greenlint.rule import Rule
from greenlint.world.graph import Graph
from greenlint.world.grounds import Changes
from greenlint.world.ledger import Ledger
from greenlint.world.memory import Memory
from greenlint.world.reach import Former
from greenlint.world.scan import FileFacts
from greenlint.world.shelf import Shelf
from greenlint.world.sources import Sources
from greenlint.world.store import Store

_FEW = 10
"""Files that may be found out again by each run before a new record is written."""


def answers(
    sources: Sources,
    settings: Settings,
    rules: Mapping[str, Rule],
    store: Store | None,
    name: str,
    key: str,
    before: Answers | None,
    overlaid: Collection[str],
    syntax: bool,
) -> Answers:
    """Answers for files, with the memory of the run before, or of the last one that left a record by a name and under a key."""
    if before is not None:
        return _continued(before, sources, settings, rules, overlaid, syntax)
    text = (store.read_bytes(name) if store is not None else None) or b""
    end = text.find(b"\n")
    try:
        told, files, present, graph, alone, several = json.loads(text[: max(end, 0)])
        if told != key or type(alone) is not str or type(several) is not str:
            raise ValueError("the record of another greenlint")
        ledger, former = Ledger.from_bytes(text, end + 1), Graph.from_data(graph)
        listed = set(sources.files())
        changed = {path for path in listed | files.keys() if files.get(path) != sources.digest(path)}
        moved = listed != set(present)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return Answers(sources, settings, rules, store, syntax=syntax)
    shelf = Shelf(store)
    for path in changed & files.keys():
        shelf.inherit(files[path])

    def facts(path: str) -> FileFacts | None:
        return shelf.kept_facts(files[path]) if path in files else FileFacts({})

    def elsewhere(word: str, path: str) -> bool:
        if f" {word} " in several:
            return True
        own = facts(path)
        return f" {word} " in alone and (own is None or word not in own.words)

    made = Answers(
        sources,
        settings,
        rules,
        memory=Memory(ledger, Changes(changed, moved, facts, lambda path: made.world.index.facts(path))),
        syntax=syntax,
        shelf=shelf,
        former=None if moved else Former(former, changed, facts, elsewhere, kept=True),
    )
    return made


def _continued(
    before: Answers, sources: Sources, settings: Settings, rules: Mapping[str, Rule], overlaid: Collection[str], syntax: bool
) -> Answers:
    changed = {path for path in overlaid if before.digest(path) != sources.digest(path)}
    index = before.world.index
    moved = before.listed != set(sources.files()) or index.sources.distributions != sources.distributions
    former = None if moved else Former(index.graph, changed, index.facts, index.stands_elsewhere, kept=True)

    memory = before.memory(Changes(changed, moved, index.facts, lambda path: made.world.index.facts(path)))
    made = Answers(sources, settings, rules, memory=memory, syntax=syntax, shelf=before.shelf, former=former)
    return made


def keep(answers: Answers, store: Store, name: str, key: str) -> None:
    """Write a record unless the one that is there still tells almost everything."""
    if answers.remembers and answers.checked <= _FEW:
        return
    files = {path: answers.digest(path) for path in answers.files}
    index = answers.world.index
    words = (f" {' '.join(group)} " for group in index.vocabulary())
    head = json.dumps([key, files, sorted(answers.listed), index.graph.to_data(), *words], ensure_ascii=False, separators=(",", ":"))
    store.write_bytes(name, head.encode("utf-8", "surrogatepass") + b"\n" + Ledger.of(answers.past()).to_bytes())
    store.trim(files.values())
