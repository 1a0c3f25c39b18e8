"""What a run over one root leaves for later ones in a cache: what was found in each file, with what tells that the file is the same, and its answers.

Deliberately absent: what is written of findings (`state`) and of answers (`recall`), and where that lies (`world.store`).
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Mapping
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING

from greenlint.base.settings import Settings
from greenlint.engine.state import Raw, Rule, State, is_as_seen, key, seen
from greenlint.world.sources import Sources
from greenlint.world.store import Store
from greenlint.world.versions import Versions

if TYPE_CHECKING:
    from greenlint.engine.answers import Answer, Answers
    from greenlint.rule import Rule as RuleOf


class Keeping:
    """What is kept of one root between runs.

    Args:
        sources: its files with the texts that they have by now.
        settings: its settings.
        store: the cache; None where nothing is kept.
        writes: whether findings and answers are written, beside traces.
    """

    def __init__(self, sources: Sources, settings: Settings, store: Store | None, writes: bool) -> None:
        self.sources = sources
        self._settings = settings
        self._store = store
        self._writes = writes
        self._started = time.time_ns()

    @property
    def problem(self) -> str | None:
        """Why the cache is not used, if there is one that must not be."""
        return self._store.problem if self._store is not None else None

    @cached_property
    def _key(self) -> str:
        versions = Versions(self.sources, self._settings).told()
        return key(self._settings, (*self.sources.outside_digests(), *self.sources.distributions, *versions))

    def _name(self, what: str) -> str:
        return f"{what}-{blake2b(str(self.sources.root).encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}"

    @cached_property
    def _state(self) -> State | None:
        """What the last run left, if it was a run like this one."""
        data = self._store.read_data(self._name("state")) if self._store is not None else None
        try:
            return State.from_data(data[1]) if data is not None and data[0] == self._key else None
        except (ValueError, IndexError, TypeError, KeyError):
            return None

    def last(self, listed: Collection[str], overlaid: Collection[str]) -> State | None:
        """What the last run left if no file has changed since.

        The digests of the files that have not are taken over in any case. Where only times of files have changed the new ones are kept, so that no
        later run reads the files for that.

        Args:
            listed: the first-party files.
            overlaid: the files for which other texts stand.
        """
        state = self._state
        if state is None:
            return None
        root = str(self.sources.root) + os.sep
        same, timely = len(state.files) == len(listed), True
        for path in listed:
            known = state.files.get(path)
            if known is not None and path not in overlaid and is_as_seen(root + path, known):
                self.sources.believe(path, known.digest)
            elif known is None or self.sources.digest(path) != known.digest:
                same = False
            else:
                timely = False
        if not same:
            return None
        if not timely and not overlaid and self._writes:
            self._write(state.raw, state.rules, listed)
        return state

    def answers(self, rules: Mapping[str, RuleOf], before: Answers | None, overlaid: Collection[str], syntax: bool) -> Answers:
        """Answers for the files with what earlier ones tell: some of this process, or those that were kept."""
        from greenlint.engine import recall

        return recall.answers(self.sources, self._settings, rules, self._store, self._name("record"), self._key, before, overlaid, syntax)

    def keep(self, answers: Answers, found: Mapping[str, Answer], rules: Mapping[str, RuleOf], listed: Collection[str]) -> None:
        """Leave for the next run what this one has found; it must have seen the files themselves."""
        if self._store is None:
            return
        answers.save()
        if not self._writes:
            return
        from greenlint.engine import recall

        recall.keep(answers, self._store, self._name("record"), self._key)
        raw = {path: item for path, item in found.items() if isinstance(item, Raw) and path in listed}
        self._write(raw, tuple(Rule(rule.code, rule.name, rule.severity, rule.default) for rule in rules.values()), listed)

    def _write(self, raw: dict[str, Raw], rules: tuple[Rule, ...], listed: Collection[str]) -> None:
        """Write what was found in the files as they are now."""
        assert self._store is not None
        files = {path: seen(self.sources.root / path, self.sources.digest(path), self._started) for path in listed}
        state = State({path: item for path, item in files.items() if item is not None}, raw, rules)
        self._store.write_data(self._name("state"), [self._key, state.to_data()])

