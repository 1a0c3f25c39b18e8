"""The plugin in a real flake8, beside the command line."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest
from command_line import BLOCKING, CLEAN, check_json, python, write

from greenlint.front.flake8 import Plugin

CONFIGURATION = "[flake8]\nselect = ADB,E9\n"
SHARED = {
    "pyproject.toml": "[tool.greenlint]\nper-file-ignores = { 'quiet.py' = ['ADB101'] }\n",
    "store.py": "import sqlite3\ndef load():\n    sqlite3.connect('x')\n",
    "web.py": "from store import load\nasync def view():\n    return load()\n",
    "quiet.py": BLOCKING,
    "crlf.py": BLOCKING.replace("\n", "\r\n"),
    "bom.py": "\ufeff" + BLOCKING,
    "sub/a.py": BLOCKING,
    "sub/b.py": "from store import load\nasync def g():\n    x = [load()]\n",
    "clean.py": CLEAN,
}


def run_flake8(*arguments: str, cwd: Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run flake8, which finds the plugin by the entry point of the installed package."""
    write(cwd, {"flake8.ini": CONFIGURATION})
    return python("-m", "flake8", "--config", "flake8.ini", *arguments, cwd=cwd, stdin=stdin)


def flake8(*arguments: str, cwd: Path, stdin: str | None = None, code: int = 1) -> list[str]:
    """The lines that flake8 prints."""
    done = run_flake8(*arguments, cwd=cwd, stdin=stdin)
    assert done.returncode == code, done.stderr
    return done.stdout.splitlines()


def of_command_line(*arguments: str, cwd: Path) -> list[str]:
    """The findings of the command line as flake8 would print them."""
    return [
        f"./{Path(item['filename']).relative_to(cwd)}:{item['location']['row']}:{item['location']['column']}: {item['code']} {item['message']}"
        for item in check_json(*arguments, cwd=cwd)
    ]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_same_findings_as_the_command_line(tmp_path: Path, jobs: str) -> None:
    write(tmp_path, SHARED)
    expected = of_command_line(cwd=tmp_path)
    assert [line.split(":")[0] for line in expected] == ["./bom.py", "./crlf.py", "./sub/a.py", "./sub/b.py", "./web.py"]
    assert sorted(flake8("-j", jobs, ".", cwd=tmp_path)) == sorted(expected)


def test_findings_do_not_depend_on_the_files_given(tmp_path: Path) -> None:
    write(tmp_path, SHARED)
    everything = flake8(".", cwd=tmp_path)
    assert [line for line in everything if "web.py" in line] == flake8("./web.py", cwd=tmp_path)


def test_suppression_is_left_to_flake8(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING.replace('("x")', '("x")  # noqa: ADB101')})
    assert flake8("a.py", cwd=tmp_path, code=0) == []
    assert len(flake8("--disable-noqa", "a.py", cwd=tmp_path)) == 1


def test_selection_and_exclusion_of_our_table_count(tmp_path: Path) -> None:
    write(tmp_path, {"greenlint.toml": "ignore = ['ADB101']\n", "a.py": BLOCKING})
    assert flake8("a.py", cwd=tmp_path, code=0) == []
    write(tmp_path, {"greenlint.toml": "exclude = ['a.py']\n"})
    assert flake8("a.py", cwd=tmp_path, code=0) == []


@pytest.mark.parametrize("name", [[], ["--stdin-display-name", "a.py"], ["--stdin-display-name", "sub/new.py"]])
def test_standard_input(tmp_path: Path, name: list[str]) -> None:
    write(tmp_path, {"pyproject.toml": "[tool.greenlint]\n", "a.py": CLEAN, "store.py": SHARED["store.py"], "sub/x.py": ""})
    lines = flake8(*name, "-", cwd=tmp_path, stdin=SHARED["web.py"])
    assert [line.partition(":")[2].split()[:2] for line in lines] == [["3:12:", "ADB104"]]


def test_errors_that_flake8_reports_itself(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "x = (\n"})
    (tmp_path / "b.py").write_bytes(b"x = '\xff'\n")
    assert all(" ADB" not in line for line in flake8("a.py", "b.py", cwd=tmp_path))


def test_broken_configuration_is_not_silent(tmp_path: Path) -> None:
    write(tmp_path, {"greenlint.toml": "selct = []\n", "a.py": CLEAN})
    done = run_flake8("a.py", cwd=tmp_path)
    assert done.returncode == 1
    assert "unknown key `selct`; did you mean `select`?" in done.stderr


def test_plugin_alone(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING})
    ((row, column, text, kind),) = Plugin(ast.parse(BLOCKING), str(tmp_path / "a.py"), BLOCKING.splitlines(True)).run()
    assert (row, column, text[:7], kind) == (5, 4, "ADB101 ", Plugin)
