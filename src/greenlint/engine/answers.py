"""What there is to say of files before selection: taken from an earlier run as far as it holds, else found, by several processes if that pays.

Deliberately absent: selection, suppression, and the run in which nothing has changed, which needs none of this.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from greenlint import registry
from greenlint.base.settings import Settings
from greenlint.base.text import Source
from greenlint.engine import crew
from greenlint.engine.ahead import ahead
from greenlint.engine.check import all_findings, drafts
from greenlint.engine.depth import deeply
from greenlint.engine.state import Raw
from greenlint.engine.syntax import problem
from greenlint.rule import Rule
from greenlint.world.graph import Place
from greenlint.world.grounds import Changes, Grounds
from greenlint.world.ledger import Ledger
from greenlint.world.memory import Memory
from greenlint.world.past import CHECKED, DRAFTS, Past, first_path, kept, merged
from greenlint.world.reach import Former
from greenlint.world.record import Question
from greenlint.world.scan import FileFacts, scan
from greenlint.world.shelf import Shelf
from greenlint.world.sources import Sources
from greenlint.world.store import Store
from greenlint.world.world import World

WORTH = 400_000
"""Characters of code for which another process is started."""
_FIRST = 16
"""Pieces that a reader takes at once: while it imports libcst, others need not."""


class Failure(NamedTuple):
    """An exception of a rule or of inference: its text, the innermost places in greenlint, and the traceback."""

    error: str
    frames: list[tuple[str, str]]
    traceback: str


Answer = Raw | Failure


class Answers:
    """Answers for one root, about its texts as they are now.

    Args:
        sources: the files.
        settings: the settings of the root.
        rules: all rules that exist, by code.
        store: the cache, if one is used.
        memory: an earlier run's answers.
        syntax: look for syntax errors.
        shelf: what is known of texts already.
        former: the graph of the same files before some texts changed.
    """

    def __init__(
        self,
        sources: Sources,
        settings: Settings,
        rules: Mapping[str, Rule],
        store: Store | None = None,
        memory: Memory | None = None,
        syntax: bool = True,
        shelf: Shelf | None = None,
        former: Former | None = None,
    ) -> None:
        self._sources = sources
        self._settings = settings
        self._rules = tuple(rules.values())
        self._memory = memory
        self._syntax = syntax
        self.checked = 0
        self.remembers = memory is not None
        self._past: Past | None = None
        self._named: set[str] = set()
        self._own_memory: Memory | None = None
        self.shelf = shelf or Shelf(store)
        self.world = World(sources, settings, self.shelf, former)
        register = self.world.recorder.register
        register(DRAFTS, partial(drafts, self.world, self._rules))
        drafts_in = partial(self.world.ask, DRAFTS)
        register(CHECKED, partial(all_findings, self.world, rules=self._rules, drafts_in=drafts_in))
        self.world.recorder.memory = memory
        self._pasts: list[Past] = []
        self._mine: Past | None = None

    def about(self, paths: Iterable[str], jobs: int = 1, plain: bool = True) -> dict[str, Answer]:
        """What there is to say of files that have a text.

        Args:
            paths: the files.
            jobs: how many processes may work.
            plain: whether a spawned process would see the same files as this one: no text stands for one.
        """
        wanted = list(paths)
        if jobs == 1 or not (plain or crew.forks()):
            return self._alone(wanted)
        if self._memory is not None:
            # There is little to do, and the texts are not read for that. An editor's buffers change with each keystroke: nothing is forked then.
            return self._while_changed_are_read(wanted, self._memory.changed) if plain and crew.forks() else self._alone(wanted)
        if not crew.forks():
            return self._shared(wanted, jobs)
        self._scan(wanted, jobs)
        return self._read_by_others(wanted, jobs)

    def _alone(self, wanted: Iterable[str]) -> dict[str, Answer]:
        return deeply(lambda: {path: self.one(path) for path in wanted})

    def _while_changed_are_read(self, wanted: Sequence[str], changed: Collection[str]) -> dict[str, Answer]:
        """Find out about files while another process reads what is new in those that have changed: meanwhile it imports libcst."""
        index = self.world.index
        pieces = {path: tuple(index.facts(path).pieces) for path in sorted(self.files.intersection(changed))}
        places = [(path, piece) for path in pieces for piece in pieces[path] if self.shelf.is_new(self._sources.digest(path), piece)]
        if not places:
            return self._alone(wanted)
        read = partial(self._read_ahead, places, pieces)
        try:
            with crew.crew(read, read, 2) as readers:
                board = self.shelf.exchange = crew.Board(readers.directory, pieces, 0)
                found = self._alone(wanted)
                self.shelf.exchange = None
                self._receive(board, pieces)
                board.close()
                return found
        except OSError:
            # Nowhere to put a board, or no process to be had: none is needed.
            self.shelf.exchange = None
            return self._alone(wanted)

    def _scan(self, wanted: Sequence[str], jobs: int) -> None:
        """Have all files scanned, by several processes if that pays."""
        sources = {path: self._sources.source(path) for path in sorted({*self._sources.files(), *wanted})}
        unknown = [path for path in sources if self.shelf.kept_facts(self._sources.digest(path)) is None]
        texts = {path: source for path in unknown if isinstance(source := sources[path], Source)}
        workers = min(jobs, sum(len(source.text) for source in texts.values()) // (2 * WORTH))
        if workers < 2:
            return

        def share(_directory: Path, worker: int, workers: int) -> dict[str, FileFacts]:
            return {self._sources.digest(path): scan(texts[path].text) for path in [*texts][worker::workers]}

        with crew.crew(share, share, workers) as others:
            for found in (share(others.directory, 0, workers), *others.results()):
                self.shelf.know(found or {})

    def _read_by_others(self, wanted: Sequence[str], jobs: int) -> dict[str, Answer]:
        """Find out about files while others read the code behind them; once they have, they inherit what is known and share what is left."""
        places = self._places_behind(wanted)
        facts = [self.world.index.facts(path).pieces[piece] for path, piece in places]
        workers = min(jobs, 1 + sum(piece.end - piece.start for piece in facts) // WORTH)
        if workers == 1:
            return self._shared(wanted, jobs)
        pieces = self._pieces(wanted)
        read = partial(self._read_ahead, places, pieces)
        with crew.crew(read, read, workers) as readers:
            board = self.shelf.exchange = crew.Board(readers.directory, pieces, 0, asks=True)
            found = deeply(lambda: self._while(readers.works, wanted))
            self.shelf.exchange = None
            left = [path for path in wanted if path not in found]
            if left:
                found.update(self._shared(left, jobs, board))
            elif self.shelf.keeps:
                self._receive(board, pieces)
            board.close()
        return found

    def _while(self, works: Callable[[], bool], wanted: Iterable[str]) -> dict[str, Answer]:
        """Find out about files as long as others work; what is known by then of the pieces of the next one is not lost."""
        found: dict[str, Answer] = {}
        for path in wanted:
            # Whatever goes wrong with a piece is told when its file is answered for.
            with suppress(Exception):
                hosts = frozenset(self.world.ask("hosts", path))
                # In the order in which the others read them.
                for piece in filter(hosts.__contains__, self.world.index.facts(path).pieces):
                    self.world.ask(DRAFTS, path, piece)
                    if not works():
                        return found
            found[path] = self.one(path)
        return found

    def _shared(self, wanted: Sequence[str], jobs: int, before: crew.Board | None = None) -> dict[str, Answer]:
        """Find out about files in several processes, each of which takes those that nobody has taken."""
        sizes = [len(source.text) for path in wanted if isinstance(source := self._sources.source(path), Source)]
        workers = min(jobs, max(1, sum(sizes) // WORTH))
        if workers == 1 and before is None:
            return self._alone(wanted)
        pieces = self._pieces(wanted)
        # The graph is made before there are others that would have to make it, too.
        self.world.index.hosts(wanted[0])
        task = partial(self._share, wanted, pieces, before)
        spawned = partial(_spawned, self._sources.root, self._settings, wanted, pieces, self.shelf.store, self._syntax)
        with crew.crew(task, spawned, workers) as others:
            found, _ = task(others.directory, 0, workers)
            if self.shelf.keeps and workers > 1:
                # The others do the same meanwhile.
                self._mine = self._kept()
            for result in others.results():
                if result is not None:
                    found.update(result[0])
                    self._pasts.append(Ledger.from_bytes(result[1]).past())
            if self.shelf.keeps:
                board = crew.Board(others.directory, pieces, workers, before)
                self._receive(board, pieces)
                board.close()
        left = [path for path in wanted if path not in found]
        if left:
            self._mine = None
        return {**found, **self._alone(left)}

    def _pieces(self, wanted: Sequence[str]) -> dict[str, tuple[int, ...]]:
        """The pieces that each file has, the same in all processes."""
        return {path: tuple(self.world.index.facts(path).pieces) for path in sorted({*self._sources.files(), *wanted})}

    def _receive(self, board: crew.Board, pieces: Mapping[str, Sequence[int]]) -> None:
        for path, numbers in pieces.items():
            self.shelf.receive(self._sources.digest(path), board.made(path, numbers))

    def _places_behind(self, wanted: Sequence[str]) -> list[Place]:
        own = set(self._sources.files())
        return [place for place in self.world.index.graph.behind(set(wanted)) if place[0] in own]

    def _read_ahead(self, places: Sequence[Place], pieces: Mapping[str, Sequence[int]], directory: Path, worker: int, workers: int) -> None:
        """Read pieces for the process that evaluates, until it needs no more."""
        board = self.shelf.exchange = crew.Board(directory, pieces, worker)
        first = places[:_FIRST]
        board.claim(first)
        # Where nobody asks, no graph is needed: after a change the evaluation is only about to make it.
        for path, piece in chain(first, ahead(places[_FIRST:], board.asked, lambda place: self.world.index.graph.linked(place))):
            # To wait for another reader would be to read one piece at a time.
            if not board.is_open(path, piece):
                continue
            digest = self._sources.digest(path)
            if not self.shelf.kept_trace(digest, piece):
                self.shelf.trace(path, digest, piece, self.world.text(path, piece))

    def _share(
        self, wanted: Sequence[str], pieces: Mapping[str, Sequence[int]], before: crew.Board | None, directory: Path, worker: int, workers: int
    ) -> tuple[dict[str, Answer], bytes]:
        board = crew.Board(directory, pieces, worker, before)
        self.shelf.exchange = board
        chosen = set(wanted)

        def work() -> dict[str, Answer]:
            return {path: self.one(path) for path in board.files(workers) if path in chosen}

        found = deeply(work)
        self.shelf.exchange = None
        past = self.past() if worker and self.shelf.keeps else Past({}, {})
        return found, Ledger.of(past).to_bytes()

    def one(self, path: str) -> Answer:
        """What there is to say of a file that has a text."""
        try:
            memory = self._memory
            self._named.add(path)
            if memory is not None:
                memory.settle(path, self.world.recorder)
                held = memory.findings(path)
                if held is not None:
                    return Raw(None, held)
        except Exception as error:
            return failure(error)
        return self._found(path)

    def _found(self, path: str) -> Answer:
        try:
            source = self._sources.source(path)
            if self._syntax and isinstance(source, Source):
                error = problem(source)
                if error is not None:
                    return Raw(error, ())
            self.checked += 1
            return Raw(None, self.world.ask(CHECKED, path))
        except Exception as error:
            return failure(error)

    def past(self) -> Past:
        """What was answered, for a later run."""
        if self._past is None:
            self._past = self._made_past()
        return self._past

    def memory(self, changes: Changes) -> Memory:
        """What these answers tell after some files have changed."""
        if self._own_memory is None:
            self._own_memory = Memory(Ledger.of(self.past()), Changes())
        return self._own_memory.renewed(changes)

    def edit(self, sources: Sources, changed: Collection[str]) -> None:
        """Go on with other texts for some files, the set of files being the same."""
        self._sources = sources
        self.world.edit(sources, changed)
        self._past = self._own_memory = self._mine = None
        memory = self._memory
        if memory is not None:
            self._memory = self.world.recorder.memory = memory.after(changed, self.world.recorder)

    def _made_past(self) -> Past:
        mine = self._mine or self._kept()
        return merged([mine, *self._pasts]) if self._pasts else mine

    def _kept(self) -> Past:
        own = self.files
        home: Callable[[Question], str | None] = partial(first_path, is_project=own.__contains__)
        return kept(self.world.recorder, home, cache(lambda path: Grounds(self.world.index.facts(path))), self._memory)

    @property
    def listed(self) -> set[str]:
        """The first-party files."""
        return set(self._sources.files())

    @property
    def files(self) -> set[str]:
        """The first-party files, and those that were asked about though they are none."""
        return {*self._sources.files(), *self._named}

    def digest(self, path: str) -> str:
        """The digest of a file's text."""
        return self._sources.digest(path)

    def afresh(self, paths: Iterable[str]) -> dict[str, Answer]:
        """What there is to say of files, found out now whatever was kept."""
        wanted = list(paths)
        return deeply(lambda: {path: self._found(path) for path in wanted})

    def save(self) -> None:
        """Keep the facts and traces that were made."""
        self.shelf.save()


def _spawned(
    root: Path,
    settings: Settings,
    wanted: Sequence[str],
    pieces: Mapping[str, Sequence[int]],
    store: Store | None,
    syntax: bool,
    directory: Path,
    worker: int,
    workers: int,
) -> tuple[dict[str, Answer], bytes]:
    """A share of the work in a process that has nothing but its arguments."""
    answers = Answers(Sources(root, settings), settings, registry.rules(), store, syntax=syntax)
    return answers._share(wanted, pieces, None, directory, worker, workers)


def failure(error: Exception) -> Failure:
    """What there is to tell of an exception."""
    frames = [(frame.filename, frame.name) for frame in traceback.extract_tb(error.__traceback__)]
    text = str(error).partition("\n")[0][:200]
    return Failure(f"{type(error).__name__}{': ' if text else ''}{text}", frames, "".join(traceback.format_exception(error)))
