"""The benchmarks' own parts: the synthetic project, the choice of files to change, and the table. No time is measured here."""

from __future__ import annotations

import ast
import json
import os
import sys
from collections import Counter
from pathlib import Path

import pytest
from command_line import check_json, python, write

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import imports, places, report  # noqa: E402
from benchmarks.corpora import Site  # noqa: E402
from benchmarks.measuring import Sample  # noqa: E402
from benchmarks.rounds import Row  # noqa: E402
from benchmarks.synthetic import foundation, project  # noqa: E402
from benchmarks.synthetic.project import Planted  # noqa: E402

SMALL = 10_000
TREE = {
    "app/__init__.py": "",
    "app/core/__init__.py": "",
    "app/core/clock.py": "def now():\n    return 1\n",
    "app/core/types.py": "LIMIT = 1\n",
    "app/orders.py": "from .core.clock import now\nfrom app.core import types\n\n\ndef made():\n    return now()\n",
    "app/items.py": "from app.core import clock, types\n\n\ndef listed():\n    return clock.now()\n",
    "app/bills.py": "import app.core.types\nimport app.items\n",
    "tests/test_orders.py": "from app.orders import made\nimport app.core.clock\n\n\ndef test():\n    assert made() == 1\n",
    "tests/data.py": "import app.orders, app.items, app.core.clock, app.core.types\n",
}


# The synthetic project


def test_every_file_is_python() -> None:
    for file, text in project.files(SMALL):
        ast.parse(text, file)


def test_it_is_the_same_everywhere() -> None:
    script = "import hashlib; from benchmarks.synthetic import project; print(hashlib.sha256(repr([*project.files(10_000)]).encode()).hexdigest())"
    seen = {python("-c", script, cwd=ROOT, PYTHONHASHSEED=seed).stdout for seed in ("1", "2")}
    assert len(seen) == 1
    assert len(seen.pop().strip()) == 64


@pytest.mark.parametrize("times", [2, 4, 8])
def test_it_grows_as_told(times: int) -> None:
    once = 40_000
    small, large = _lines(once), _lines(times * once)
    # It ends with a whole domain.
    assert once <= small < once + 2_000
    assert times * once <= large < times * once + 2_000


def test_a_larger_one_holds_a_smaller_one() -> None:
    small, large = dict(project.files(SMALL)), dict(project.files(2 * SMALL))
    assert {file for file, text in small.items() if large.get(file) != text} == {"shop/main.py"}


def test_no_two_files_with_code_are_alike() -> None:
    texts = Counter(text for _, text in project.files(2 * SMALL) if text)
    assert texts.most_common(1)[0][1] == 1


def test_one_file_is_long() -> None:
    text = dict(project.files(SMALL))[foundation.REPORTS]
    assert foundation.REPORT_LINES <= text.count("\n") <= foundation.REPORT_LINES + 50


def test_what_is_planted_is_found_and_nothing_else(tmp_path: Path) -> None:
    planted = project.write(tmp_path, SMALL)
    codes = sorted({item.code for item in planted})
    assert codes == ["ADB101", "ADB102", "ADB104", "ADB201", "ADB202", "ADB203", "ADB212"]
    found = check_json("--isolated", "--select", ",".join(codes), ".", cwd=tmp_path)
    assert sorted(_planted(tmp_path, item) for item in found) == planted


def _planted(root: Path, item: dict[str, object]) -> Planted:
    place = item["location"]
    assert isinstance(place, dict)
    return Planted(Path(str(item["filename"])).resolve().relative_to(root.resolve()).as_posix(), place["row"], str(item["code"]))


def _lines(wanted: int) -> int:
    return sum(text.count("\n") for _, text in project.files(wanted))


# Hub and leaf


def test_the_hub_is_what_most_files_import_and_can_be_edited(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    choice = imports.choose(tmp_path)
    # `types` is imported as often, but has no function.
    assert (choice.hub, choice.imported_by) == ("app/core/clock.py", 4)


def test_the_leaf_is_what_nobody_imports_and_can_be_edited(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    choice = imports.choose(tmp_path)
    # `tests/data.py` imports more, but has no function.
    assert (choice.leaf, choice.imports) == ("tests/test_orders.py", 2)


def test_the_file_between_imports_and_is_imported(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    assert imports.choose(tmp_path).middle == "app/items.py"


def test_a_package_of_what_is_imported_is_no_leaf(tmp_path: Path) -> None:
    body = "def f():\n    return 1\n"
    write(tmp_path, {"p/__init__.py": f"import q\n{body}", "p/m.py": body, "q.py": body, "z.py": f"import p.m\n{body}"})
    assert imports.choose(tmp_path).leaf == "z.py"


def test_a_name_of_two_files_counts_for_neither(tmp_path: Path) -> None:
    body = "def f():\n    return 1\n"
    write(tmp_path, {"a/m.py": body, "b/m.py": body, "n.py": body, "x.py": f"import m\n{body}", "y.py": f"import m, n\n{body}"})
    assert imports.choose(tmp_path).hub == "n.py"


def test_a_project_without_functions_has_neither(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "x = 1\n", "b.py": "import a\n"})
    with pytest.raises(ValueError, match="plain statement"):
        imports.choose(tmp_path)


@pytest.mark.parametrize(
    ("before", "body"),
    [
        ("def f(x):\n    return x\n", '    print("edited"); return x'),
        ('class A:\n    """ä"""\n\n    async def f(self):\n        "doc"\n        self.ä = 1\n', '        print("edited"); self.ä = 1'),
        ("def f(x):\n    if x:\n        pass\n    x = (1,\n         2)\n    return x", '    print("edited"); x = (1,'),
        ("async def f(x):\n    async with x as y:\n        if y: return 1\n        yield y\n", '        if y: print("edited"); return 1'),
    ],
)
def test_an_edit_adds_a_function_and_changes_a_line(before: str, body: str) -> None:
    after = imports.edited(before.encode()).decode()
    ast.parse(after)
    assert [new for old, new in zip(before.splitlines(), after.splitlines(), strict=False) if old != new] == [body]
    assert _functions(after) == _functions(before) + 1


def test_a_change_of_a_copy_is_undone_and_the_corpus_is_not_touched(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    write(corpus, {**TREE, "pyproject.toml": "[tool.flake8]\n"})
    site = Site("some", corpus, tmp_path)
    path = site.tree / site.choice.hub
    before, stat = path.read_bytes(), path.stat()
    with site.change(site.choice.hub):
        assert path.read_bytes() == imports.edited(before)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, stat.st_mtime_ns)
    assert {file: (corpus / file).read_text() for file in TREE} == TREE
    assert site.files == sorted(TREE)
    assert sorted(os.listdir(site.tree)) == [".git", "app", "tests"]


def _functions(text: str) -> int:
    return sum(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) for node in ast.walk(ast.parse(text)))


# The table


def _row(name: str, *samples: tuple[float, float], corpus: str = "c", memory: int = 50_000_000, failure: str | None = None) -> Row:
    return Row(corpus, name, f"the {name}", [Sample(wall, cpu, memory, 3) for wall, cpu in samples], failure)


def _cells(rows: list[Row]) -> dict[str, list[str]]:
    lines = [[cell.strip() for cell in line.strip("|\n").split(" |")] for line in report.table(rows).splitlines(keepends=True)]
    assert lines[0] == list(report.HEADER)
    assert {len(line) for line in lines} == {len(report.HEADER)}
    return {line[1]: line for line in lines[2:]}


def test_the_table_shows_medians_and_ratios_of_the_rounds() -> None:
    rows = [
        _row("libcst-parse", (2.0, 2.0), (4.0, 4.0), (10.0, 10.0)),
        _row("ast-parse", (0.5, 0.5), (0.5, 0.5), (0.5, 0.5)),
        _row("flake8-with-async", (20.0, 40.0), (20.0, 40.0), (20.0, 40.0)),
        _row("cold", (1.0, 2.0), (4.0, 8.0), (20.0, 40.0)),
    ]
    # Of libcst: 0.5, 1 and 2 in wall; the ratio of the medians would be the same, that of the means not.
    assert _cells(rows)["the cold"] == ["c", "the cold", "4.000", "8.000", "50", "1.00 / 2.00", "8.00 / 16.00", "0.20 / 0.20", ""]
    assert _cells(rows)["the flake8-with-async"][2:4] == ["20.0", "40.0"]


def test_ratios_are_taken_within_a_round() -> None:
    rows = [_row("ast-parse", (1.0, 1.0), (2.0, 2.0), (9.0, 9.0)), _row("cold", (3.0, 3.0), (2.0, 2.0), (1.0, 1.0))]
    assert report.ratio(rows[1], rows[0]) == "1.00 / 1.00"
    rows = [_row("ast-parse", (1.0, 1.0), (2.0, 2.0), (9.0, 9.0)), _row("cold", (9.0, 9.0), (1.0, 1.0), (2.0, 2.0))]
    # 9, 0.5 and 0.22, while the medians of both are 2.
    assert report.ratio(rows[1], rows[0]) == "0.50 / 0.50"


def test_a_failure_stands_instead_of_figures() -> None:
    rows = [_row("ast-parse", (1.0, 1.0)), _row("fixit", failure="over 900 s"), _row("pyright", (1.0, 1.0), failure="exit 2")]
    assert _cells(rows)["the fixit"][2:] == ["over 900 s", "-", "-", "-", "-", "-", ""]
    assert _cells(rows)["the pyright"][2:5] == ["exit 2", "-", "-"]


def test_references_of_another_corpus_are_none() -> None:
    rows = [_row("ast-parse", (1.0, 1.0), corpus="a"), _row("cold", (1.0, 1.0), corpus="b")]
    assert _cells(rows)["the cold"][5:8] == ["-", "-", "-"]


def test_an_answer_of_a_server_has_seconds_only() -> None:
    rows = [_row("ast-parse", (1.0, 1.0)), Row("c", "keystrokes", "a key", [Sample(0.1), Sample(0.3), Sample(0.2)], note="p95 0.3 s")]
    assert _cells(rows)["a key"] == ["c", "a key", "0.200", "-", "-", "-", "-", "-", "p95 0.3 s"]


def test_a_start_is_compared_with_that_of_python() -> None:
    rows = [_row("python-pass", (0.02, 0.02), corpus="-"), _row("version", (0.05, 0.04), corpus="-")]
    assert _cells(rows)["the version"][8] == "2.50 / 2.00 of python -c pass"


def test_other_findings_from_the_cache_are_told() -> None:
    cold, warm = _row("cold", (1.0, 1.0)), _row("warm", (0.1, 0.1))
    assert _cells([cold, warm])["the warm"][8] == ""
    warm.samples[0] = Sample(0.1, 0.1, 1, lines=4)
    assert _cells([cold, warm])["the warm"][8] == "other findings than cold"


def test_the_json_holds_every_sample() -> None:
    rows = [_row("cold", (1.0, 2.0), (3.0, 4.0)), _row("fixit", failure="exit 9")]
    read = json.loads(report.as_json(rows, {"machine": "m"}))
    assert read["facts"] == {"machine": "m"}
    assert [[sample["wall"] for sample in row["samples"]] for row in read["rows"]] == [[1.0, 3.0], []]
    assert read["rows"][1]["failure"] == "exit 9"


def test_the_report_says_what_was_measured() -> None:
    text = report.markdown([_row("cold", (1.0, 2.0))], {"machine": "two cores"})
    assert "- machine: two cores\n" in text
    assert report.table([_row("cold", (1.0, 2.0))]) in text


# Judged places


def test_places_are_whole() -> None:
    judged = places.places()
    assert len(judged) >= 40
    assert len({(place.corpus, place.path, place.line, place.kind) for place in judged}) == len(judged)
    for place in judged:
        assert place.label in {"tp", "tn"}
        assert place.confidence in {"high", "medium", "low"}
        assert places.FAMILIES[place.kind]
        repository, commit = place.source.removeprefix("github:").split("@")
        assert len(commit) == 40
        assert repository.count("/") == 1
        assert place.line not in place.alt_lines


def test_a_place_is_hit_by_a_finding_of_its_kind() -> None:
    bug = places.Place("a", "", "m.py", 3, "C-lazy", "tp", "high", "read", (5,))
    good = places.Place("a", "", "m.py", 7, "C-lazy", "tn", "high", "loaded", (8,))
    assert list(places.report([bug, good], {"a": {("m.py", 5, "ADB301"), ("m.py", 8, "ADB301")}})) == [
        "C-lazy: 1 of 1 bugs found, 0 alarms on 1 good places",
    ]
    assert list(places.report([bug, good], {"a": {("m.py", 3, "ADB102"), ("m.py", 7, "ADB302")}})) == [
        "miss a m.py:3 C-lazy (high): read",
        "alarm a m.py:7 C-lazy (high): loaded",
        "C-lazy: 0 of 1 bugs found, 1 alarms on 1 good places",
    ]
