"""Spans of single nodes, above all where libcst loses text. The comparison with libcst's providers is in test_read_corpus."""

from __future__ import annotations

import gc
import sys

import libcst as cst
import pytest

from greenlint.base.text import Source
from greenlint.read.lower import lower
from greenlint.read.parse import SyntaxProblem, parse
from greenlint.read.spans import Range, locate


def slices(text: str) -> list[tuple[str, str, str]]:
    """Kind of node, text of its report span and of its edit span, by ordinal."""
    nodes: list[cst.CSTNode] = []
    lower(parse(text), nodes)
    source = Source(text)

    def part(place: Range) -> str:
        return text[source.offset(*place[:2]) : source.offset(*place[2:])]

    found = locate(text, range(len(nodes)))
    return [(type(node).__name__, part(found[ordinal].report), part(found[ordinal].edit)) for ordinal, node in enumerate(nodes)]


def test_report_and_edit() -> None:
    assert slices("x = (  f( 1 ) )  # c\n") == [
        ("Assign", "x = (  f( 1 ) )", "x = (  f( 1 ) )"),
        ("Name", "x", "x"),
        ("Call", "f( 1 )", "(  f( 1 ) )"),
        ("Name", "f", "f"),
        ("Integer", "1", "1"),
    ]


def test_leading_comments_belong_to_the_edit() -> None:
    found = {kind: (report, edit) for kind, report, edit in slices("if a:\n    # c\n    @d\n    def f(): pass  # e\n")}
    assert found["FunctionDef"] == ("def f(): pass", "    # c\n    @d\n    def f(): pass  # e\n")


@pytest.mark.parametrize(
    "text",
    [
        "\fdef f(a): return a.b\n",
        "if a:\n  b\n\f  a.b\n",
        "if a:\n  b\n  \f  # c\n \f  a.b\n",
        "try: a\nexcept E : a.b\n",
        "try: a\nexcept E \\\n : a.b\nfinally: c\n",
        "if a:\r  a.b\r",
        "if a:\n  a.b\n    # a.b\n  # c\n\n # d\n",
    ],
)
def test_blanks_and_comments_that_libcst_loses(text: str) -> None:
    assert parse(text).code != text
    found = slices(text)
    assert ("Attribute", "a.b", "a.b") in found
    assert all(report == report.strip() or "\n" in report for _, report, _ in found)


@pytest.mark.parametrize("ending", ["\n", "\r\n", ""])
def test_ends_stay_in_the_text(ending: str) -> None:
    text = f"if a:{ending or chr(10)}  é.b{ending}"
    found = slices(text)
    assert found[0][2] == text
    assert ("Attribute", "é.b", "é.b") in found


def test_only_what_is_asked_for() -> None:
    assert locate("a.b", []) == {}
    assert list(locate("a.b", [2, 0])) == [2, 0]


def test_no_such_ordinal() -> None:
    with pytest.raises(IndexError):
        locate("a", [2])
    with pytest.raises(SyntaxProblem):
        locate("a b", [0])
    assert gc.isenabled()
    assert sys.getrecursionlimit() < 12_000
