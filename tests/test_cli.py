"""The command line as users meet it: words, exit codes, streams."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from command_line import BLOCKING, CLEAN, check_json, environment, greenlint, places, python, write

from greenlint import __version__
from greenlint.engine.depth import deeply


def test_one_finding(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING})
    done = greenlint("check", "--output-format", "concise", cwd=tmp_path)
    lines = done.stdout.splitlines()
    assert lines[0].startswith("a.py:5:5: ADB101 ")
    assert lines[1:] == ["Found 1 error."]
    assert (done.returncode, done.stderr) == (1, "")


def test_clean(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": CLEAN})
    done = greenlint("check", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "All checks passed!\n", "")


def test_no_python_files(tmp_path: Path) -> None:
    done = greenlint("check", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "All checks passed!\n")
    assert "No Python files" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["frobnicate"],
        ["check", "--frob"],
        ["check", "--sel", "ADB"],
        ["check", "--output-format", "yaml"],
        ["check", "--select", "ZZZ"],
        ["check", "--config", "missing.toml"],
        ["check", "-", "a.py"],
        ["rule"],
        ["rule", "ADB000"],
        ["rule", "ADB101", "--all"],
    ],
)
def test_usage_errors(tmp_path: Path, arguments: list[str]) -> None:
    write(tmp_path, {"a.py": CLEAN})
    done = greenlint(*arguments, cwd=tmp_path, stdin="")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert done.stderr


def test_exit_zero_keeps_two(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING})
    assert greenlint("check", "--exit-zero", cwd=tmp_path).returncode == 0
    assert greenlint("check", "--exit-zero", "--select", "ZZZ", cwd=tmp_path).returncode == 2


def test_missing_path_is_a_finding_and_others_go_on(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING})
    done = greenlint("check", "a.py", "gone.py", "--output-format", "concise", cwd=tmp_path)
    assert done.returncode == 1
    assert "gone.py:1:1: E902 No such file or directory\n" in done.stdout
    assert "a.py:5:5: ADB101" in done.stdout
    assert greenlint("check", "gone.py", cwd=tmp_path).stderr == ""


def test_undecodable_file(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"# coding: utf-8\nx = '\xff'\n")
    assert places(check_json(cwd=tmp_path)) == [("a.py", "E902", 1, 1)]


def test_special_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.py")
    assert places(check_json("a.py", cwd=tmp_path)) == [("a.py", "E902", 1, 1)]


def test_too_large_file_is_unread(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "#" * 2_000_001})
    found = check_json(cwd=tmp_path)
    assert places(found) == [("a.py", "ADB902", 1, 1)]
    assert found[0]["severity"] == "info"


def test_syntax_error_is_a_finding_and_others_go_on(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "x = = 1\n", "b.py": BLOCKING})
    found = check_json("--select", "ADB101", cwd=tmp_path)
    assert places(found) == [("a.py", "invalid-syntax", 1, 5), ("b.py", "ADB101", 5, 5)]
    assert (found[0]["noqa_row"], found[0]["url"], found[0]["severity"]) == (None, None, "error")


def test_newer_grammar_than_the_running_python_is_no_error(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "type A[T] = list[T]\ndef f[T](x: T) -> T: ...\nx = f'{f'{1}'}'\n"})
    assert check_json(cwd=tmp_path) == []


def test_hostile_depth_is_no_crash(tmp_path: Path) -> None:
    nested = BLOCKING.replace('"x"', "(" * 5000 + '"x"' + ")" * 5000)
    chained = BLOCKING.replace('"x"', '"x"' + ' + "x"' * 50_000)
    write(tmp_path, {"a.py": nested, "b.py": chained, "c.py": BLOCKING})
    assert places(check_json(cwd=tmp_path)) == [("a.py", "ADB902", 4, 1), ("b.py", "ADB902", 4, 1), ("c.py", "ADB101", 5, 5)]


def test_warnings_of_the_checked_code_stay_silent(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "x = '\\d'\ny = 1 is 1\n"})
    done = greenlint("check", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_paths_choose_what_is_reported_not_what_is_analysed(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            ".git/HEAD": "",
            "app/__init__.py": "",
            "app/store.py": "import sqlite3\n\n\ndef load():\n    return sqlite3.connect('x')\n",
            "app/web.py": "from app.store import load\n\n\nasync def view():\n    return load()\n",
        },
    )
    one = check_json("app/web.py", cwd=tmp_path)
    assert places(one) == [("web.py", "ADB104", 5, 12)]
    assert check_json(".", cwd=tmp_path) == one
    assert check_json("web.py", cwd=tmp_path / "app") == one
    assert check_json("web.py", "web.py", str(tmp_path), cwd=tmp_path / "app") == one


def test_excluded_files_are_checked_when_named(tmp_path: Path) -> None:
    write(tmp_path, {"gen/a.py": BLOCKING, "pyproject.toml": '[tool.greenlint]\nexclude = ["gen"]\n'})
    assert check_json(cwd=tmp_path) == []
    assert places(check_json("gen/a.py", cwd=tmp_path)) == [("a.py", "ADB101", 5, 5)]
    assert check_json("gen/a.py", "--force-exclude", cwd=tmp_path) == []


def test_excluding_on_the_command_line(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": "[tool.greenlint]\n", "sub/gen/a.py": BLOCKING, "gen/a.py": BLOCKING})
    below = tmp_path / "sub"
    assert len(check_json("..", cwd=below)) == 2
    assert check_json("--extend-exclude", "gen", "..", cwd=below) == []
    left = check_json("--exclude", "gen/a.py,x/y", "..", cwd=below)
    assert [item["filename"] for item in left] == [str(tmp_path / "gen" / "a.py")]


def test_symlink_loops(tmp_path: Path) -> None:
    write(tmp_path, {"app/a.py": BLOCKING})
    (tmp_path / "app" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self.py").symlink_to("self.py")
    assert ("a.py", "ADB101", 5, 5) in places(check_json(cwd=tmp_path))
    assert places(check_json("self.py", cwd=tmp_path)) == [("self.py", "E902", 1, 1)]


def test_standard_input(tmp_path: Path) -> None:
    done = greenlint("check", "-", "--output-format", "concise", cwd=tmp_path, stdin=BLOCKING)
    assert done.stdout.startswith("-:5:5: ADB101 ")
    assert check_json("-", cwd=tmp_path, stdin=BLOCKING)[0]["filename"] == "-"
    write(tmp_path, {"app/__init__.py": "", "app/store.py": "import sqlite3\ndef load():\n    sqlite3.connect('x')\n"})
    text = "from .store import load\nasync def f():\n    load()\n"
    found = check_json("--stdin-filename", "app/new.py", "-", cwd=tmp_path, stdin=text)
    assert places(found) == [("new.py", "ADB104", 3, 5)]
    assert found[0]["filename"] == str(tmp_path / "app" / "new.py")


def test_standard_input_stands_for_a_file_on_disk(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": CLEAN})
    assert places(check_json("-", "--stdin-filename", "a.py", cwd=tmp_path, stdin=BLOCKING)) == [("a.py", "ADB101", 5, 5)]


def test_undecodable_standard_input(tmp_path: Path) -> None:
    done = greenlint("check", "-", "--output-format", "concise", cwd=tmp_path, stdin=b"\xff\xff")
    assert (done.returncode, done.stdout.startswith("-:1:1: E902 ")) == (1, True)


def test_quiet_and_verbose(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING, "b.py": BLOCKING.replace("x\")", "x\")  # noqa")})
    quiet = greenlint("check", "-q", "--output-format", "concise", cwd=tmp_path)
    assert (len(quiet.stdout.splitlines()), quiet.stderr) == (1, "")
    assert "2 files, 1 findings, 1 suppressed" in greenlint("check", "-v", cwd=tmp_path).stderr


def test_timing_goes_to_standard_error(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": CLEAN})
    done = greenlint("check", "--timing", cwd=tmp_path)
    assert done.stdout == "All checks passed!\n"
    assert {line.split()[0] for line in done.stderr.splitlines()} >= {"files", "world", "check"}


def test_reader_that_leaves_early(tmp_path: Path) -> None:
    write(tmp_path, {f"a{number}.py": BLOCKING for number in range(30)})
    process = subprocess.Popen(
        [sys.executable, "-m", "greenlint", "check"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=60), errors) == (1, b"")


@pytest.mark.parametrize("form", ["full", "concise", "json"])
def test_output_that_cannot_hold_the_text(tmp_path: Path, form: str) -> None:
    write(tmp_path, {"é.py": BLOCKING.replace('"x"', '"日本"')})
    done = greenlint("check", "--output-format", form, cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (1, "")
    assert "ADB101" in done.stdout


def test_file_names_that_are_no_text(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff.py"
    with open(name, "w", encoding="utf-8") as stream:
        stream.write(BLOCKING)
    done = greenlint("check", "--output-format", "concise", cwd=tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_rule_explains(tmp_path: Path) -> None:
    by_code = greenlint("rule", "ADB101", cwd=tmp_path)
    assert by_code.returncode == 0
    assert by_code.stdout.startswith("# blocking-driver-call (ADB101)\n")
    assert greenlint("rule", "blocking-driver-call", cwd=tmp_path).stdout == by_code.stdout
    assert by_code.stdout in greenlint("rule", "--all", cwd=tmp_path).stdout
    wrong = greenlint("rule", "blocking-driver-cal", cwd=tmp_path)
    assert "did you mean `blocking-driver-call`?" in wrong.stderr


def test_version(tmp_path: Path) -> None:
    for arguments in (["--version"], ["version"]):
        done = greenlint(*arguments, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (0, f"greenlint {__version__}\n")


def test_help_names_the_commands(tmp_path: Path) -> None:
    done = greenlint("--help", cwd=tmp_path)
    assert done.returncode == 0
    assert all(word in done.stdout for word in ("check", "rule", "version"))
    assert "--no-pruning" not in greenlint("check", "--help", cwd=tmp_path).stdout


CRASHING = """
import sys
import threading
from dataclasses import replace
from greenlint.front.cli import main
from greenlint.registry import rules

def crash(event, context):
    if context.function.startswith("a."):
        raise ValueError("boom\\nmore")
    yield from original(event, context)

original = rules()["ADB101"].check
rules()["ADB101"] = replace(rules()["ADB101"], check=crash)
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("verbose", [False, True])
def test_crashing_rule_is_one_finding_and_other_files_go_on(tmp_path: Path, verbose: bool) -> None:
    write(tmp_path, {"a.py": BLOCKING + "    sqlite3.connect('y')\n", "b.py": BLOCKING})
    arguments = ["check", "--exit-zero", "--output-format", "concise", *(["-v"] if verbose else [])]
    done = python("-c", CRASHING, *arguments, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    first, second, _ = done.stdout.splitlines()
    assert first.startswith(f"a.py:1:1: internal-error: greenlint {__version__} ") and first.endswith("ValueError: boom")
    assert second.startswith("b.py:5:5: ADB101 ")
    assert ("Traceback" in done.stderr) is verbose


def test_deep_recursion_has_room_and_leaves_no_trace() -> None:
    def depth(levels: int) -> int:
        return levels and 1 + depth(levels - 1)

    before = sys.getrecursionlimit(), threading.stack_size()
    assert deeply(lambda: depth(40_000)) == 40_000
    with pytest.raises(ZeroDivisionError):
        deeply(lambda: 1 // 0)
    assert (sys.getrecursionlimit(), threading.stack_size()) == before
