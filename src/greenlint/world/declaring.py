"""Definitions whose name and kind their text tells, so that a piece is not read where only what its name stands for matters.

Deliberately absent: decorated functions, of which the decorators make something else; and all that is to be known of a definition beside its name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from greenlint.world.types import Class, DefId, Function, Type

if TYPE_CHECKING:
    from greenlint.world.world import World

_PLAIN = re.compile(r"(?:\s|#[^\r\n]*)*(?:async[ \t]+)?def\b")


def declares(world: World, path: str, piece: int) -> tuple[str, str] | None:
    """The kind (`class` or `def`) and the name of a piece that is one definition; None where it has to be read for that."""
    facts = world.index.facts(path).pieces[piece]
    if facts.kind == "class" or (facts.kind == "def" and _PLAIN.match(world.text(path, piece))):
        return facts.kind, facts.binds[0]
    return None


def declared(world: World, path: str, piece: int, wanted: str) -> Type | None:
    """The class or function that a piece defines by a name, told by its text; None if it does not define that, or has to be read."""
    found = world.ask("declares", path, piece)
    if found is None or found[1] != wanted:
        return None
    id = DefId(path, wanted, world.ask("binding", path, wanted).index(piece))
    return Class(id) if found[0] == "class" else Function(id)
