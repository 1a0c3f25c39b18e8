"""Import statements whose text tells all that they bind, so that they need no parse.

Deliberately absent: every other way to write an import. Such a piece is read like any other.
"""

from __future__ import annotations

import re
from keyword import iskeyword
from typing import TYPE_CHECKING

from greenlint.world.scan import ImportFact
from greenlint.world.types import UNKNOWN, Module, Type

if TYPE_CHECKING:
    from greenlint.world.world import World

_COMMENT = re.compile(r"#[^\r\n]*")
_WORD = re.compile(r"\w+")
_NAME = r"(?!as\b)[A-Za-z_]\w*"
_DOTTED = rf"{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*"
_WHOLE = rf"{_DOTTED}(?:[ \t]+as[ \t]+{_NAME})?"
_SOME = rf"{_NAME}(?:[ \t]+as[ \t]+{_NAME})?"
_INNER = rf"{_NAME}(?:\s+as\s+{_NAME})?"
_PLAIN = re.compile(
    rf"(?:[ \t\f]*[\r\n])*(?:import[ \t]+{_WHOLE}(?:[ \t]*,[ \t]*{_WHOLE})*"
    rf"|from(?:[ \t]*\.)*[ \t]*(?:(?<=[ \t.]){_DOTTED}[ \t]|(?<=\.)|(?<=\.[ \t]))[ \t]*import"
    rf"(?:[ \t]+{_SOME}(?:[ \t]*,[ \t]*{_SOME})*|[ \t]*\(\s*{_INNER}(?:\s*,\s*{_INNER})*\s*(?:,\s*)?\)))[ \t]*",
    re.ASCII,
)
_KEYWORDS = (["import"], ["from", "import"])


def is_plain(text: str) -> bool:
    """Whether the text of a piece is one import statement that certainly is valid."""
    if "#" in text:
        text = _COMMENT.sub("", text)
    text = text.rstrip().replace("\\\r\n", " ").replace("\\\n", " ")
    return (
        text.isascii()
        and _PLAIN.fullmatch(text) is not None
        and [word for word in _WORD.findall(text) if word != "as" and iskeyword(word)] in _KEYWORDS
    )


def taken(world: World, path: str, piece: int) -> tuple[ImportFact, ...] | None:
    """What a piece imports, if it is one import statement and its text tells that; None where it has to be read."""
    facts = world.index.facts(path).pieces[piece]
    return facts.imports if facts.kind == "import" and is_plain(world.text(path, piece)) else None


def brought(world: World, path: str, piece: int, wanted: str) -> Type | None:
    """What a name is after a piece that `taken` tells of; None if it does not bind it, which circles of imports start from."""
    fact = next((fact for fact in reversed(world.ask("taken", path, piece)) if fact.bound == wanted), None)
    if fact is None:
        return None
    if fact.name is not None:
        return world.imported(path, fact.level, fact.module, fact.name)
    found = world.ask("resolve", fact.module if fact.alias else wanted, path)
    return Module(found) if found is not None else UNKNOWN
