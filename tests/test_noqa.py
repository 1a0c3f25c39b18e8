"""Comments that suppress findings. The grammar of `# noqa` is ruff's."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import BLOCKING, check_json, greenlint, places, write

from greenlint.base.finding import Finding
from greenlint.base.text import Source
from greenlint.engine.suppression import Suppressed, suppress


def verdict(text: str, *rows: int, code: str = "ADB101") -> Suppressed:
    """What becomes of findings on rows of a text; by default on its first row."""
    return suppress([Finding("a.py", code, "x", "x", (row, 1), (row, 2)) for row in rows or (1,)], Source(text))


def kept_rows(text: str, *rows: int, code: str = "ADB101") -> list[int]:
    return [finding.start[0] for finding in verdict(text, *rows, code=code).kept]


ALWAYS = [
    "# noqa",
    "#noqa",
    "# NOQA",
    "# NoQA",
    "#  noqa",
    "# noqa E501",
    "# noqa - why",
    "# noqa # why",
    "# noqa# why",
    "# type: ignore # noqa",
    "# noqa: ADB101",
    "# noqa:ADB101",
    "#noqa:ADB101",
    "# noqa : ADB101",
    "# noqa: E501, ADB101",
    "# noqa: E501,ADB101",
    "# noqa: E501 ADB101",
    "# noqa: E501,,ADB101",
    "# noqa: E501ADB101",
    "# noqa: ADB101 because",
    "# noqa: ADB101 # because",
    "# noqa: ADB101# because",
    "# greenlint: ignore[ADB101]",
    "#greenlint:ignore[ADB101]",
    "# greenlint: ignore[ADB102, ADB101] why",
    "# type: ignore  # greenlint: ignore[ADB101]",
]
NEVER = [
    "# noqa: ADB102",
    "# noqa: E501",
    "# noqa: ADB",
    "# noqa: ADB1",
    "# noqa: ADB10",
    "# noqa: ADB1011",
    "# noqa: adb101",
    "# noqa:",
    "# noqa: foo",
    "# noqa: because ADB101",
    "# noqa: ADB101-x",
    "# noqa: ADB101Fabc",
    "# noqaADB101",
    "# xnoqa",
    "# nope: noqa",
    "# flake8: noqa",
    "# greenlint: noqa",
    "# greenlint: ignore",
    "# greenlint: ignore[]",
    "# greenlint: ignore[ADB1]",
    "# greenlint: ignore[E501]",
    "# ruff: ignore[ADB101]",
    "'# noqa'",
]


@pytest.mark.parametrize("comment", ALWAYS)
def test_covers_its_row(comment: str) -> None:
    assert kept_rows(f"f()  {comment}\ng()\n", 1, 2) == [2]


@pytest.mark.parametrize("comment", NEVER)
def test_covers_nothing(comment: str) -> None:
    assert kept_rows(f"f()  {comment}\n") == [1]


@pytest.mark.parametrize("comment", ["# greenlint: noqa", "# flake8: noqa", "# flake8=noqa", "# greenlint: noqa: ADB101", "#greenlint:NOQA"])
def test_covers_the_file(comment: str) -> None:
    assert kept_rows(f"f()\n    {comment}\n", 1) == []


@pytest.mark.parametrize("comment", ["# greenlint: noqa: ADB102", "# flake8: noqa: E501", "# ruff: noqa", "# noqa"])
def test_does_not_cover_the_file(comment: str) -> None:
    assert kept_rows(f"f()\n{comment}\n", 1) == [1]


@pytest.mark.parametrize("code", ["E902", "invalid-syntax", "internal-error"])
def test_only_our_codes_can_be_suppressed(code: str) -> None:
    found = verdict("# greenlint: noqa\nf()  # noqa\n", 2, code=code)
    assert [finding.noqa_row for finding in found.kept] == [None]


@pytest.mark.parametrize(
    ("comment", "complains"),
    [
        ("# noqa: adb101", True),
        ("# noqa: ADB", True),
        ("# noqa: ADB1", True),
        ("# noqa: E501, ADB1", True),
        ("# noqa: E501 adb101", True),
        ("# noqa: ADB101-x", True),
        ("# noqa: ADB101", False),
        ("# noqa: foo", False),
        ("# noqa: e501", False),
        ("# noqa: E501 not for adb", False),
        ("# greenlint: noqa", True),
        ("# flake8: noqa", False),
        ("# greenlint: ignore", True),
        ("# greenlint: ignore[]", True),
        ("# greenlint: ignore[ADB1]", True),
        ("# greenlint: ignore[ADB101]", False),
        ("# greenlint: disable", True),
        ("# see greenlint: it says", False),
    ],
)
def test_complaints(comment: str, complains: bool) -> None:
    malformed = verdict(f"\nf()  {comment}\n").malformed
    assert [row for row, _ in malformed] == ([2] if complains else [])


JOINED = '''\
f("""
one
""")  # noqa: ADB101
f(
    1,
)  # noqa
x = 1 + \\
    f() + \\
    2  # noqa
f("""
two
"""); g("""
three
""")  # noqa
'''


def test_rows_that_a_comment_cannot_follow() -> None:
    assert kept_rows(JOINED, *range(1, 15)) == [4, 5]
    lines = JOINED.splitlines()
    lines[2], lines[13] = '""")', '""")'
    assert [finding.noqa_row for finding in verdict("\n".join(lines), 1, 3, 4, 10, 12, 13).kept] == [3, 3, 4, 14, 14, 14]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings(ending: str) -> None:
    text = ending.join(['x = """', '"""', "f()  # noqa", "# greenlint: ignore[ADB101]", "f(", ")", "f()", ""])
    assert kept_rows(text, 3, 5, 6, 7) == [7]


OWN_LINE = """\
# greenlint: ignore[ADB101]

# another comment
f(
    1,
)
f()
class A:
    # greenlint: ignore[ADB101]
    @g
    @h(
        1)
    async def m(self):
        f()
    # greenlint: ignore[ADB101]
    # greenlint: ignore[ADB102]
    x = f()
f(
    # greenlint: ignore[ADB101]
    f(),
    f(),
)
if x:
    # greenlint: ignore[ADB101]
    if f(): f()
    f()
# greenlint: ignore[ADB101]
"""


def test_own_line_directive_covers_the_statement_below() -> None:
    everything = range(1, OWN_LINE.count("\n") + 1)
    covered = [row for row in everything if row not in kept_rows(OWN_LINE, *everything)]
    assert covered == [4, 5, 6, 10, 11, 12, 13, 17, 20, 25]


def test_text_that_does_not_tokenize() -> None:
    assert kept_rows("f()  # noqa\n# greenlint: ignore[ADB101]\nf(\n  )\nx = (\n", 1, 3, 4, 5) == [5]


def test_counts_and_complaints_of_a_run(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING.replace('("x")', '("x")  # noqa: ADB101'), "b.py": BLOCKING.replace('("x")', '("x")  # noqa: ADB1')})
    assert places(check_json(cwd=tmp_path)) == [("b.py", "ADB101", 5, 5)]
    done = greenlint("check", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("warning: b.py:5: `ADB1` in a `noqa`")
