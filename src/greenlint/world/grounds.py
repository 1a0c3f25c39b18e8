"""What of a file's text an answer rests on, as the bits of a number.

A bit for each piece of the file, then one each for its star imports, for which pieces are loose, for what it imports and for the pieces that import,
then some for the words that it does not mention, by their hash, and two for each word that it does: which pieces bind it, and which mention it. A
change of the text is such a number, too. Deliberately absent: what answers rest on beside texts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import cache, cached_property
from typing import Any
from zlib import crc32

from greenlint.world.record import Question
from greenlint.world.scan import FileFacts, differing

ALL = -1
"""Every bit: what rests on the whole text, or is not known any more."""

_OF_TEXT = frozenset({"checked", "digest"})
_OF_PIECES = frozenset({"assigned", "declares", "taken", "trace"})
_OF_WORDS = {"binding": 0, "is_class": 0, "renamed": 0, "mentions_in": 1}
_OF_FILE = {"stars": 0, "loose": 1, "imports": 2, "packages": 2, "maps_asynchronously_in": 3, "maps_in": 3, "takes_derived_in": 3}
TEXTUAL = _OF_TEXT | _OF_PIECES | _OF_WORDS.keys() | _OF_FILE.keys()
"""The kinds of questions that ask a text itself."""

_WIDTH = 4
_ABSENT = 64


class Grounds:
    """The bits of a file with these facts."""

    def __init__(self, facts: FileFacts) -> None:
        self.facts = facts
        self._count = len(facts.pieces)
        self._numbers = list(facts.pieces)

    @cached_property
    def _places(self) -> dict[int, int]:
        return {number: place for place, number in enumerate(self._numbers)}

    @cached_property
    def _words(self) -> dict[str, int]:
        start = self._count + _WIDTH + _ABSENT
        return {word: start + 2 * number for number, word in enumerate(sorted(self.facts.words))}

    def _absent(self, word: str) -> int:
        return self._count + _WIDTH + crc32(word.encode("utf-8", "surrogatepass")) % _ABSENT

    def of(self, question: Question) -> int:
        """The bits for what a question about the file asks its text itself."""
        kind = question[0]
        number: int | None
        if kind in _OF_WORDS:
            word = question[2]
            number = self._words[word] + _OF_WORDS[kind] if word in self._words else self._absent(word)
        elif kind in _OF_PIECES:
            number = self._places.get(question[2])
        elif kind in _OF_FILE:
            number = self._count + _OF_FILE[kind]
        else:
            return ALL if kind in _OF_TEXT else 0
        return ALL if number is None else 1 << number

    def differing(self, now: FileFacts) -> int:
        """The bits of what another text of the file has not the same."""
        changed = differing(self.facts, now)
        if not changed and self._numbers == list(now.pieces):
            return 0
        numbers = [place for number, place in self._places.items() if number in changed]
        pairs = zip(_shape(self.facts), _shape(now), strict=True)
        numbers += [number for number, (before, after) in enumerate(pairs, self._count) if before != after]
        for aside, uses in enumerate((_bindings, _mentions)):
            before, after = uses(self.facts), uses(now)
            numbers += [number + aside for word, number in self._words.items() if before.get(word) != after.get(word)]
        numbers += {self._absent(word) for word in now.words - self._words.keys()}
        return sum(1 << number for number in numbers)

    def moved(self, bits: int, to: Grounds) -> int:
        """The bits that say the same with other facts; ALL if they cannot."""
        if bits <= 0 or self.facts is to.facts:
            return bits
        found = 0
        for number in _numbers(bits):
            if number < self._count:
                other = to._places.get(self._numbers[number])
            elif number < self._count + _WIDTH + _ABSENT:
                other = number - self._count + to._count
            else:
                place, aside = divmod(number - self._count - _WIDTH - _ABSENT, 2)
                word = to._words.get(self._ordered[place])
                other = None if word is None else word + aside
            if other is None:
                return ALL
            found |= 1 << other
        return found

    @cached_property
    def _ordered(self) -> list[str]:
        return list(self._words)


class Changes:
    """How the texts of some files differ from what they were.

    Args:
        paths: the files whose text is not what it was, new and removed ones included.
        moved: whether the set of files is another one, so that imports may mean other files.
        before: the facts of what a file was, none if it was not there; None where they are not known any more.
        now: the facts of what it is.
    """

    def __init__(
        self,
        paths: Collection[str] = (),
        moved: bool = False,
        before: Callable[[str], FileFacts | None] = lambda _: None,
        now: Callable[[str], FileFacts] = lambda _: FileFacts({}),
    ) -> None:
        self.paths = frozenset(paths)
        self.moved = moved
        self._before = before
        self._now = now
        self.bits = cache(self._bits)
        self._grounds = cache(self._both)

    def and_of(self, paths: Iterable[str]) -> Changes:
        """The same, of more files, and as the texts are by now."""
        return Changes(self.paths.union(paths), self.moved, self._before, self._now)

    def _both(self, path: str) -> tuple[Grounds, Grounds] | None:
        before = self._before(path)
        return None if before is None else (Grounds(before), Grounds(self._now(path)))

    def _bits(self, path: str) -> int:
        grounds = self._grounds(path)
        return ALL if grounds is None else grounds[0].differing(grounds[1].facts)

    def as_now(self, path: str, bits: int) -> int:
        """What the bits of an answer that still holds are by now."""
        grounds = self._grounds(path) if path in self.paths else None
        return bits if grounds is None else grounds[0].moved(bits, grounds[1])

    @cached_property
    def words(self) -> frozenset[str] | None:
        """The identifiers that some file mentions and did not mention before, or the other way round; None where nobody knows."""
        known = [(before, self._now(path)) for path in self.paths if (before := self._before(path)) is not None]
        if len(known) < len(self.paths):
            return None
        return frozenset().union(*(before.words ^ now.words for before, now in known))


def _shape(facts: FileFacts) -> tuple[Any, ...]:
    return (
        facts.star_imports,
        [number for number, piece in facts.pieces.items() if piece.kind == ""],
        {(fact.level, fact.module) for piece in facts.pieces.values() for fact in piece.imports},
        [(piece.imports, piece.words) for piece in facts.pieces.values() if piece.imports],
    )


def _bindings(facts: FileFacts) -> dict[str, list[tuple[int, str]]]:
    """The pieces that bind each word, and as what; and that it is imported under another name."""
    found: dict[str, list[tuple[int, str]]] = {}
    for number, piece in facts.pieces.items():
        for word in piece.binds:
            found.setdefault(word, []).append((number, piece.kind))
        for fact in piece.imports:
            if fact.name is not None and fact.bound != fact.name:
                found.setdefault(fact.name, []).append((number, "renamed"))
    return found


def _mentions(facts: FileFacts) -> dict[str, list[tuple[int, str]]]:
    """The pieces that mention each word, and in which it is named as a base."""
    found: dict[str, list[tuple[int, str]]] = {}
    for number, piece in facts.pieces.items():
        for word in piece.words:
            found.setdefault(word, []).append((number, ""))
        for word in piece.bases:
            found.setdefault(word, []).append((number, "base"))
    return found


def _numbers(bits: int) -> Iterable[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
