"""The name index: what every first-party file mentions, binds and imports, from text scans alone, so that it is complete and never waits for a parse.

It answers reverse questions (who mentions a name?) and says which pieces can matter at all. Deliberately absent: types, and attributes of anything
but modules.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from greenlint.base.text import Source
from greenlint.world.bundled import PREFIX, stub
from greenlint.world.graph import Graph
from greenlint.world.modules import DIRECTORY, Modules
from greenlint.world.reach import Former, reach
from greenlint.world.scan import FileFacts, ImportFact, differing
from greenlint.world.shelf import Shelf
from greenlint.world.sources import Sources

_NO_FACTS = FileFacts({})
_STEPS = 3


class NameIndex:
    """The index of one root. All first-party files are scanned at once, stubs and other files when they are asked for.

    A file without a text has no pieces.
    """

    def __init__(self, sources: Sources, modules: Modules, shelf: Shelf | None = None, former: Former | None = None) -> None:
        self._shelf = shelf or Shelf()
        self._former = former
        self.modules = modules
        self.sources = sources
        self._touched: set[int] | None = None
        self._facts: dict[str, FileFacts] = {}
        self._scopes: dict[str, dict[str, tuple[int, ...]]] = {}
        self._stars: dict[str, tuple[str, ...]] = {}
        self._exports: dict[str, frozenset[str]] = {}

    def edited(self, sources: Sources, changed: Collection[str]) -> NameIndex:
        """The index after the texts of some files have changed, the set of files being the same."""
        other = NameIndex(sources, self.modules, self._shelf, Former(self.graph, changed, self.facts, self.stands_elsewhere))
        other._facts = {path: facts for path, facts in self._facts.items() if path not in changed}
        other._scopes = {path: scope for path, scope in self._scopes.items() if path not in changed}
        return other

    def facts(self, path: str) -> FileFacts:
        """The facts of a file's pieces."""
        found = self._facts.get(path)
        if found is None:
            found = self._facts[path] = self._read(path)
        return found

    def _read(self, path: str) -> FileFacts:
        if path.startswith(DIRECTORY):
            return _NO_FACTS
        if not path.startswith(PREFIX):
            kept = self._shelf.kept_facts(self.sources.digest(path))
            if kept is not None:
                return kept
        source = self.sources.source(path)
        if not isinstance(source, Source):
            return _NO_FACTS
        return stub(path, source.text).facts if path.startswith(PREFIX) else self._shelf.facts(self.sources.digest(path), source)

    def scope(self, path: str) -> dict[str, tuple[int, ...]]:
        """The names that a module binds itself, each with the pieces that bind it."""
        found = self._scopes.get(path)
        if found is None:
            pieces: dict[str, list[int]] = {}
            for number, piece in self.facts(path).pieces.items():
                for name in piece.binds:
                    pieces.setdefault(name, []).append(number)
            found = self._scopes[path] = {name: tuple(numbers) for name, numbers in pieces.items()}
        return found

    def binding_pieces(self, path: str, name: str) -> tuple[int, ...]:
        """The pieces of a module that may bind a name, in order."""
        return self.scope(path).get(name, ())

    def star_imports(self, path: str) -> tuple[str, ...]:
        """The modules of which a module imports everything, in order, as far as they are known."""
        found = self._stars.get(path)
        if found is None:
            resolved = [self.origin(fact, path) for fact in self.facts(path).star_imports]
            found = self._stars[path] = tuple(dict.fromkeys(module for module in resolved if module))
        return found

    def exports(self, path: str) -> frozenset[str]:
        """All names that a module has: its own, and those that star imports may bring, whatever `__all__` says; not its submodules."""
        found = self._exports.get(path)
        if found is None:
            reached = [path]
            for module in reached:
                reached += [star for star in self.star_imports(module) if star not in reached]
            found = self._exports[path] = frozenset().union(*(self.scope(module) for module in reached))
        return found

    def origin(self, fact: ImportFact, path: str) -> str | None:
        """The module from which an import in a file takes names; for `import a.b`, that is `a.b`."""
        if fact.level:
            return self.modules.relative(fact.level, fact.module, path)
        return self.modules.resolve(fact.module, path) if fact.module else None

    def mentioning(self, word: str) -> tuple[str, ...]:
        """All first-party files that mention an identifier, sorted."""
        return tuple(self._mentioning.get(word, ()))

    def stands_elsewhere(self, word: str, path: str) -> bool:
        """Whether a first-party file other than this one mentions an identifier."""
        return any(other != path for other in self.mentioning(word))

    def vocabulary(self) -> tuple[list[str], list[str]]:
        """The identifiers that one first-party file alone mentions, and those that several do."""
        alone: list[str] = []
        several: list[str] = []
        for word, paths in self._mentioning.items():
            (several if len(paths) > 1 else alone).append(word)
        return alone, several

    def mentions_in(self, path: str, word: str) -> tuple[int, ...]:
        """The pieces of a file that mention an identifier, in order."""
        return tuple(number for number, piece in self.facts(path).pieces.items() if word in piece.words)

    def near(self, path: str, piece: int, word: str, among: Collection[str]) -> tuple[str, ...]:
        """Of some files those in which a piece mentions an identifier whose names lead to a piece, over no more than another two."""
        leading = [place for place in self.graph.near((path, piece), _STEPS) if place[0] in among]
        return tuple(dict.fromkeys(other for other, number in sorted(leading) if word in self._words(other, number)))

    def stays_near(self, path: str, piece: int) -> bool:
        """Whether `near` certainly says the same of a piece as the kept answers, whatever the word."""
        graph = self.graph
        number = graph.numbers.get((path, piece))
        return self._touched is not None and (number is None or number not in self._touched)

    def _led_to(self, former: Former, graph: Graph) -> set[int] | None:
        """The pieces to which those that are not what they were lead, or led, in so many steps; None where nobody knows."""
        before = former.graph
        if graph.places[: len(before.places)] != before.places:
            return None
        found = {number for number, links in enumerate(graph.links) if number >= len(before.links) or links != before.links[number]}
        for path in former.changed:
            known = former.facts(path)
            if known is None:
                return None
            changed = differing(known, self.facts(path))
            found.update(graph.numbers[path, number] for number in changed if (path, number) in graph.numbers)
        edge = set(found)
        for _ in range(_STEPS):
            led = {target for number in edge if number < len(before.links) for target in before.links[number]}
            edge = led.union(*(graph.links[number] for number in edge)) - found
            found |= edge
        return found

    def _words(self, path: str, piece: int) -> frozenset[str]:
        pieces = self.facts(path).pieces
        return pieces[piece].words if piece in pieces else frozenset()

    @cached_property
    def _own(self) -> frozenset[str]:
        return frozenset(self.sources.files())

    @cached_property
    def _mentioning(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self.sources.files():
            for word in self.facts(path).words:
                found.setdefault(word, []).append(path)
        return found

    @cached_property
    def graph(self) -> Graph:
        """Which pieces lead to a database."""
        former, self._former = self._former, None
        graph = reach(self, former)
        self._touched = self._led_to(former, graph) if former is not None and former.kept else None
        return graph

    def is_host(self, path: str, piece: int) -> bool:
        """Whether a piece leads to a database, whatever is pruned. Pieces of other files than the root's are never ruled out."""
        return self.graph.is_host((path, piece))

    def hosts(self, path: str) -> tuple[int, ...]:
        """The pieces of a file in which a finding may stand, by number: they reach a database."""
        if path in self._own and self.sources.settings.pruning:
            return self._hosts.get(path, ())
        return tuple(sorted(self.facts(path).pieces))

    @cached_property
    def _hosts(self) -> dict[str, tuple[int, ...]]:
        found: dict[str, list[int]] = {}
        for path, piece in self.graph.hosts():
            found.setdefault(path, []).append(piece)
        return {path: tuple(sorted(pieces)) for path, pieces in found.items()}
