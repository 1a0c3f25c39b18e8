"""A file's text, and where its nodes stand in it, in offsets. Deliberately absent: what the nodes are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from greenlint.base.text import Source
from greenlint.fix.layout import blanked
from greenlint.read.spans import Range, locate
from greenlint.world.world import World


class Place(NamedTuple):
    """A node in the file's text: with its own parentheses (`start:end`), and without (`inner:stop`)."""

    start: int
    end: int
    inner: int
    stop: int

    @property
    def wrapped(self) -> bool:
        """Whether it has parentheses of its own."""
        return self.start < self.inner


class Page:
    """One file: its `text`, the same as `code` without comments, and the places of the nodes of its pieces."""

    def __init__(self, world: World, path: str) -> None:
        self.path = path
        self._world = world

    @cached_property
    def text(self) -> str:
        """The file's text."""
        source = self._world.sources.source(self.path)
        assert isinstance(source, Source)
        return source.text

    @cached_property
    def code(self) -> str:
        """The text with comments and line joinings blanked."""
        return blanked(self.text)

    def places(self, piece: int, ordinals: Iterable[int]) -> Mapping[int, Place]:
        """The places of nodes of a piece."""
        return _places(self._world.text(self.path, piece), self._world.index.facts(self.path).pieces[piece].start, tuple(ordinals))

    def has_comment(self, start: int, end: int) -> bool:
        """Whether a comment stands between two offsets."""
        return "#" in self.text[start:end] and self.text[start:end].count("#") != self.code[start:end].count("#")


@lru_cache(maxsize=4)
def _places(text: str, shift: int, ordinals: tuple[int, ...]) -> Mapping[int, Place]:
    """The places of nodes of a piece that starts at an offset of its file. Several fixes of one piece ask for the same."""
    source = Source(text)

    def offsets(place: Range) -> tuple[int, int]:
        return shift + source.offset(*place[:2]), shift + source.offset(*place[2:])

    return {at: Place(*offsets(span.edit), *offsets(span.report)) for at, span in locate(text, ordinals).items()}
