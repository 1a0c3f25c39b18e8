"""An earlier run's record: whether one is there, which files have changed since, and when it is worth to write a new one.

The record stays as it is over small changes: what they concern is found out again by each run. Deliberately absent: what a record holds.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from greenlint.base.settings import Settings
from greenlint.engine.answers import Answers
from greenlint.rule import Rule
from greenlint.world.past import Memory, Past
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
        memory = before.memory([path for path in overlaid if before.digest(path) != sources.digest(path)], before.listed != set(sources.files()))
        return Answers(sources, settings, rules, memory=memory, syntax=syntax, before=before)
    data = store.read_data(name) if store is not None else None
    files: dict[str, str] = {}
    present: set[str] = set()
    past: Past | None = None
    try:
        if data is not None and data[0] == key:
            files, present, past = dict(data[1]), set(data[2]), Past.from_data(data[3])
    except (ValueError, IndexError, TypeError):
        past = None
    if past is None:
        return Answers(sources, settings, rules, store, syntax=syntax)
    listed = set(sources.files())
    changed = {path for path in listed | files.keys() if files.get(path) != sources.digest(path)}
    return Answers(sources, settings, rules, store, Memory(past, changed, listed != present), syntax)


def keep(answers: Answers, store: Store, name: str, key: str) -> None:
    """Write a record unless the one that is there still tells almost everything."""
    if answers.remembers and answers.checked <= _FEW:
        return
    files = {path: answers.digest(path) for path in answers.files}
    store.write_data(name, [key, files, sorted(answers.listed), answers.past().to_data()])
    store.trim(files.values())
