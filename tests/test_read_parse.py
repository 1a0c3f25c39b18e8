"""The call of libcst: its errors, and the state of the interpreter around it."""

from __future__ import annotations

import gc
import sys

import pytest

from greenlint.read.parse import SyntaxProblem, Unreadable, parse, parse_expression, spacious


@pytest.mark.parametrize(
    ("text", "row", "column"),
    [
        ("aaa bbb\n", 1, 5),
        ("x = 1\né = (1,\n  22 33)\n", 3, 6),
        ("x = 1 if y else", 1, 12),
        ("x = (\n", 2, 1),
        ("x = 0777\n", 1, 1),
        ("f(**a, *b)", 1, 8),
        ("a\r\nb\rc d", 3, 3),
    ],
)
def test_place_of_a_syntax_error(text: str, row: int, column: int) -> None:
    with pytest.raises(SyntaxProblem) as caught:
        parse(text)
    assert (caught.value.row, caught.value.column) == (row, column)
    assert caught.value.message
    assert str(caught.value).startswith(f"{row}:{column}: ")


def test_other_errors_of_libcst() -> None:
    with pytest.raises(Unreadable, match="UnicodeEncodeError"):
        parse("x = '\ud800'")
    with pytest.raises(Unreadable, match="Cannot concatenate"):
        parse("'a' b'b'")
    with pytest.raises(SyntaxProblem):
        parse("\0")


def test_expression() -> None:
    assert type(parse_expression("a.b")).__name__ == "Attribute"
    with pytest.raises(SyntaxProblem):
        parse_expression("a = b")


def test_nested_use_restores_the_interpreter_once() -> None:
    limit = sys.getrecursionlimit()
    assert gc.isenabled()
    with pytest.raises(KeyError), spacious():
        with spacious():
            assert not gc.isenabled()
        assert not gc.isenabled()
        assert sys.getrecursionlimit() > limit
        raise KeyError
    assert gc.isenabled()
    assert sys.getrecursionlimit() == limit


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        parse("x")
        assert not gc.isenabled()
    finally:
        gc.enable()
