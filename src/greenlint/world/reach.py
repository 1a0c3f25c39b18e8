"""Which pieces can reach a database: a graph over the pieces of the project and of the stubs that it uses.

An edge goes from a piece to each piece that a name it mentions may stand for, through imports and re-exports. Deliberately absent: attributes of
anything but modules; whoever can hold an instance mentions, somewhere on the way, the name of its class or of what makes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from greenlint.base.text import Source
from greenlint.knowledge.markers import DATABASE_FAMILIES, MODULE
from greenlint.world.graph import Graph, Place
from greenlint.world.scan import STAR, FileFacts, ImportFact, differing
from greenlint.world.types import BUILTINS_PATH

if TYPE_CHECKING:
    from greenlint.world.index import NameIndex

ACTIVE_MARKERS = frozenset(
    {
        "awaits_db",
        "begins",
        "blocks",
        "closes",
        "commits",
        "expires",
        "flushes",
        "loads",
        "must_use",
        "opens",
        "refreshes",
        "relationship",
        "rolls_back",
    }
)
"""The markers that say that something happens, or what will once it is read; the others say how names relate."""


_CARRIER = re.compile(r"\bcarries\(\"(\w+)\"\)")
_ABSTRACT = frozenset({"Protocol", "abstractmethod", "NotImplementedError"})
"""A class that says none of these declares nothing that other classes implement."""


class _Value(NamedTuple):
    """What a name may stand for: definitions, and modules whose attributes are meant."""

    places: frozenset[Place]
    modules: frozenset[str]


class Former(NamedTuple):
    """The graph before the texts of some files changed.

    `facts` gives those that a file had, None where they are not known any more; `elsewhere` tells whether a word stood in another file than this one;
    `kept` whether kept answers are those that the graph was made for.
    """

    graph: Graph
    changed: Collection[str]
    facts: Callable[[str], FileFacts | None]
    elsewhere: Callable[[str, str], bool]
    kept: bool = False


def reach(index: NameIndex, former: Former | None = None) -> Graph:
    """The graph of an index; made from the former one where that is possible."""
    return (_Links(index).renewed(former) if former is not None else None) or _Links(index).whole()


class _Links:
    """Finds what the pieces of an index name."""

    def __init__(self, index: NameIndex) -> None:
        self._index = index
        self._values: dict[tuple[str, str], _Value] = {}
        self._markers: dict[str, frozenset[str]] = {}
        self._builtins = index.exports(BUILTINS_PATH)
        self._graph = Graph()

    def whole(self) -> Graph:
        """The graph from nothing."""
        graph = self._graph
        for path in self._index.sources.files():
            for piece in self._index.facts(path).pieces:
                graph.number((path, piece))
        self._complete()
        graph.owners = self._carriers()
        for path in self._index.sources.files() if graph.owners else ():
            graph.keeps.update((owner, name, graph.numbers[path, piece]) for owner, name, piece in _kept(self._index.facts(path), graph.owners))
        for number, (path, piece) in enumerate(graph.places) if graph.owners else ():
            words = self._index.facts(path).pieces[piece].words
            if not words.isdisjoint(graph.owners):
                graph.links[number] = self._numbers(self._linked((path, piece), words))
        return graph

    def renewed(self, former: Former) -> Graph | None:
        """The graph after some files have changed; None where that may concern the pieces of others."""
        for path in former.changed:
            before, now = former.facts(path), self._index.facts(path)
            if before is None or (path in former.graph.looked and self._is_seen(path, before, now, former)):
                return None
            if _kept(before, former.graph.owners) != _kept(now, former.graph.owners):
                return None
        if all(_outside(former.facts(path) or self._index.facts(path)) == _outside(self._index.facts(path)) for path in former.changed):
            self._graph = former.graph
            if all(self._is_described(path) for path in former.changed):
                return former.graph
        self._graph = graph = former.graph.copy()
        for path in former.changed:
            before, now = former.facts(path) or FileFacts({}), self._index.facts(path)
            for place in [place for place in graph.places if place[0] == path and place[1] not in now.pieces]:
                self._forget(place)
            kept = _as_before(before, now)
            for piece in now.pieces:
                number = graph.number((path, piece))
                if number < len(graph.links) and piece not in kept:
                    self._forget((path, piece))
                    self._describe(number)
        self._complete()
        return graph if self._carriers(len(former.graph.places)) <= graph.owners else None

    def _is_seen(self, path: str, before: FileFacts, now: FileFacts, former: Former) -> bool:
        """Whether other files may see how a file has changed: in what it imports as a whole, and in what a name means that they mention."""
        if before.star_imports != now.star_imports:
            return True
        others = [other for other in former.changed if other != path]
        return any(
            former.elsewhere(name, path) or any(name in self._index.facts(other).words for other in others) for name in _differing(before, now)
        )

    def _is_described(self, path: str) -> bool:
        """Whether the graph tells the same of a file's pieces as their words do now."""
        graph = self._graph
        for piece, facts in self._index.facts(path).pieces.items():
            number = graph.numbers.get((path, piece))
            named = self._linked((path, piece), facts.words)
            if number is None or not named <= graph.numbers.keys():
                return False
            if (number in graph.abstract, number in graph.seeds) != (self._is_abstract((path, piece)), self._is_seed((path, piece))):
                return False
            if {graph.numbers[place] for place in named} != set(graph.links[number]):
                return False
        return True

    def _forget(self, place: Place) -> None:
        graph = self._graph
        number = graph.numbers[place]
        graph.links[number] = ()
        graph.bases.pop(number, None)
        for numbers in (graph.loose, graph.imports, graph.seeds, graph.taking, graph.abstract):
            numbers.discard(number)

    def _complete(self) -> None:
        """Describe the pieces that have none of it yet. The list grows while it is walked: targets that are new are stubs."""
        graph = self._graph
        while len(graph.links) < len(graph.places):
            graph.links.append(())
            self._describe(len(graph.links) - 1)

    def _describe(self, number: int) -> None:
        graph = self._graph
        place = graph.places[number]
        facts = self._index.facts(place[0]).pieces[place[1]]
        graph.links[number] = self._numbers(self._linked(place, facts.words))
        if facts.bases:
            graph.bases[number] = self._numbers(self._named(place, frozenset(facts.bases)))
        if facts.kind == "":
            graph.loose.add(number)
        if facts.takes and not self._index.sources.is_stub(place[0]):
            graph.taking.add(number)
        if self._is_import(place):
            graph.imports.add(number)
        if self._is_abstract(place):
            graph.abstract.add(number)
        if self._is_seed(place):
            graph.seeds.add(number)

    def _numbers(self, places: set[Place]) -> tuple[int, ...]:
        return tuple(map(self._graph.number, sorted(places)))

    def _linked(self, place: Place, words: frozenset[str]) -> set[Place]:
        """The pieces that words may stand for, and those that assign attributes which they may read of something that carries these."""
        found = self._named(place, words)
        if not self._index.sources.is_stub(place[0]):
            for owner in words & self._graph.owners:
                kept = {other for name, others in self._kept_by[owner].items() if name in words for other in others}
                for path, _ in kept:
                    self._look(path, place[0])
                found |= kept
        return found

    def _carriers(self, start: int = 0) -> set[str]:
        """The attributes by which stubs say that something is reached whose own attributes the project assigns; of the pieces from a number on."""
        found: set[str] = set()
        for path, piece in self._graph.places[start:]:
            if self._index.sources.is_stub(path) and "carries" in self._index.facts(path).pieces[piece].words:
                source = self._index.sources.source(path)
                facts = self._index.facts(path).pieces[piece]
                found.update(_CARRIER.findall(source.text, facts.start, facts.end) if isinstance(source, Source) else ())
        return found

    @cached_property
    def _kept_by(self) -> dict[str, dict[str, list[Place]]]:
        """The pieces of the project that assign an attribute of what is reached by an owner, by the names of both."""
        found: dict[str, dict[str, list[Place]]] = {owner: {} for owner in self._graph.owners}
        for owner, name, number in self._graph.keeps:
            found[owner].setdefault(name, []).append(self._graph.places[number])
        return found

    def _is_abstract(self, place: Place) -> bool:
        path, number = place
        facts = self._index.facts(path).pieces[number]
        return facts.kind == "class" and not _ABSTRACT.isdisjoint(facts.words) and not self._index.sources.is_stub(path)

    def _is_seed(self, place: Place) -> bool:
        """Whether a piece does something itself. What stands behind a protocol is told by no name, so a protocol counts."""
        path, number = place
        if "Protocol" in self._index.facts(path).pieces[number].words and self._is_abstract(place):
            return True
        if not self._index.sources.is_stub(path):
            return False
        markers = self._markers.get(path)
        if markers is None:
            markers = self._markers[path] = frozenset(self._marker_names(path))
        words = self._index.facts(path).pieces[number].words
        if self._index.facts(path).pieces[number].kind == "import" or markers.isdisjoint(words):
            return False
        # Blocking work of other kinds than a database's makes no findings by itself.
        return words & markers != {"blocks"} or "foreign" not in words or not words.isdisjoint(DATABASE_FAMILIES)

    def _marker_names(self, path: str) -> Iterable[str]:
        for piece in self._index.facts(path).pieces.values():
            for fact in piece.imports:
                if fact.module == MODULE and fact.name in ACTIVE_MARKERS:
                    yield fact.bound
                elif fact.module == MODULE and fact.name in (None, STAR):
                    yield from ACTIVE_MARKERS

    def _is_import(self, place: Place) -> bool:
        path, number = place
        piece = self._index.facts(path).pieces[number]
        return piece.kind in ("", "import") and any(self._index.origin(fact, path) for fact in piece.imports)

    def _named(self, place: Place, words: frozenset[str]) -> set[Place]:
        """The pieces that words may stand for in a piece."""
        path, number = place
        piece = self._index.facts(path).pieces[number]
        names = self._index.exports(path)
        values = [self._value(path, name) for name in words & names]
        values += [self._value(BUILTINS_PATH, name) for name in (words & self._builtins) - names]
        if piece.kind in ("def", "class"):
            values += [self._imported(fact, path) for fact in piece.imports if fact.bound in words]
        places: set[Place] = set()
        modules: list[str] = []
        seen: set[str] = set()
        while True:
            for value in values:
                places |= value.places
                modules += [module for module in value.modules if module not in seen]
                seen |= value.modules
            if not modules:
                return places
            module = modules.pop()
            self._look(module, path)
            values = [self._value(module, name) for name in words & self._index.exports(module)]
            values += [self._value(module, name) for name in words & self._index.modules.submodules(module)]

    def _look(self, module: str, path: str) -> None:
        if module != path:
            self._graph.looked.add(module)

    def _imported(self, fact: ImportFact, path: str) -> _Value:
        """What an import inside a function makes of its name."""
        modules, names = self._taken(fact, path)
        for name in names:
            self._look(name[0], path)
        values = [self._value(*name) for name in names]
        places = frozenset().union(*(value.places for value in values))
        return _Value(places, frozenset(modules).union(*(value.modules for value in values)))

    def _value(self, path: str, name: str) -> _Value:
        """What a module's name may stand for; imports are followed to what they import."""
        found = self._values.get((path, name))
        if found is not None:
            return found
        places: set[Place] = set()
        modules: set[str] = set()
        pending = [(path, name)]
        seen = set(pending)
        while pending:
            at = pending.pop()
            self._look(at[0], path)
            known = self._values.get(at)
            if known is not None:
                places |= known.places
                modules |= known.modules
                continue
            new = self._step(at, places, modules)
            pending += [other for other in new if other not in seen]
            seen.update(new)
        found = self._values[path, name] = _Value(frozenset(places), frozenset(modules))
        return found

    def _step(self, name: tuple[str, str], places: set[Place], modules: set[str]) -> list[tuple[str, str]]:
        """Adds what a name stands for in its own module; returns the names of other modules that it stands for."""
        path, wanted = name
        facts = self._index.facts(path).pieces
        numbers = self._index.binding_pieces(path, wanted)
        new: list[tuple[str, str]] = []
        for number in numbers:
            if facts[number].kind != "import":
                places.add((path, number))
            for fact in facts[number].imports:
                if fact.bound == wanted:
                    imported, names = self._taken(fact, path)
                    modules.update(imported)
                    new += names
        if not numbers or name in new:
            child = self._index.modules.submodule(path, wanted)
            if child:
                modules.add(child)
        if not numbers:
            new += [(star, wanted) for star in self._index.star_imports(path)]
        return new

    def _taken(self, fact: ImportFact, path: str) -> tuple[list[str], list[tuple[str, str]]]:
        """The modules that an import binds, and the names of modules that it takes."""
        if fact.name == STAR:
            return [], []
        if fact.name is not None:
            origin = self._index.origin(fact, path)
            return [], [(origin, fact.name)] if origin else []
        parts = (fact.module or "").split(".")
        depths = [len(parts)] if fact.alias else range(1, len(parts) + 1)
        found = [self._index.modules.resolve(".".join(parts[:depth]), path) for depth in depths]
        return [module for module in found if module], []


def _outside(facts: FileFacts) -> list[tuple[object, ...]]:
    """What pieces of other files can tell of a file's pieces."""
    return [(number, piece.binds, piece.imports, piece.kind, piece.bases, piece.takes, piece.keeps) for number, piece in facts.pieces.items()]


def _meanings(facts: FileFacts) -> dict[str, list[tuple[object, ...]]]:
    """The pieces that bind each name, and what they import by it."""
    found: dict[str, list[tuple[object, ...]]] = {}
    for number, piece in facts.pieces.items():
        for name in piece.binds:
            found.setdefault(name, []).append((number, piece.kind, [fact for fact in piece.imports if fact.bound == name]))
    return found


def _differing(before: FileFacts, now: FileFacts) -> set[str]:
    """The names that a file binds otherwise now."""
    was, is_now = _meanings(before), _meanings(now)
    return {name for name in was.keys() | is_now.keys() if was.get(name) != is_now.get(name)}


def _as_before(before: FileFacts, now: FileFacts) -> set[int]:
    """The pieces of a file that say what they said, by names that mean in the file what they meant."""
    if before.star_imports != now.star_imports:
        return set()
    names = _differing(before, now)
    same = before.pieces.keys() - differing(before, now)
    return {number for number in same if now.pieces[number].words.isdisjoint(names)}


def _kept(facts: FileFacts, owners: Collection[str]) -> list[tuple[str, str, int]]:
    """The attributes of owners that a file's pieces assign: the owner, the name, the piece."""
    pairs = ((*pair.partition("."), number) for number, piece in facts.pieces.items() for pair in piece.keeps)
    return [(owner, name, number) for owner, _, name, number in pairs if owner in owners]
