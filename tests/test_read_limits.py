"""The limits: what is refused, that the text right below each limit is survived, and that ordinary code is never refused."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from greenlint.read.limits import MAX_BRACKETS, MAX_CHAIN, MAX_FILE, MAX_INDENTS, refusal
from greenlint.read.pieces import MAX_NESTING, read_piece
from greenlint.read.split import split
from greenlint.world.scan import scan


def _nested(opening: str, inner: str, closing: str) -> Callable[[int], str]:
    return lambda n: opening * n + inner + closing * n + "\n"


def _blocks(*heads: str) -> Callable[[int], str]:
    def text(n: int) -> str:
        lines = [" " * depth + heads[depth % len(heads)] for depth in range(n)]
        return "\n".join([*lines, " " * n + "a\n"])

    return text


def _branches(n: int) -> str:
    return "if a: b\n" + "elif a: b\n" * n


# Each grows by one level or link per step.
GROWING: dict[str, Callable[[int], str]] = {
    "parentheses": _nested("(", "a", ")"),
    "calls in calls": _nested("f(", "a", ")"),
    "keywords in keywords": _nested("f(a=", "b", ")"),
    "subscripts in subscripts": _nested("a[", "b", "]"),
    "slices": _nested("a[b:", "c", "]"),
    "lists": _nested("[", "a", "]"),
    "dicts": _nested("{a:", "b", "}"),
    "tuples": _nested("(a,", "b", ")"),
    "lambdas in parentheses": _nested("(lambda:", "a", ")"),
    "comprehensions": _nested("[a for b in ", "c", "]"),
    "conditionals in parentheses": _nested("(a if b else ", "c", ")"),
    "walrus": _nested("(a:=", "b", ")"),
    "annotation": lambda n: "x: " + "a[" * n + "b" + "]" * n,
    "brackets in a field": lambda n: 'f"{' + "(" * n + "a" + ")" * n + '}"',
    "fields in fields": lambda n: "f'''{" * n + "a" + "}'''" * n,
    "binary operators": lambda n: "a" + "+a" * n,
    "powers": lambda n: "a" + "**a" * n,
    "attributes": lambda n: "a" + ".a" * n,
    "calls": lambda n: "a" + "()" * n,
    "subscripts": lambda n: "a" + "[0]" * n,
    "methods": lambda n: "a" + ".a()" * n,
    "strings": lambda n: "'a' " * n,
    "formatted strings": lambda n: "f'{a}' " * n,
    "comparisons": lambda n: "a" + "<a" * n,
    "not in": lambda n: "a" + " not in a" * n,
    "and": lambda n: "a" + " and a" * n,
    "minus": lambda n: "-" * n + "a",
    "not": lambda n: "not " * n + "a",
    "lambdas": lambda n: "lambda:" * n + "a",
    "lambdas with parameters": lambda n: "lambda a, b: " * n + "a",
    "conditionals": lambda n: "a if b else " * n + "c",
    "clauses": lambda n: "[a " + "for a in b " * n + "]",
    "targets": lambda n: "a = " * n + "b",
    "imported name": lambda n: "import a" + ".a" * n,
    "alternatives": lambda n: "match a:\n case b" + "|b" * n + ": pass",
    "dotted pattern": lambda n: "match a:\n case b" + ".b" * n + ": pass",
    "elif": _branches,
    "if in if": _blocks("if a:"),
    "def in def": _blocks("def f():", "class A:", "with a as b:", "for a in b:", "while a:"),
    "patterns": lambda n: "match a:\n case " + "[" * n + "b" + "]" * n + ": pass\n",
    "class patterns": lambda n: "match a:\n case " + "A(b=" * n + "b" + ")" * n + ": pass\n",
    "mapping patterns": lambda n: "match a:\n case " + "{1: " * n + "b" + "}" * n + ": pass\n",
    "chain around brackets": lambda n: "(" * 150 + "a" + ")" * 150 + ".a" * n,
    "chain in brackets": lambda n: "f(" * 150 + "a" + ".a" * n + ")" * 150,
    "chains in chains": lambda n: "(" * 9 + "a" + ("+a" * n + ")") * 9,
    "everything": lambda n: "\n".join([*(" " * i + "if a:" for i in range(90)), " " * 90 + _nested("a[", "-b" * n, "]")(150)]),
}


def _largest(text: Callable[[int], str]) -> int:
    """The largest step that is not refused."""
    accepted, refused = 1, 1_500
    assert refusal(text(accepted)) is None
    assert refusal(text(refused)) is not None
    while refused - accepted > 1:
        middle = (accepted + refused) // 2
        if refusal(text(middle)) is None:
            accepted = middle
        else:
            refused = middle
    return accepted


_SURVIVE = """
import json, sys
from greenlint.model.trace import dump, load
from greenlint.read.pieces import read_piece
from greenlint.read.parse import SyntaxProblem
from greenlint.read.spans import locate
for name, text in json.load(sys.stdin).items():
    trace = read_piece(text)
    assert load(dump(trace)) == trace
    try:
        locate(text, [0])
    except SyntaxProblem as problem:
        # The indentation that libcst accepts is a level less than ours.
        assert trace == ["unread", str(problem)] and "indentation" in str(problem), trace
    print(json.dumps([name, trace[0], trace[1] if trace[0] == "unread" else ""]), flush=True)
"""


@pytest.mark.slow
def test_the_process_survives_what_is_not_refused() -> None:
    largest = {name: text(_largest(text)) for name, text in GROWING.items()}
    done = subprocess.run([sys.executable, "-c", _SURVIVE], input=json.dumps(largest), capture_output=True, text=True, check=False)
    outcomes = {name: (kind, reason) for name, kind, reason in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 0, (list(outcomes)[-1:], done.stderr[-2000:])
    assert outcomes.keys() == largest.keys()
    print(outcomes)


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("parentheses", MAX_BRACKETS),
        ("lists", MAX_BRACKETS),
        ("brackets in a field", MAX_BRACKETS),
        ("if in if", MAX_INDENTS),
        ("binary operators", MAX_CHAIN),
        ("powers", MAX_CHAIN),
        ("attributes", MAX_CHAIN),
        ("calls", MAX_CHAIN),
        ("subscripts", MAX_CHAIN),
        ("strings", MAX_CHAIN),
        ("comparisons", MAX_CHAIN),
        ("not in", MAX_CHAIN),
        ("and", MAX_CHAIN),
        ("minus", MAX_CHAIN),
        ("not", MAX_CHAIN),
        ("lambdas", MAX_CHAIN),
        ("lambdas with parameters", MAX_CHAIN),
        ("conditionals", MAX_CHAIN),
        ("elif", MAX_CHAIN),
    ],
)
def test_limit(name: str, limit: int) -> None:
    assert _largest(GROWING[name]) == limit


@pytest.mark.parametrize(
    "text",
    [
        "x = [" + "(a.b + -c, not d)," * 5_000 + "]",
        "x = {" + "'a.b': c.d('e' 'f')," * 5_000 + "}",
        "x = [" + "lambda a, b: a.b," * 900 + "]",
        "def f():\n" + "  a.b(c)[d] + 1\n" * 5_000,
        "def f():\n" + "  a.b(c)[d] + 1\r\n" * 5_000,
        "class A:\n" + "".join(f"  def f{n}(self):\n    if a: b\n    elif c: d\n    elif e: f\n" for n in range(700)),
        "x = '''" + "(.[-" * 5_000 + "'''",
        "x = f'''" + "(. - [=" * 5_000 + "{a.b}'''",
        "x = 1  # " + "(.[-" * 5_000,
        "case = [" + "[" * 50 + "]" * 50 + "]",
        "match a:\n case " + "[" * 6 + "A(b={'c': _})" + "]" * 6 + ": pass",
    ],
)
def test_large_but_flat(text: str) -> None:
    assert refusal(text) is None
    assert read_piece(text)[0] == "piece"


def test_elif_chains_in_elif_chains_add_up() -> None:
    inner = "if a: b\n" + " elif a: b\n" * 600
    assert refusal("if a:\n " + inner) is None
    assert refusal("if a:\n " + inner + "elif b: c\n" * 600) is None
    assert refusal("if a: b\n" + "elif b: c\n" * 600 + "else:\n " + inner) is not None


def test_line_endings_make_no_difference() -> None:
    for name in ("elif", "if in if", "patterns", "binary operators"):
        text = GROWING[name](1_200)
        assert refusal(text) is not None
        assert refusal(text.replace("\n", "\r\n")) == refusal(text.replace("\n", "\r")) == refusal(text)
    joined = "a" + " \\\r\n + a" * 1_001
    assert refusal(joined) is not None


def test_large_texts() -> None:
    assert refusal("#" * MAX_FILE) is None
    assert refusal("#" * (MAX_FILE + 1)) == "more than 2,000,000 characters"


def test_nesting_of_traces() -> None:
    at_most = "a" + ".a" * (MAX_NESTING - 3)
    assert read_piece(at_most)[0] == "piece"
    assert read_piece(at_most + ".a") == ["unread", f"nested more than {MAX_NESTING} deep"]


@pytest.mark.parametrize(
    "text",
    [
        "match a:\n case b:\n  pass\n case " + "[" * 17,
        "match a:\n \"\"\"don't\"\"\"\n case '''\n''' | " + "[" * 17 + "]" * 17 + ": pass",
        "match a:\r\n \\\r\n  case " + "{1:" * 9,
    ],
)
def test_patterns_are_found(text: str) -> None:
    assert refusal(text) == "patterns nested too deeply"


def test_prose_holds_no_patterns() -> None:
    assert refusal("def f():\n '''\n case " + "[" * 50 + "\n can't\n '''\n") is None


@pytest.mark.parametrize(
    "part",
    [
        "(",
        ")",
        '"',
        "'",
        "f'{",
        'f"{',
        '\\"""',
        "\n case \\'''",
        "\n case [",
        "\n case a",
        "f'{a}'",
        "f'''{'''",
        "not ",
        "#\n",
        "\\\n",
        "\n elif a",
        "(a",
    ],
)
def test_time_is_linear_in_the_text(part: str) -> None:
    start = time.process_time()
    for opening in ("", '"""', "'''", "x = f'''{a}"):
        text = opening + part * (200_000 // len(part))
        split(text)
        scan(text)
        refusal(text)
    assert time.process_time() - start < 10
