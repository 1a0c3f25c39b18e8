"""Pieces and comments: what the lexical scan yields, on small texts."""

from __future__ import annotations

import pytest

from greenlint.read.comments import Comment, comments
from greenlint.read.split import Piece, split


def pieces(text: str) -> list[str]:
    found = split(text)
    assert "".join(text[piece.start : piece.end] for piece in found) == text
    return [text[piece.start : piece.end] for piece in found]


@pytest.mark.parametrize(
    "expected",
    [
        [""],
        ["\n"],
        ["a\n", "b"],
        ["# header\n\n'doc'\n", "import a\n# trailing\n\n", "import b\n"],
        ["a; b\n", "c\n"],
        ["@d\n# c\n@e\n\ndef f():\n  pass\n\n\n", "x\n"],
        ["if a:\n  b\nelif c:\n  d\n# c\nelse:\n  e\n", "f\n"],
        ["try:\n  a\nexcept b:\n  c\nelse:\n  d\nfinally:\n  e\n", "f"],
        ["elif_ = 1\n", "cases = 2\n"],
        ["x = (\na,\n)\n", "y = [\n]\n", "z = {\nb: c}\n"],
        ["a \\\nb\n", "c\n"],
        ["x = '''\ny\n'''\n", 'z = """\n"\\""" a\n"""\n', "b"],
        ["x = 'a\\\nb'\n", "c"],
        ["x = '#'\n", "y = '(' # ( '\n", "z"],
        ["a\r\n", "b\r", "c\n", "d"],
        ["\fdef f(): pass\n\f\n", "\fdef g(): pass\n", "\f\fx\n"],
        ["def f():\n\tif a:\n\t\tb\n\n", "c"],
        ["x = rb'\\''\n", "y"],
        ["if'a':b\n", "c"],
        ["x = a if'b'else'c'\n", "y"],
    ],
)
def test_pieces(expected: list[str]) -> None:
    assert pieces("".join(expected)) == expected


@pytest.mark.parametrize(
    "string",
    [
        "f'{a}'",
        'f"{a["b("]}"',
        "f'{a:{b:{c}}}'",
        "f'''{\na\n}'''",
        'f"{\na!r:>{\nb}}"',
        'rf"\\{a}"',
        'Rf"\\\\"',
        "f'\\{a[\"'\"]}'",
        'f"{a:}}"',
        "f'{{{a}}}'",
        'f"{f"{f"{a}"}"}"',
        't"{a:{"}"}}"',
        'f"{a # }\n}"',
        "f\"a\\\r\nb{c['d']}\"",
        "f'{a}}}{{'",
        "f'{(lambda: {1: 2})}'",
        'f"{"(" + \'[\'}"',
        "f'\\'{a['\\'']}'",
        "f'{a:%H:%M}'",
        "f\"{'}'}{'{'}\"",
        'f"{x[\'}\'] + "a"}"',
        "f''",
        'f""" "{a}" """',
    ],
)
def test_formatted_strings(string: str) -> None:
    assert pieces(f"x = {string}\ny\n") == [f"x = {string}\n", "y\n"]


@pytest.mark.parametrize("start", ["x = '", 'x = """', "x = (", "x = f'{", "x = f'''{a}", "x = f'{a", "x = f'{a:", 'f"{"', "f'{a:'}"])
def test_what_does_not_end_is_one_piece_with_the_rest(start: str) -> None:
    assert pieces(f"a\n{start}\nb\nc\n") == ["a\n", f"{start}\nb\nc\n"]


def test_a_stray_bracket_costs_one_piece() -> None:
    assert pieces("a)\nb\nc") == ["a)\n", "b\n", "c"]


def test_rows_count_lines_as_the_tokenizer_does() -> None:
    assert split("# a\r\n\rx = '''\n\r\n'''\ny\r\rz") == [Piece(0, 20, 1), Piece(20, 23, 6), Piece(23, 24, 8)]


def test_comments() -> None:
    text = '# a\nx  # b\n\t \f# c\n\'#\'; """\n# d\n""" # e\rf\'{y}#\' # f'
    assert comments(text) == [
        Comment(0, "# a", True),
        Comment(7, "# b", False),
        Comment(14, "# c", True),
        Comment(35, "# e", False),
        Comment(47, "# f", False),
    ]
    assert all(text.startswith(comment.text, comment.offset) for comment in comments(text))


def test_comments_do_not_stand_in_brackets_or_strings_only() -> None:
    assert [comment.text for comment in comments("f(a, # b\n  # c\n)\n")] == ["# b", "# c"]


def test_no_comments_after_a_string_without_end() -> None:
    assert comments("# a\n'''\n# b") == [Comment(0, "# a", True)]
