"""What of a text answers rest on, and which of it a change of the text leaves as it was."""

from __future__ import annotations

from typing import Any

import pytest

from greenlint.world.grounds import ALL, Changes, Grounds
from greenlint.world.scan import FileFacts, scan

BEFORE = """import os
from pathlib import Path as Place
from glob import *

LIMIT = os.sep


class Row(Place):
    pass


def load(given):
    return given(LIMIT)


def store(row):
    return Row(row)
"""
NUMBERS = [*scan(BEFORE).pieces]
QUESTIONS: tuple[tuple[Any, ...], ...] = (
    *(("trace", "a.py", piece) for piece in NUMBERS),
    *(("binding", "a.py", word) for word in ("os", "Place", "LIMIT", "Row", "load", "store")),
    *(("mentions_in", "a.py", word) for word in ("given", "added", "never", "LIMIT", "Place")),
    ("renamed", "a.py", "Path"),
    ("is_class", "a.py", "Row"),
    ("stars", "a.py"),
    ("loose", "a.py"),
    ("packages", "a.py"),
    ("maps_in", "a.py"),
)


def concerned(after: str) -> set[tuple[Any, ...]]:
    grounds = Grounds(scan(BEFORE))
    bits = grounds.differing(scan(after))
    found = (question for question in QUESTIONS if grounds.of(question) & bits)
    return {("trace", NUMBERS.index(question[2])) if question[0] == "trace" else question[:1] + question[2:] for question in found}


def test_the_same_text_concerns_nothing() -> None:
    assert Grounds(scan(BEFORE)).differing(scan(BEFORE)) == 0


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("return given(LIMIT)", "print(1)\n    return given(LIMIT)", {("trace", 5)}),
        ("return given(LIMIT)", "return given(os)", {("trace", 5), ("mentions_in", "LIMIT")}),
        ("return Row(row)\n", "return Row(row)\n\n\ndef added():\n    pass\n", {("mentions_in", "added")}),
        ("return Row(row)\n", "return Row(row)\n\n\n", set()),
        ("return Row(row)\n", "return Row(row)\n# added\n", {("trace", 6)}),
        ("return Row(row)", "return Row(given)", {("trace", 6), ("mentions_in", "given")}),
        ("LIMIT = os.sep", "LIMIT, load = os.sep, 1", {("trace", 3), ("binding", "load")}),
        ("class Row(Place)", "class Row(object)", {("trace", 4), ("mentions_in", "Place")}),
        ("class Row(Place):\n", "class Row(Row2):\n    Place\n", {("trace", 4), ("mentions_in", "Place")}),
        ("from glob import *", "from glob2 import *", {("trace", 2), ("stars",), ("packages",), ("maps_in",)}),
        ("    return given", "    from glob import glob\n    return given", {("trace", 5), ("maps_in",)}),
    ],
)
def test_a_change_concerns_what_it_changes(old: str, new: str, expected: set[tuple[Any, ...]]) -> None:
    assert old in BEFORE
    assert concerned(BEFORE.replace(old, new)) == expected


@pytest.mark.parametrize("more", ["MORE = 1\n", "import more\n", "from more import this as that\n", "def more():\n    pass\n\n\n", "print()\n"])
@pytest.mark.parametrize("before", ["import os\n", "LIMIT =", "def load(", "def store("])
def test_a_piece_more_concerns_no_other(before: str, more: str) -> None:
    found = concerned(BEFORE.replace(before, more + before))
    assert not [piece for kind, *piece in found if kind in ("trace", "binding", "mentions_in")]


def test_what_moves_concerns_nothing_but_those_of_its_name() -> None:
    function = "def load(given):\n    return given(LIMIT)\n\n\n"
    assert concerned(BEFORE.replace(function, "") + "\n\n" + function) <= {("mentions_in", "LIMIT"), ("trace", 5)}
    assert ("trace", 6) in concerned(BEFORE.replace("def load(", "def store(a): ...\ndef load("))


def test_what_is_asked_of_the_whole_text_rests_on_all_of_it() -> None:
    grounds = Grounds(scan(BEFORE))
    assert {grounds.of(question) for question in (("trace", "a.py", 7), ("digest", "a.py"), ("checked", "a.py"))} == {ALL}
    assert grounds.of(("name", "a.py", "os")) == 0


def test_bits_say_the_same_after_a_change_that_did_not_concern_them() -> None:
    before, after = Grounds(scan(BEFORE)), Grounds(scan(BEFORE.replace("return given(LIMIT)", "aaa, zzz = 1, 2\n    return given(LIMIT)")))
    kept = [question for question in QUESTIONS if question != ("trace", "a.py", 5)]
    assert [before.moved(before.of(question), after) for question in kept] == [after.of(question) for question in kept]
    together = before.of(kept[0]) | before.of(kept[-1])
    assert before.moved(together, after) == after.of(kept[0]) | after.of(kept[-1])
    assert before.moved(ALL, after) == ALL
    assert before.moved(before.of(("binding", "a.py", "store")), Grounds(scan("import os\n"))) == ALL


def test_changes_tell_of_each_file() -> None:
    texts = {"a.py": scan("import os\nx = 1\n"), "b.py": scan("y = 2\n")}
    now = {"a.py": scan("import os\nx = 2\n"), "b.py": FileFacts({}), "c.py": scan("z = 3\n")}
    changes = Changes(["a.py", "b.py"], False, texts.get, lambda path: now[path])
    assert (changes.bits("a.py"), changes.words) == (0b10, {"y"})
    assert changes.bits("b.py") & 1
    more = changes.and_of(["c.py"])
    assert (more.paths, more.bits("c.py"), more.words) == ({"a.py", "b.py", "c.py"}, ALL, None)
