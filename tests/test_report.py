"""The formats of findings, letter by letter. The expected texts follow what ruff prints for the same spans."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import BLOCKING, check_json, greenlint, write

from greenlint.base.edit import Edit, Fix, Safety
from greenlint.base.finding import Finding, Position, Related, Severity
from greenlint.base.text import Source
from greenlint.front.report import Item, Style, render, statistics, summary

HOME = Path("/home")
KEYS = ["cell", "code", "end_location", "filename", "fix", "location", "message", "name", "noqa_row", "related", "severity", "url"]


def item(text: str | None, start: Position = (1, 1), end: Position = (1, 1), **changes: object) -> Item:
    values: dict[str, object] = {"path": "a.py", "code": "ADB101", "name": "some-name", "message": "Message", "start": start, "end": end, **changes}
    return Item(Finding(**values), HOME, None if text is None else Source(text))  # type: ignore[arg-type]


def full(text: str | None, start: Position = (1, 1), end: Position = (1, 1), **changes: object) -> list[str]:
    return render([item(text, start, end, **changes)], "full", HOME, Style()).splitlines()


def test_full_with_context() -> None:
    assert full("\n\n1\n\n  call(x)\n\n\n8\n", (5, 3), (5, 10)) == [
        "ADB101 Message",
        " --> a.py:5:3",
        "  |",
        "3 | 1",
        "4 |",
        "5 |   call(x)",
        "  |   ^^^^^^^",
        "",
    ]


def test_full_with_wide_line_numbers() -> None:
    assert full("x\n" * 12, (9, 1), (9, 2)) == [
        "ADB101 Message",
        "  --> a.py:9:1",
        "   |",
        " 7 | x",
        " 8 | x",
        " 9 | x",
        "   | ^",
        "10 | x",
        "11 | x",
        "   |",
        "",
    ]


def test_full_span_of_several_rows_from_the_start_of_a_line() -> None:
    assert full("a\n    call(\n        b,\n    )\nc\n", (2, 5), (4, 6))[2:] == [
        "  |",
        "1 |   a",
        "2 | /     call(",
        "3 | |         b,",
        "4 | |     )",
        "  | |_____^",
        "5 |   c",
        "  |",
        "",
    ]


def test_full_span_of_several_rows_within_a_line() -> None:
    assert full("x = call(\n    b,\n)\n", (1, 5), (3, 2))[2:] == [
        "  |",
        "1 |   x = call(",
        "  |  _____^",
        "2 | |     b,",
        "3 | | )",
        "  | |_^",
        "",
    ]


def test_full_leaves_out_the_middle_of_a_long_span() -> None:
    lines = full("call(\n" + "    b,\n" * 40 + ")\n", (1, 1), (42, 2))
    assert len(lines) < 25
    assert sum(line.startswith("...") for line in lines) == 1


def test_full_with_tabs_and_wide_characters() -> None:
    assert full('\tx = "日本"; call()\n', (1, 12), (1, 18))[3:5] == ['1 |     x = "日本"; call()', "  |                 ^^^^^^"]


def test_full_without_text() -> None:
    assert full(None, path="gone.py", code="E902", message="No such file or directory") == [
        "E902 No such file or directory",
        "--> gone.py:1:1",
        "",
    ]


def test_full_with_a_chain_and_a_fix() -> None:
    related = (Related("lib/b.py", (3, 5), (3, 9), "calls `c`"), Related("stub:sqlite3.pyi", (7, 1), (7, 2), "blocks"))
    fix = Fix("Do better", Safety.UNSAFE, (Edit(0, 4, "x"),))
    assert full("call\n", (1, 1), (1, 5), related=related, fix=fix)[2:] == [
        "  |",
        "1 | call",
        "  | ^^^^",
        "  |",
        "  = note: lib/b.py:3:5: calls `c`",
        "  = note: stub:sqlite3.pyi:7:1: blocks",
        "help: Do better",
        "  |",
        "  - call",
        "1 + x",
        "  |",
        "note: This fix is unsafe: it may change what the program does",
        "",
    ]


def test_full_at_the_end_of_the_text_and_beyond() -> None:
    assert full("x = (\n", (2, 1), (2, 1), code="invalid-syntax")[0] == "invalid-syntax: Message"
    assert full("x\n", (7, 1), (7, 2)) == ["ADB101 Message", "--> a.py:7:1", ""]


def grouped(*items: Item) -> list[str]:
    """Places that the full format names, in order: those shown in full with a `*`."""
    lines = render(items, "full", HOME, Style()).splitlines()
    places = [line.replace("--> ", "*").removeprefix("also at ").strip() for line in lines if "--> " in line or line.startswith("also at ")]
    return [place.removeprefix("a.py:").replace("*a.py:", "*") for place in places]


def blocked(row: int, *, helper: str = "b.load", step: int = 3, **changes: object) -> Item:
    """A finding of a call of a helper whose chain goes on at a row of another file."""
    related = (Related("b.py", (step, 5), (step, 9), "calls `c`"), Related("c.py", (1, 1), (1, 2), "blocks"))
    return item("call()\n" * 30, (row, 1), (row, 7), message=f"`{helper}` blocks: a.f{row} -> {helper}", **{"related": related, **changes})


def test_full_shows_neighbours_of_one_helper_once() -> None:
    assert render([blocked(1), blocked(9)], "full", HOME, Style()).splitlines()[-4:] == [
        "  = note: b.py:3:5: calls `c`",
        "  = note: c.py:1:1: blocks",
        "also at a.py:9:1",
        "",
    ]
    assert grouped(blocked(1), blocked(2, helper="b.save"), blocked(3)) == ["*1:1", "*2:1", "*3:1"]
    assert grouped(blocked(1), blocked(2, step=7)) == ["*1:1", "*2:1"]
    assert grouped(blocked(1), blocked(2, code="ADB301")) == ["*1:1", "*2:1"]
    assert grouped(blocked(1), blocked(1, path="b.py")) == ["*1:1", "*b.py:1:1"]
    assert grouped(blocked(1, related=()), blocked(2, related=())) == ["*1:1", "*2:1"]


def test_full_names_some_neighbours_and_counts_the_rest() -> None:
    assert grouped(*(blocked(row) for row in range(1, 12))) == ["*1:1", *(f"{row}:1" for row in range(2, 12))]
    assert grouped(*(blocked(row) for row in range(1, 15)))[-2:] == ["10:1", "11:1 (3 more)"]


@pytest.mark.parametrize("form", ["concise", "json"])
def test_other_formats_stay_complete(form: str) -> None:
    text = render([blocked(row) for row in range(1, 31)], form, HOME, Style())
    assert text.count("`b.load` blocks") == 30


@pytest.mark.parametrize("form", ["full", "concise"])
def test_terminals_are_shown_no_controls(form: str) -> None:
    found = item("x = '\x1b[31m\u202e'\n", (1, 1), (1, 2), path="a\x1b\n.py", message="calls \x1b[0m\x9b")
    text = render([found], form, HOME, Style())
    assert not set(text) & set("\x1b\u202e\x9b")
    assert "a␛␊.py:1:1" in text


def test_colors() -> None:
    plain, colored = (render([item("call\n", (1, 1), (1, 5))], "full", HOME, Style(on)) for on in (False, True))
    assert "\x1b" not in plain
    assert "\x1b[1;31mADB101\x1b[0m" in colored


def test_concise() -> None:
    items = [
        item(None, path="b.py", start=(2, 3)),
        item(None, path="a.py", start=(10, 1)),
        item(None, path="a.py", start=(9, 1), code="invalid-syntax"),
        item(None, path="../other/c.py"),
    ]
    assert render(items, "concise", HOME, Style()).splitlines() == [
        "a.py:9:1: invalid-syntax: Message",
        "a.py:10:1: ADB101 Message",
        "b.py:2:3: ADB101 Message",
        "/other/c.py:1:1: ADB101 Message",
    ]


def test_json_record() -> None:
    fix = Fix("Do better", Safety.UNSAFE, (Edit(6, 10, "x"),))
    related = (Related("lib/b.py", (3, 5), (3, 9), "é"),)
    found = item("a = 1\ncall\n", (2, 1), (2, 5), related=related, fix=fix, noqa_row=2, severity=Severity.ERROR)
    text = render([found], "json", HOME, Style())
    (record,) = json.loads(text)
    assert list(record) == KEYS
    assert text.startswith('[\n  {\n    "cell": null,\n    "code": "ADB101",\n')
    assert text.isascii() and not text.endswith("\n")
    assert record == {
        "cell": None,
        "code": "ADB101",
        "end_location": {"column": 5, "row": 2},
        "filename": "/home/a.py",
        "fix": {
            "applicability": "unsafe",
            "edits": [{"content": "x", "end_location": {"column": 5, "row": 2}, "location": {"column": 1, "row": 2}}],
            "message": "Do better",
        },
        "location": {"column": 1, "row": 2},
        "message": "Message",
        "name": "some-name",
        "noqa_row": 2,
        "related": [
            {"end_location": {"column": 9, "row": 3}, "filename": "/home/lib/b.py", "location": {"column": 5, "row": 3}, "message": "é"}
        ],
        "severity": "error",
        "url": "https://greenlint.readthedocs.io/rules/some-name",
    }


def test_json_of_nothing() -> None:
    assert render([], "json", HOME, Style()) == "[]"


def test_summary() -> None:
    assert [summary(count) for count in (0, 1, 2)] == ["All checks passed!\n", "Found 1 error.\n", "Found 2 errors.\n"]


def test_statistics() -> None:
    fix = Fix("Do better", Safety.SAFE, ())
    items = [item(None, code="ADB201", name="b"), *[item(None, code="ADB101", name="a", fix=fix)] * 10]
    assert statistics(items, "full") == "10\tADB101\t[*] a\n 1\tADB201\t[ ] b\n"
    assert statistics([*items, item(None, code="ADB101", name="a")], "full") == "11\tADB101\t[-] a\n 1\tADB201\t[ ] b\n"
    assert statistics(items[:1], "full") == "1\tADB201\tb\n"
    assert json.loads(statistics(items, "json")) == [
        {"code": "ADB101", "name": "a", "count": 10, "fixable": True, "fixable_count": 10},
        {"code": "ADB201", "name": "b", "count": 1, "fixable": False, "fixable_count": 0},
    ]


def test_run_names_files_by_where_it_stands(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": "[tool.greenlint]\n", "app/a.py": BLOCKING, "b.py": BLOCKING})
    done = greenlint("check", "..", "--output-format", "concise", cwd=tmp_path / "app")
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == ["a.py", str(tmp_path / "b.py"), "Found 2 errors."]
    found = check_json(cwd=tmp_path)
    assert [record["filename"] for record in found] == [str(tmp_path / "app" / "a.py"), str(tmp_path / "b.py")]
    assert (list(found[0]), found[0]["noqa_row"]) == (KEYS, 5)


def test_color_of_a_run(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING})
    assert "\x1b" not in greenlint("check", cwd=tmp_path).stdout
    assert "\x1b" in greenlint("check", "--color", "always", cwd=tmp_path).stdout
    assert "\x1b" in greenlint("check", cwd=tmp_path, FORCE_COLOR="1").stdout
    assert "\x1b" not in greenlint("check", "--color", "never", cwd=tmp_path, FORCE_COLOR="1").stdout


def test_statistics_of_a_run(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING})
    assert greenlint("check", "--statistics", cwd=tmp_path).stdout == "1\tADB101\tblocking-driver-call\nFound 1 error.\n"


def test_of_several_places_the_first_in_the_file_is_shown(tmp_path: Path) -> None:
    model = (
        "from sqlalchemy import ForeignKey\nfrom sqlalchemy.ext.asyncio import AsyncSession\n"
        "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship\n\n\nclass Base(DeclarativeBase): ...\n\n\n"
        'class Order(Base):\n    __tablename__ = "order"\n    id: Mapped[int] = mapped_column(primary_key=True)\n'
        '    lines: Mapped[list["Line"]] = relationship(cascade="all")\n\n\n'
        'class Line(Base):\n    __tablename__ = "line"\n    id: Mapped[int] = mapped_column(primary_key=True)\n'
        '    order_id: Mapped[int] = mapped_column(ForeignKey("order.id"))\n'
    )
    function = "\n\nasync def {}(session: AsyncSession, order: Order):\n    await session.refresh(order)\n"
    names = ["load", "store", "again", "first", "last", "one"]
    for start in range(len(names)):
        write(tmp_path, {"a.py": model + "".join(function.format(name) for name in (*names[start:], *names[:start]))})
        (found,) = check_json("--no-cache", "--select", "ADB311", cwd=tmp_path)
        assert [step["location"]["row"] for step in found["related"]] == [model.count("\n") + 4]
