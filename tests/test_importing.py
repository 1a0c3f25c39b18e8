"""Imports whose text tells all: what is taken from the text is what libcst reads, and whatever is not certain is read."""

from __future__ import annotations

import pytest

from greenlint.model.trace import Node
from greenlint.read.pieces import read_piece
from greenlint.world.importing import is_plain
from greenlint.world.scan import ImportFact, scan

PLAIN = (
    "import a",
    "import a.b as c, d",
    "import a . b",
    "import a \\\n as b",
    "from . import x",
    "from .a import b as c",
    "from.a import b",
    "from .import x",
    "from . a import b",
    "from ... import b",
    "from .. import (x,\n y, # why\n)\n",
    "from a import(b)",
    "from\ta import b",
    "from a import (\r\n    b as c,\r\n    d\r\n)\r\n",
    "from a.b.c import d as e , f  # why",
    "# why\n\nimport a\n\n\n",
)
OTHER = (
    "",
    "import a;",
    "importa",
    "import a, ",
    "import a; import b",
    "import as",
    "import a as b.c",
    "from a import *",
    "from a import b,",
    "from a import (b,,c)",
    "from a import (\n)\n",
    "from a importb",
    "froma import b",
    "from import x",
    "from a.b. import c",
    "from a import class",
    "from a import b as class",
    "from a\n import b",
    "from a import (b",
    "  import a",
    "from é import b",
)


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_plain_says_what_libcst_reads(text: str) -> None:
    (facts,) = scan(text).pieces.values()
    assert facts.kind == "import"
    assert is_plain(text)
    assert list(facts.imports) == [fact for node in read_piece(text)[1:] for fact in _told(node)]


def _told(node: Node) -> list[ImportFact]:
    if node[0] == "import":
        return [ImportFact(0, dotted, None, alias) for dotted, alias in node[2]]
    return [ImportFact(node[2], node[3], name, alias) for name, alias in node[4]]


@pytest.mark.parametrize("text", OTHER)
def test_what_is_not_certain_is_read(text: str) -> None:
    assert not is_plain(text)


@pytest.mark.parametrize(
    "text", ["import a" + " " * 50_000 + "+", "from a import (" + "b, " * 20_000 + ".", "from " + "." * 20_000 + "+", "\n" * 50_000 + "+"]
)
def test_a_long_text_takes_linear_time(text: str) -> None:
    assert not is_plain(text)
