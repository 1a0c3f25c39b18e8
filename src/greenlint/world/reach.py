"""Which pieces can reach a database: a graph over the pieces of the project and of the stubs that it uses.

An edge goes from a piece to each piece that a name it mentions may stand for, through imports and re-exports. Deliberately absent: attributes of
anything but modules; whoever can hold an instance mentions, somewhere on the way, the name of its class or of what makes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from typing import TYPE_CHECKING, NamedTuple

from greenlint.knowledge.markers import DATABASE_FAMILIES, MODULE
from greenlint.world.scan import STAR, ImportFact, PieceFacts
from greenlint.world.types import BUILTINS_PATH

if TYPE_CHECKING:
    from greenlint.world.index import NameIndex

Place = tuple[str, int]

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
        "rolls_back",
    }
)
"""The markers that say that something happens; the others say how names relate."""


class _Value(NamedTuple):
    """What a name may stand for: definitions, and modules whose attributes are meant."""

    places: frozenset[Place]
    modules: frozenset[str]


class Reach:
    """The graph of one index, computed at once; pieces of files that it does not hold are never ruled out."""

    def __init__(self, index: NameIndex) -> None:
        self._index = index
        self._values: dict[tuple[str, str], _Value] = {}
        self._markers: dict[str, frozenset[str]] = {}
        self._builtins = index.exports(BUILTINS_PATH)
        self._numbers: dict[Place, int] = {}
        self._places: list[Place] = []
        self._links: list[frozenset[int]] = []
        files = index.sources.files()
        for path in files:
            for piece in range(len(index.facts(path).pieces)):
                self._number((path, piece))
        # The list grows while it is walked: targets that are new are stubs.
        for place in self._places:
            self._links.append(frozenset(map(self._number, self._targets(place))))
        self._spread()

    def _spread(self) -> None:
        """Find what leads to a database, given the links."""
        users: list[list[int]] = [[] for _ in self._places]
        for number, targets in enumerate(self._links):
            for target in targets:
                users[target].append(number)
        seeds = [number for number, place in enumerate(self._places) if self._is_seed(place)]
        self._leading = self._with_bases(_reaching(seeds, users))

    def renewed(self, index: NameIndex, changed: Iterable[str]) -> Reach | None:
        """The graph after the texts of some files have changed; None where what they bind or import has, which may concern all others."""
        for path in changed:
            before, after = self._index.facts(path).pieces, index.facts(path).pieces
            if [_outside(piece) for piece in before] != [_outside(piece) for piece in after]:
                return None
        other = copy(self)
        other._index, other._values = index, {}
        other._numbers, other._places, other._links = dict(self._numbers), list(self._places), list(self._links)
        for path in changed:
            for piece in range(len(index.facts(path).pieces)):
                place = (path, piece)
                other._links[other._numbers[place]] = frozenset(map(other._number, other._targets(place)))
        for place in other._places[len(other._links) :]:
            other._links.append(frozenset(map(other._number, other._targets(place))))
        other._spread()
        return other

    def is_host(self, path: str, piece: int) -> bool:
        """Whether a piece is a seed or reaches one, or is a base of a class that does, other than by an import of something known."""
        number = self._numbers.get((path, piece))
        return number is None or (number in self._leading and not self._is_import((path, piece)))

    def _number(self, place: Place) -> int:
        number = self._numbers.get(place)
        if number is None:
            number = self._numbers[place] = len(self._places)
            self._places.append(place)
        return number

    def _with_bases(self, leading: set[int]) -> set[int]:
        """Methods of a base run on what the class has, so bases lead where the class does. Whatever else a base's name is bound to may make one."""
        found = set(leading)
        pending = [(number, False) for number in leading]
        seen: set[int] = set()
        while pending:
            number, is_base = pending.pop()
            path, piece = place = self._places[number]
            facts = self._index.facts(path).pieces[piece]
            words = facts.words if is_base and facts.kind == "" else frozenset(facts.bases)
            for target in self._named(place, words) if words else ():
                base = self._numbers.get(target)
                if base is not None and base not in seen:
                    seen.add(base)
                    found.add(base)
                    pending.append((base, True))
        return found

    def _is_seed(self, place: Place) -> bool:
        path, number = place
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
        for piece in self._index.facts(path).pieces:
            for fact in piece.imports:
                if fact.module == MODULE and fact.name in ACTIVE_MARKERS:
                    yield fact.bound
                elif fact.module == MODULE and fact.name in (None, STAR):
                    yield from ACTIVE_MARKERS

    def _is_import(self, place: Place) -> bool:
        path, number = place
        piece = self._index.facts(path).pieces[number]
        return piece.kind in ("", "import") and any(self._index.origin(fact, path) for fact in piece.imports)

    def _targets(self, place: Place) -> set[Place]:
        path, number = place
        return self._named(place, self._index.facts(path).pieces[number].words)

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
            values = [self._value(module, name) for name in words & self._index.exports(module)]
            values += [self._value(module, name) for name in words & self._index.modules.submodules(module)]

    def _imported(self, fact: ImportFact, path: str) -> _Value:
        """What an import inside a function makes of its name."""
        modules, names = self._taken(fact, path)
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


def _reaching(start: Iterable[int], users: list[list[int]]) -> set[int]:
    reached = set(start)
    pending = list(reached)
    while pending:
        for user in users[pending.pop()]:
            if user not in reached:
                reached.add(user)
                pending.append(user)
    return reached


def _outside(piece: PieceFacts) -> tuple[object, ...]:
    """What other pieces can tell of a piece."""
    return piece.binds, piece.imports, piece.kind, piece.bases
