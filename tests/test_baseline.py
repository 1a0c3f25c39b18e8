"""Baselines: what is known stays hidden while the code around it moves, in every front end, and what is new never is."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from command_line import BLOCKING, CLEAN, check_json, greenlint, places, python, write

CONFIGURED = "[tool.greenlint]\nbaseline = 'known.json'\n"
CALL = '    sqlite3.connect("x")\n'
STORE = {
    "app/__init__.py": "",
    "app/store.py": "import sqlite3\n\n\ndef load():\n    return sqlite3.connect('x')\n",
    "app/web.py": "from app.store import load\n\n\nasync def view():\n    return load()\n\n\nasync def other():\n    return load()\n",
    "pyproject.toml": CONFIGURED,
}


def take(*arguments: str, cwd: Path) -> str:
    """Run `greenlint baseline`, which must succeed, and return what it says."""
    done = greenlint("baseline", *arguments, cwd=cwd)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def counts(file: Path) -> dict[tuple[str, str], int]:
    """The number of findings in a baseline by path and code."""
    found = json.loads(file.read_text())["findings"]
    return {(path, code): sum(digests.values()) for path, codes in found.items() for code, digests in codes.items()}


def test_what_is_known_is_hidden_and_what_is_new_is_not(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING, "b.py": CLEAN})
    assert take(cwd=tmp_path) == "Wrote 1 finding to .greenlint-baseline.json.\n"
    assert len(check_json(cwd=tmp_path)) == 1
    done = greenlint("check", "--baseline", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "All checks passed!\n", "")
    write(tmp_path, {"b.py": BLOCKING})
    assert places(check_json("--baseline", cwd=tmp_path)) == [("b.py", "ADB101", 5, 5)]


def test_entries_survive_what_does_not_touch_their_line_or_definition(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING})
    take(cwd=tmp_path)
    for moved in (
        "# one\n# more\n" + BLOCKING,
        BLOCKING.replace("    sqlite3.connect", "    if True:\n            sqlite3.connect"),
        BLOCKING.replace("async def f():", "async def f(new=1):\n    y = new"),
        BLOCKING.replace("\n", "\r\n"),
    ):
        write(tmp_path, {"a.py": moved})
        assert check_json("--baseline", cwd=tmp_path) == []
    for changed in (
        BLOCKING.replace("def f", "def g"),
        BLOCKING.replace('"x"', '"y"'),
        'import sqlite3\n\n\nclass f:\n    async def f(self):\n        sqlite3.connect("x")\n',
    ):
        write(tmp_path, {"a.py": changed})
        assert len(check_json("--baseline", cwd=tmp_path)) == 1


def test_equal_lines_are_counted(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING + CALL})
    take(cwd=tmp_path)
    assert counts(tmp_path / ".greenlint-baseline.json") == {("a.py", "ADB101"): 2}
    write(tmp_path, {"a.py": BLOCKING + CALL + "    y = 1\n" + CALL})
    assert places(check_json("--baseline", cwd=tmp_path)) == [("a.py", "ADB101", 8, 5)]


def test_same_code_in_another_file_is_new(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING})
    take(cwd=tmp_path)
    (tmp_path / "a.py").rename(tmp_path / "c.py")
    assert len(check_json("--baseline", cwd=tmp_path)) == 1


def test_file_is_sorted_and_names_paths_with_slashes(tmp_path: Path) -> None:
    write(tmp_path, {"z.py": BLOCKING, "a/b.py": BLOCKING + "\n\nasync def g():\n" + CALL, "greenlint.toml": ""})
    take(cwd=tmp_path / "a")
    assert not (tmp_path / ".greenlint-baseline.json").read_text().count("z.py")
    take(cwd=tmp_path)
    text = (tmp_path / ".greenlint-baseline.json").read_text()
    found = json.loads(text)
    assert text == json.dumps(found, indent=2, sort_keys=False) + "\n"
    assert list(found["findings"]) == ["a/b.py", "z.py"]
    digests = list(found["findings"]["a/b.py"]["ADB101"])
    assert digests == sorted(digests) and len(digests) == 2
    take(cwd=tmp_path)
    assert (tmp_path / ".greenlint-baseline.json").read_text() == text


def test_stale_entries_are_told_in_one_line_and_pruned(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING + CALL, "b.py": BLOCKING, "gone.py": BLOCKING, "pyproject.toml": CONFIGURED})
    take(cwd=tmp_path)
    (tmp_path / "gone.py").unlink()
    write(tmp_path, {"a.py": BLOCKING + "\n\nasync def new():\n" + CALL, "b.py": CLEAN})
    done = greenlint("check", "--output-format", "concise", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith("a.py:9:5: ADB101 ") and done.stdout.endswith("Found 1 error.\n")
    assert done.stderr == "warning: the baseline holds findings that are gone: 3; `greenlint baseline --prune` removes them\n"
    assert greenlint("check", "-q", cwd=tmp_path).stderr == ""
    assert take("--prune", cwd=tmp_path) == "Removed 3 findings from known.json, 1 left.\n"
    assert counts(tmp_path / "known.json") == {("a.py", "ADB101"): 1}
    assert take("--prune", cwd=tmp_path) == "Nothing is stale in known.json.\n"
    assert places(check_json(cwd=tmp_path)) == [("a.py", "ADB101", 9, 5)]


def test_stale_entries_alone_do_not_change_the_exit_status(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING, "pyproject.toml": CONFIGURED})
    take(cwd=tmp_path)
    write(tmp_path, {"a.py": CLEAN})
    assert greenlint("check", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("files", "arguments"),
    [
        ({}, ["b.py"]),
        ({}, ["sub"]),
        ({}, ["--select", "ADB2"]),
        ({"greenlint.toml": "baseline = 'known.json'\nper-file-ignores = { 'a.py' = ['ADB101'] }\n"}, []),
        ({"a.py": "def = 1\n"}, []),
    ],
)
def test_what_a_run_did_not_look_at_is_not_stale(tmp_path: Path, files: dict[str, str], arguments: list[str]) -> None:
    write(tmp_path, {"a.py": BLOCKING, "b.py": CLEAN, "sub/c.py": CLEAN, "pyproject.toml": CONFIGURED})
    take(cwd=tmp_path)
    before = (tmp_path / "known.json").read_text()
    write(tmp_path, {"a.py": CLEAN, **files})
    if not files:
        assert "gone: 1" in greenlint("check", cwd=tmp_path).stderr
    assert greenlint("check", *arguments, cwd=tmp_path).stderr == ""
    assert "Nothing is stale" in take("--prune", *arguments, cwd=tmp_path)
    take(*arguments, cwd=tmp_path)
    assert (tmp_path / "known.json").read_text() == before


def test_part_of_a_project_renews_its_own_entries_only(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING, "b.py": BLOCKING, "pyproject.toml": CONFIGURED})
    take(cwd=tmp_path)
    write(tmp_path, {"a.py": CLEAN, "b.py": BLOCKING + CALL, "c.py": BLOCKING})
    take("b.py", cwd=tmp_path)
    assert counts(tmp_path / "known.json") == {("a.py", "ADB101"): 1, ("b.py", "ADB101"): 2}


def test_suppressed_findings_are_not_taken(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING.replace('"x")', '"x")  # noqa: ADB101')})
    assert take(cwd=tmp_path) == "Wrote 0 findings to .greenlint-baseline.json.\n"
    assert check_json("--baseline", cwd=tmp_path) == []


def test_what_is_no_rules_finding_is_never_known(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "def = 1\n"})
    take(cwd=tmp_path)
    assert places(check_json("--baseline", cwd=tmp_path)) == [("a.py", "invalid-syntax", 1, 5)]


def test_chains_into_other_files(tmp_path: Path) -> None:
    write(tmp_path, STORE)
    take(cwd=tmp_path)
    assert counts(tmp_path / "known.json") == {("app/web.py", "ADB104"): 2}
    assert check_json("web.py", cwd=tmp_path / "app") == []
    assert check_json("-", "--stdin-filename", "app/web.py", cwd=tmp_path, stdin="\n" + STORE["app/web.py"]) == []


def test_command_line_wins_over_the_configuration(tmp_path: Path) -> None:
    write(tmp_path, {"sub/a.py": BLOCKING, "pyproject.toml": CONFIGURED})
    take(cwd=tmp_path)
    write(tmp_path, {"sub/a.py": BLOCKING + "\n\nasync def new():\n" + CALL})
    take("--baseline", "other.json", ".", cwd=tmp_path / "sub")
    assert check_json("--baseline", "other.json", cwd=tmp_path / "sub") == []
    assert len(check_json("--baseline", cwd=tmp_path / "sub")) == 1
    assert len(check_json(cwd=tmp_path / "sub")) == 1
    assert len(check_json("--isolated", cwd=tmp_path)) == 2


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "[]",
        "{}",
        '{"version": 2, "findings": {}}',
        '{"version": 1, "findings": []}',
        '{"version": 1, "findings": {}, "more": 1}',
        '{"version": 1, "findings": {"a.py": 1}}',
        '{"version": 1, "findings": {"a.py": {"ADB101": ["0123456789abcdef"]}}}',
        '{"version": 1, "findings": {"a.py": {"ADB101": {"0123456789abcdef": 0}}}}',
        '{"version": 1, "findings": {"a.py": {"ADB101": {"0123456789abcdef": true}}}}',
        '{"version": 1, "findings": {"a.py": {"ADB1": {"0123456789abcdef": 1}}}}',
        '{"version": 1, "findings": {"a.py": {"ADB101": {"": 1}}}}',
        "[" * 100_000,
        "<<<<<<< ours\n{}\n",
    ],
)
def test_missing_or_malformed(tmp_path: Path, text: str | None) -> None:
    write(tmp_path, {"a.py": BLOCKING})
    if text is not None:
        write(tmp_path, {"known.json": text})
    configured = tmp_path / "greenlint.toml"
    configured.write_text("baseline = 'known.json'\n")
    prune = greenlint("baseline", "--prune", cwd=tmp_path)
    by_file = greenlint("check", cwd=tmp_path)
    configured.unlink()
    for done in (prune, by_file, greenlint("check", "--baseline", "known.json", cwd=tmp_path)):
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"error: {tmp_path / 'known.json'}: ")
        assert "Traceback" not in done.stderr
    if text is not None:
        assert greenlint("baseline", "--baseline", "known.json", cwd=tmp_path).returncode == 2
        assert (tmp_path / "known.json").read_text() == text


def test_bare_option_without_a_baseline(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING})
    done = greenlint("check", "--baseline", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert ".greenlint-baseline.json: no such baseline; `greenlint baseline` writes one" in done.stderr


def test_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING, "known.json/in_the_way": ""})
    done = greenlint("baseline", "--baseline", "known.json", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert sorted(os.listdir(tmp_path)) == ["a.py", "known.json"]


def test_link_to_a_baseline_stays_a_link(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING, "shared/known.json": '{"version": 1, "findings": {}}'})
    (tmp_path / "known.json").symlink_to("shared/known.json")
    take("--baseline", "known.json", cwd=tmp_path)
    assert (tmp_path / "known.json").is_symlink()
    assert counts(tmp_path / "shared" / "known.json") == {("a.py", "ADB101"): 1}
    assert sorted(os.listdir(tmp_path / "shared")) == ["known.json"]


def test_each_root_has_its_own(tmp_path: Path) -> None:
    write(tmp_path, {f"{name}/{file}": text for name in ("one", "two") for file, text in (("a.py", BLOCKING), ("greenlint.toml", ""))})
    take("one", "two", cwd=tmp_path)
    assert [counts(tmp_path / name / ".greenlint-baseline.json") for name in ("one", "two")] == [{("a.py", "ADB101"): 1}] * 2
    assert check_json("one", "two", "--baseline", cwd=tmp_path) == []
    for command in ("check", "baseline"):
        done = greenlint(command, "one", "two", "--baseline", "x.json", cwd=tmp_path)
        assert done.returncode == 2
    write(tmp_path, {"x.json": '{"version": 1, "findings": {}}'})
    assert "fits one analysis root" in greenlint("check", "one", "two", "--baseline", "x.json", cwd=tmp_path).stderr


def test_what_is_known_is_not_repaired(tmp_path: Path) -> None:
    text = "import asyncpg\n\n\nasync def f(connection: asyncpg.Connection):\n    connection.execute('DELETE FROM t')\n"
    new = text + "\n\nasync def g(connection: asyncpg.Connection):\n    {}connection.execute('DELETE FROM t')\n"
    write(tmp_path, {"a.py": text})
    take(cwd=tmp_path)
    write(tmp_path, {"a.py": new.format("")})
    assert greenlint("check", "--fix", "--baseline", cwd=tmp_path).returncode == 0
    assert (tmp_path / "a.py").read_text() == new.format("await ")
    assert greenlint("check", "--fix", cwd=tmp_path).returncode == 0
    assert (tmp_path / "a.py").read_text().count("await connection") == 2


def test_nothing_is_written_when_findings_may_be_missing(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING})
    script = """
import sys
from dataclasses import replace
from greenlint.front.cli import main
from greenlint.registry import rules

def crash(event, context):
    raise ValueError("boom")

rules()["ADB101"] = replace(rules()["ADB101"], check=crash)
sys.exit(main(["baseline"]))
"""
    done = python("-c", script, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "nothing was written" in done.stderr and "boom" in done.stderr
    assert sorted(os.listdir(tmp_path)) == ["a.py"]


def flake8(cwd: Path) -> list[str]:
    """The places of findings that flake8 prints for a project, before it suppresses any, each once; or its complaint."""
    write(cwd, {"flake8.ini": "[flake8]\nselect = ADB\n[flake8:local-plugins]\nextension =\n    ADB = greenlint.front.flake8:Plugin\n"})
    done = python("-m", "flake8", "--config", "flake8.ini", "--disable-noqa", ".", cwd=cwd)
    return sorted({line.split(" ")[0] for line in done.stdout.splitlines()}) or [done.stderr][: done.returncode]


def test_flake8_hides_the_same(tmp_path: Path) -> None:
    write(tmp_path, {**STORE, "a.py": BLOCKING})
    take(cwd=tmp_path)
    assert flake8(tmp_path) == []
    suppressed = BLOCKING.replace("    sqlite3", "    # greenlint: ignore[ADB101]\n    sqlite3")
    write(tmp_path, {"a.py": suppressed + CALL + CALL, "app/web.py": STORE["app/web.py"] + "\n\nasync def new():\n    load()\n"})
    found = {(item["filename"], item["location"]["row"]) for item in check_json(cwd=tmp_path)}
    assert found == {(str(tmp_path / "a.py"), 8), (str(tmp_path / "app/web.py"), 13)}
    assert flake8(tmp_path) == ["./a.py:6:5:", "./a.py:8:5:", "./app/web.py:13:5:"]


def test_flake8_reports_a_missing_baseline(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING, "pyproject.toml": CONFIGURED})
    assert any("known.json: no such baseline" in line for line in flake8(tmp_path))
