"""The read floor over real code, and over real code that was damaged.

A sample of the standard library, chosen by a seed; with `GREENLINT_FULL=1` in the environment all of it and site-packages (the providers that spans
are compared with take minutes: the library only), with figures printed.
"""

from __future__ import annotations

import ast
import io
import os
import random
import sysconfig
import time
import tokenize
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from libcst import metadata

from greenlint.base.text import Source, UndecodableError, decode
from greenlint.model.trace import dump, load
from greenlint.read.comments import comments
from greenlint.read.limits import refusal
from greenlint.read.lower import lower
from greenlint.read.parse import SyntaxProblem, Unreadable, parse, spacious
from greenlint.read.pieces import MAX_NESTING, read_expression, read_piece
from greenlint.read.spans import locate
from greenlint.read.split import split
from greenlint.world.scan import scan

FULL = os.environ.get("GREENLINT_FULL") == "1"
SAMPLE = 60
LARGEST = 40_000


def _sources() -> list[tuple[str, Source]]:
    stdlib = Path(sysconfig.get_path("stdlib"))
    paths = sorted(path for path in stdlib.rglob("*.py") if "site-packages" not in path.parts)
    if FULL:
        paths += sorted(Path(sysconfig.get_path("purelib")).rglob("*.py"))
    else:
        paths = random.Random(20).sample([path for path in paths if path.stat().st_size < LARGEST], SAMPLE)
    decoded = ((str(path), _decoded(path)) for path in paths)
    return [(path, source) for path, source in decoded if source is not None]


def _decoded(path: Path) -> Source | None:
    try:
        return decode(path.read_bytes())
    except UndecodableError:
        return None


@pytest.fixture(scope="module")
def sources() -> list[tuple[str, Source]]:
    return _sources()


def _pieces(source: Source) -> Iterator[tuple[int, str]]:
    for piece in split(source.text):
        yield piece.row, source.text[piece.start : piece.end]


def _tree(text: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def test_pieces_start_where_statements_start(sources: list[tuple[str, Source]]) -> None:
    lines, spent, cuts = 0, 0.0, 0
    for path, source in sources:
        start = time.process_time()
        pieces = split(source.text)
        spent += time.process_time() - start
        lines += len(source.line_starts)
        cuts += len(pieces)
        assert "".join(source.text[piece.start : piece.end] for piece in pieces) == source.text, path
        assert [source.position(piece.start) for piece in pieces] == [(piece.row, 1) for piece in pieces], path
        tree = _tree(source.text)
        if tree is None:
            continue
        statements = {min([node.lineno, *(part.lineno for part in getattr(node, "decorator_list", []))]) for node in tree.body}
        # A statement may follow another on its line, or begin with the word `case`; only a wrong cut is an error.
        assert {piece.row for piece in pieces[1:]} <= statements, path
    print(f"split: {len(sources)} files, {lines} lines, {cuts} pieces, {spent * 1e6 / lines:.2f} ms per 1,000 lines")


def test_comments_are_those_of_the_tokenizer(sources: list[tuple[str, Source]]) -> None:
    for path, source in sources:
        # The tokenizer of older versions splits strings that nest their quotes, and no tokenizer knows a lone carriage return.
        if _tree(source.text) is None or "\r" in source.text:
            continue
        tokens = list(tokenize.generate_tokens(io.StringIO(source.text, newline="").readline))
        expected = [(token.start[0], token.start[1] + 1, token.string) for token in tokens if token.type == tokenize.COMMENT]
        found = comments(source.text)
        assert [(*source.position(comment.offset), comment.text) for comment in found] == expected, path
        for comment in found:
            row, column = source.position(comment.offset)
            assert comment.own_line == (not source.line(row)[: column - 1].strip()), path


def test_words_hold_every_name_and_short_string(sources: list[tuple[str, Source]]) -> None:
    for path, source in sources:
        tree = _tree(source.text)
        if tree is None:
            continue
        found = frozenset().union(*(piece.words for piece in scan(source.text).pieces.values()))
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert names <= found, path


def test_every_piece_that_libcst_accepts_is_lowered(sources: list[tuple[str, Source]]) -> None:
    unread: list[str] = []
    reasons: Counter[str] = Counter()
    pieces, parsing, lowering, reading = 0, 0.0, 0.0, 0.0
    for path, source in sources:
        for row, text in _pieces(source):
            pieces += 1
            start = time.process_time()
            trace = read_piece(text)
            reading += time.process_time() - start
            if trace[0] == "piece":
                assert load(dump(trace)) == trace
            if trace[0] == "unread":
                unread.append(f"{path}:{row}: {trace[1]}")
                reasons[trace[1].split(": ", 1)[-1][:40]] += 1
                if refusal(text) is None and "nested more than" not in trace[1]:
                    with pytest.raises((SyntaxProblem, Unreadable)):
                        parse(text)
            elif FULL:
                start = time.process_time()
                module = parse(text)
                middle = time.process_time()
                lower(module)
                parsing += middle - start
                lowering += time.process_time() - middle
    if FULL:
        print(f"{len(sources)} files, {pieces} pieces, {len(unread)} unread, read {reading:.1f} s, parse {parsing:.1f} s, lower {lowering:.1f} s")
        print(reasons, *unread, sep="\n")
    else:
        assert len(unread) <= pieces / 100, unread


def _expected(text: str) -> dict[int, tuple[tuple[int, ...], tuple[int, ...]]]:
    """Both spans of all ordinals, by libcst's own providers."""
    with spacious():
        module = parse(text)
        nodes: list = []  # type: ignore[type-arg]
        lower(module, nodes)
        wrapper = metadata.MetadataWrapper(module, unsafe_skip_copy=True)
        providers = (metadata.PositionProvider, metadata.WhitespaceInclusivePositionProvider)
        reports, edits = (wrapper.resolve(provider) for provider in providers)
    last = Source(text).position(len(text))

    def shown(place: metadata.CodeRange) -> tuple[int, ...]:
        start, end = place.start, place.end
        # The providers place an end behind a line ending that the text does not have.
        return (start.line, start.column + 1, *min((end.line, end.column + 1), last))

    return {ordinal: (shown(reports[node]), shown(edits[node])) for ordinal, node in enumerate(nodes)}


def test_spans_are_those_of_libcst(sources: list[tuple[str, Source]]) -> None:
    compared, inexact = 0, 0
    for path, source in sources:
        if "site-packages" in path:
            continue
        for row, text in _pieces(source):
            if read_piece(text)[0] == "unread":
                continue
            with spacious():
                exact = parse(text).code == text
            if not exact:
                inexact += 1
                continue
            expected = _expected(text)
            assert locate(text, expected) == expected, f"{path}:{row}"
            compared += len(expected)
    print(f"{compared} spans compared, {inexact} pieces that libcst does not print back")
    assert compared > 10_000
    assert inexact <= compared / 1_000


def _damaged(chance: random.Random, text: str) -> str:
    kind = chance.randrange(8)
    at = chance.randrange(len(text) + 1)
    if kind == 0:
        return text[:at]
    if kind == 1:
        return text[at:]
    if kind == 2:
        flipped = list(text)
        for _ in range(chance.randrange(1, 20)):
            flipped[chance.randrange(len(flipped))] = chance.choice("()[]{}'\"\\#:,;@f\n\r\t\f \0é\ud800\u2028_0")
        return "".join(flipped)
    if kind == 3:
        return text[:at] + chance.choice("([{-~'\"\\@.f") * chance.choice((3, 250, 3_000)) + text[at:]
    if kind == 4:
        return text.replace("\n", chance.choice(("\r", "\r\n", "\n\r", "\f\n", "\\\n")))
    if kind == 5:
        return text[:at] + chance.choice(("\0", "\ud800", "\udcff\ud8ff", "\ufeff", "\u2028", "\x1c", "\x85")) + text[at:]
    if kind == 6:
        lines = text.splitlines(keepends=True)
        chance.shuffle(lines)
        return "".join(lines)
    return text.replace(chance.choice("'\"()"), chance.choice(("'''", '"""', "f'{", "(")))


@pytest.mark.parametrize("seed", range(8))
def test_damaged_texts_never_raise(seed: int, sources: list[tuple[str, Source]]) -> None:
    chance = random.Random(seed)
    kinds: Counter[str] = Counter()
    for _ in range(2_000 if FULL else 60):
        whole = chance.choice(sources)[1].text
        begin = chance.randrange(len(whole) + 1)
        text = _damaged(chance, whole[begin : begin + chance.choice((200, 1_500))] + "\n")
        pieces = split(text)
        assert "".join(text[piece.start : piece.end] for piece in pieces) == text
        assert [piece.row for piece in pieces] == [Source(text).position(piece.start)[0] for piece in pieces]
        assert all(text.startswith(comment.text, comment.offset) for comment in comments(text))
        scan(text)
        read_expression(text)
        for part in (text, *(text[piece.start : piece.end] for piece in pieces)):
            trace = read_piece(part)
            kinds[trace[0]] += 1
            if trace[0] == "piece":
                locate(part, [])
                assert load(dump(trace)) == trace
    assert kinds["piece"] and kinds["unread"]


def test_a_trace_does_not_depend_on_the_stack() -> None:
    text = "x = " + "-" * (MAX_NESTING - 10) + "y"
    expected = read_piece(text)
    assert expected[0] == "piece"

    def deeper(frames: int) -> object:
        return deeper(frames - 1) if frames else read_piece(text)

    assert deeper(700) == expected
