"""The cheap facts of a file: which names each piece mentions, binds and imports. A function of the text alone, without a parser.

Names are over-approximated where the text alone is not clear: a piece may bind fewer names than said here, never more. Deliberately absent: what an
import resolves to, and anything inside a function but the names that it mentions, imports and declares global.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from itertools import chain
from keyword import iskeyword
from sys import intern
from typing import Any, NamedTuple
from zlib import crc32

from greenlint.base.text import Source
from greenlint.read.scan import SINGLE, TRIPLE
from greenlint.read.scan import scan as lexical_scan

STAR = "*"


class ImportFact(NamedTuple):
    """`import module` (no name) or `from module import name`, with `level` leading dots; `name` may be `*`."""

    level: int
    module: str | None
    name: str | None
    alias: str | None

    @property
    def bound(self) -> str:
        """The name that it binds; `*` for a star import."""
        return self.alias or self.name or (self.module or "").partition(".")[0]


class PieceFacts(NamedTuple):
    """A piece of a file: `text[start:end]`, beginning at `row` (from 1).

    `words` are the identifiers that it mentions, also in short strings; `binds` the module's names that it binds; `imports` all its imports, also
    those in functions; `kind` is `def` or `class` (then `binds` begins with the name), `import` (nothing but an import) or empty; `bases` are
    the words in the argument lists of its classes; `takes` tells that a function of it calls methods of a parameter
    without annotation; `keeps` are the attributes of attributes that it assigns, such as `state.pool` in `app.state.pool = ...`; pieces with the same
    `digest` have the same text, line breaks at its end aside.
    """

    start: int
    end: int
    row: int
    words: frozenset[str]
    binds: tuple[str, ...]
    imports: tuple[ImportFact, ...]
    kind: str
    bases: tuple[str, ...]
    takes: bool
    keeps: tuple[str, ...]
    digest: str

    @property
    def key(self) -> str:
        """What tells a piece from others of its file, and mostly outlives edits: the name that it defines, or the module that it imports."""
        if self.kind == "import" and self.imports:
            return f"import {self.imports[0].level} {self.imports[0].module}"
        return f"{self.kind} {self.binds[0] if self.binds else self.digest}"


class FileFacts(NamedTuple):
    """The pieces of a file by their numbers, in the order of the text. Numbers come of what the pieces are: who adds an import changes no other's."""

    pieces: Mapping[int, PieceFacts]

    @classmethod
    def of(cls, pieces: Iterable[PieceFacts]) -> FileFacts:
        """The facts of pieces that are given in order."""
        found: dict[int, PieceFacts] = {}
        for piece in pieces:
            number = crc32(piece.key.encode("utf-8", "surrogatepass"))
            while number in found:
                number += 1
            found[number] = piece
        return cls(found)

    @property
    def words(self) -> frozenset[str]:
        """The identifiers that the file mentions."""
        return frozenset().union(*(piece.words for piece in self.pieces.values()))

    @property
    def star_imports(self) -> list[ImportFact]:
        """The imports of all names of a module, in order."""
        return [fact for piece in self.pieces.values() for fact in piece.imports if fact.name == STAR]

    def to_data(self) -> list[Any]:
        """The facts as plain JSON data."""
        return [[piece[0], piece[1], piece[2], sorted(piece.words), *piece[4:]] for piece in self.pieces.values()]

    @classmethod
    def from_data(cls, data: list[Any]) -> FileFacts:
        """The facts from `to_data`.

        Raises:
            ValueError: the data have another shape.
        """
        try:
            return cls.of(
                [
                    PieceFacts(
                        int(start),
                        int(end),
                        int(row),
                        frozenset(map(intern, words)),
                        tuple(map(intern, binds)),
                        tuple(ImportFact(*fact) for fact in imports),
                        intern(kind),
                        tuple(map(intern, bases)),
                        bool(takes),
                        tuple(map(intern, keeps)),
                        str(digest),
                    )
                    for start, end, row, words, binds, imports, kind, bases, takes, keeps, digest in data
                ]
            )
        except TypeError as error:
            raise ValueError(f"not facts: {error}") from None


def differing(before: FileFacts, now: FileFacts) -> set[int]:
    """The numbers of the pieces that one of two texts of a file has not, or has otherwise."""
    was, is_now = ({number: piece.digest for number, piece in facts.pieces.items()} for facts in (before, now))
    return {number for number in was.keys() | is_now.keys() if was.get(number) != is_now.get(number)}


_NAME = r"[^\W\d]\w*"
_WORD = re.compile(rf"\b{_NAME}")
# Identifiers may hold characters, combining marks for one, that `\w` does not know.
_WIDE_WORD = re.compile(r"[A-Za-z_\x80-\U0010ffff][A-Za-z0-9_\x80-\U0010ffff]*")
_DEFINITION = re.compile(rf"^\f*(?:async[ \t]+)?(def|class)[ \t]+({_NAME})", re.MULTILINE)
_CLASS = re.compile(rf"^[ \t\f]*class[ \t]+{_NAME}[ \t]*(?=[(\[])", re.MULTILINE)
_PARAMETERS = re.compile(rf"\bdef[ \t]+{_NAME}[ \t]*(?:\[[^\]]*\][ \t]*)?\(")
_UNANNOTATED = re.compile(rf"(?:^|,)\s*({_NAME})\s*(?=[,=)]|$)")
_METHOD = re.compile(rf"\b({_NAME})\.{_NAME}\(")
_KEEPING = re.compile(rf"\.({_NAME}\.{_NAME})[ \t]*(?::[^=\n]+)?=(?!=)")
_GLOBAL = re.compile(rf"\bglobal[ \t]+({_NAME}(?:[ \t]*,[ \t]*{_NAME})*)")
_WALRUS = re.compile(rf"\b({_NAME})\s*:=")
_LATE_CASE = re.compile(r"^case\b", re.MULTILINE)
_IMPORT = re.compile(
    r"(?:^|[;:])[ \t\f]*(?:"
    rf"from\b(?P<dots>[. \t]*)(?:(?P<module>(?:{_NAME}[ \t]*\.[ \t]*)*(?!import\b){_NAME})[ \t]*)?"
    r"\bimport\b[ \t]*(?P<names>\*|\([^()]*\)|[^\n;]*)"
    r"|import\b(?P<modules>[^\n;]*))",
    re.MULTILINE,
)

# A quote that opens no string takes the rest of its line with it, three of them the rest of the text: each is looked at once.
_STRING = re.compile(rf"{TRIPLE}|{SINGLE}|(?:\"\"\"|''').*|[\"'][^\n]*", re.DOTALL)
_MARK = re.compile(r":=|<<=|>>=|[=!<>]=|[=:;\n()\[\]{}]")
_BLOCK = re.compile(r"(?:async[ \t]+)?(if|elif|else|for|while|with|try|except|finally|def|class|match|case)\b(?!\s*[=.,)])")
_TYPE_ALIAS = re.compile(rf"type\s+({_NAME})\s*[\[=]")
_TARGET = re.compile(rf"(?<![\w.]){_NAME}(?!\w|\s*[.\[(])")
_FOR = re.compile(r"for\b(.*?)\bin\b", re.DOTALL)
_WITH = re.compile(r"\bas\b(\s*[(\[].*|\s*[\w.]+(?:\s*\[)?)", re.DOTALL)


def scan(text: str) -> FileFacts:
    """The facts of a file's text. Never fails; where the text is not Python, the facts are those of what looks like it."""
    found = lexical_scan(text)
    source = Source(text) if "\r" in text else None
    row = 1
    gaps = iter(sorted((*found.comments, *found.prose)))
    gap = next(gaps, None)
    pieces: list[PieceFacts] = []
    for start, end in zip(found.starts, [*found.starts[1:], len(text)], strict=True):
        parts: list[str] = []
        at = start
        while gap is not None and gap[0] < end:
            parts.append(text[at : gap[0]])
            at = gap[1]
            gap = next(gaps, None)
        parts.append(text[at:end])
        pieces.append(_piece(" ".join(parts), start, end, row, _digest(text[start:end])))
        row = source.position(end)[0] if source else row + text.count("\n", start, end)
    return FileFacts.of(pieces)


def _digest(text: str) -> str:
    """A digest of a piece's text without the line breaks at its end, which mean nothing unless the piece cannot be read; or before them goes on."""
    code = text.rstrip("\r\n")
    return blake2b((text if code.endswith("\\") else code).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _piece(code: str, start: int, end: int, row: int, digest: str) -> PieceFacts:
    """The facts of a piece from its code: its text without comments and triple-quoted strings."""
    if "\r" in code:
        code = code.replace("\r\n", "\n").replace("\r", "\n")
    if "\\\n" in code:
        code = code.replace("\\\n", " ")
    words = set(_WORD.findall(code))
    imports: tuple[ImportFact, ...] = tuple(_imports(code)) if "import" in words else ()
    first = _WORD.search(code)
    head = first.group() if first and not code[: first.start()].strip() else ""
    is_decorated = code.lstrip().startswith("@")
    # Of strings only formatted ones of several lines are left that could look like a definition.
    outline = _STRING.sub(_blanks, code) if is_decorated and ('"""' in code or "'''" in code) else code
    definition = _DEFINITION.search(outline) if head in ("def", "class", "async") or is_decorated else None
    names: list[str] = []
    if definition:
        kind = definition[1]
        names.append(definition[2])
        if ":=" in code:
            names += _WALRUS.findall(code, 0, _header_end(code, definition.end(), len(code)))
        late = _LATE_CASE.search(code, definition.end()) if "case" in words else None
        if late:
            names += _bound(code[late.start() :])
    else:
        kind = "import" if head in ("import", "from") and ";" not in code else ""
        names += [fact.bound for fact in imports if fact.name != STAR]
        if kind != "import":
            names += _bound(code)
    if "global" in words:
        names += [name for match in _GLOBAL.finditer(code) for name in _WORD.findall(match[1])]
    bases = tuple(sorted(_bases(code))) if "class" in words else ()
    takes = kind in ("def", "class") and _takes_anything(code, kind == "class")
    keeps = tuple(sorted(set(_KEEPING.findall(code))))
    if not code.isascii():
        names = [unicodedata.normalize("NFKC", name) for name in names]
        words.update(word for word in _WIDE_WORD.findall(code) if not word.isascii())
        words.update([unicodedata.normalize("NFKC", word) for word in words if not word.isascii()])
        bases = tuple(unicodedata.normalize("NFKC", word) for word in bases)
        keeps = tuple(unicodedata.normalize("NFKC", word) for word in keeps)
        imports = tuple(ImportFact(fact.level, *map(_normal, fact[1:])) for fact in imports)
    return PieceFacts(start, end, row, frozenset(map(intern, words)), tuple(dict.fromkeys(names)), imports, kind, bases, takes, keeps, digest)


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _normal(name: str | None) -> str | None:
    return name and unicodedata.normalize("NFKC", name)


def _imports(code: str) -> Iterator[ImportFact]:
    for match in _IMPORT.finditer(code):
        names, modules = match["names"], match["modules"]
        if names is not None:
            level = match["dots"].count(".")
            module = intern("".join(match["module"].split())) if match["module"] else None
            for name, alias in _aliased(names.strip("()")):
                if level or module:
                    yield ImportFact(level, module, name, alias)
        else:
            for name, alias in _aliased(modules):
                yield ImportFact(0, name, None, alias)


def _aliased(names: str) -> Iterator[tuple[str, str | None]]:
    for item in names.split(","):
        parts = item.split()
        alias = parts[-1] if parts[-2:-1] == ["as"] else None
        name = "".join(parts[:-2] if alias else parts)
        if name == STAR or _WORD.match(name):
            yield intern(name), intern(alias) if alias else None


def _header_end(code: str, at: int, stop: int) -> int:
    """Where the header of a definition ends: at its colon outside of brackets, or at `stop`."""
    depth = 0
    for match in _MARK.finditer(code, at, stop):
        mark = match.group()
        if mark in "([{":
            depth += 1
        elif mark in ")]}":
            depth -= 1
        elif mark == ":" and not depth:
            return match.start()
    return stop


def _bases(code: str) -> set[str]:
    found: set[str] = set()
    starts = [match.end() for match in _CLASS.finditer(code)]
    for start, stop in zip(starts, [*starts[1:], len(code)], strict=False):
        found.update(_WORD.findall(code, start, _header_end(code, start, stop)))
    return {word for word in found if not iskeyword(word)}


def _takes_anything(code: str, is_class: bool) -> bool:
    """Whether a function calls methods of a parameter without annotation, or of an attribute of that name; of a class's functions the first does not
    count. May be wrong in that direction.
    """
    names: set[str] = set()
    for match in _PARAMETERS.finditer(code):
        start = match.end()
        header = code[start : _header_end(code, start - 1, len(code))]
        names.update(_UNANNOTATED.findall(header, (header.find(",") if "," in header else len(header)) if is_class else 0))
    return bool(names) and any(match[1] in names for match in _METHOD.finditer(code))


def _bound(code: str) -> list[str]:
    """The names that statements bind which are no definitions and no imports. Definitions in their blocks bind, too, but nothing in those does."""
    names: list[str] = _WALRUS.findall(code) if ":=" in code else []
    hidden: int | None = None
    for indent, head, statement in _statements(_STRING.sub('""', code)):
        if hidden is not None and indent > hidden:
            continue
        hidden = None
        if head in ("def", "class"):
            hidden = indent
            definition = _WORD.findall(statement)
            names += definition[definition.index(head) + 1 :][:1]
        else:
            names += (name for name in _targets(head, statement) if not iskeyword(name))
    return names


def _targets(head: str, statement: str) -> Iterable[str]:
    """The names that a statement without its block binds; `head` is the keyword of a compound statement."""
    if head == "for":
        match = _FOR.search(statement)
        return _TARGET.findall(match[1]) if match else ()
    if head in ("with", "except"):
        return [name for match in _WITH.finditer(statement) for name in _TARGET.findall(match[1])]
    if head == "case":
        return _WORD.findall(statement)[1:]
    if head:
        return ()
    alias = _TYPE_ALIAS.match(statement)
    return (alias[1],) if alias else _TARGET.findall(statement)


def _statements(code: str) -> Iterator[tuple[int, str, str]]:
    """Statements as (indentation, keyword, text): the headers of compound statements, and of simple statements what precedes the last `=` or the
    colon of an annotation. Strings are expected to be gone.
    """
    depth = 0
    begin = 0
    indent = 0
    head: str | None = None
    targets: int | None = None
    annotated = False
    for match in chain(_MARK.finditer(code), (None,)):
        mark = match.group() if match else "\n"
        at = match.start() if match else len(code)
        if head is None:
            text = code[begin:at]
            stripped = text.lstrip()
            block = _BLOCK.match(code, begin + len(text) - len(stripped))
            head = block[1] if block else ""
            if begin == 0 or code[begin - 1] == "\n":
                indent = len(text[: len(text) - len(stripped)].expandtabs())
        if mark in "([{":
            depth += 1
        elif mark in ")]}":
            depth = max(0, depth - 1)
        elif depth and match:
            continue
        elif mark in ("=", "<<=", ">>="):
            if not annotated:
                targets = at
        elif mark == ":" and not head:
            if targets is None:
                targets, annotated = at, True
        elif mark in ("\n", ";", ":"):
            if head or targets is not None:
                yield indent, head, code[begin : at if head else targets].strip()
            # What follows the colon of a definition on its line is inside of it.
            if mark == ":" and head in ("def", "class"):
                indent += 1
            begin, head, targets, annotated = at + 1, None, None, False
