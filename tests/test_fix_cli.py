"""`greenlint check` with the options that fix: what it prints where, exit codes, and what it leaves on disk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from command_line import environment, greenlint, write

from greenlint.base.text import Source
from greenlint.engine.fixing import Fixed
from greenlint.engine.project import Run
from greenlint.front.repair import Repair

HEAD = "from sqlalchemy.ext.asyncio import AsyncSession\n\n"
LOST = f"{HEAD}\nasync def f(s: AsyncSession, o: object) -> None:\n    s.delete(o)\n"
FOUND = LOST.replace("s.delete", "await s.delete")
BLOCKED = 'import sqlite3\n\n\nasync def g():\n    sqlite3.connect("x")\n'
UNSAFE = f"{HEAD}\nasync def h(s: AsyncSession) -> None:\n    s.begin()\n"
DIFF = (
    "--- a.py\n+++ a.py\n@@ -2,4 +2,4 @@\n \n \n async def f(s: AsyncSession, o: object) -> None:\n"
    "-    s.delete(o)\n+    await s.delete(o)\n\n"
)


def check(root: Path, *arguments: str, stdin: str | bytes | None = None) -> tuple[int, str, str]:
    done = greenlint("check", "--output-format", "concise", *arguments, cwd=root, stdin=stdin)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, {"a.py": LOST, "b.py": BLOCKED, "c.py": UNSAFE})
    return tmp_path


def test_what_can_be_fixed_is_marked(root: Path) -> None:
    code, out, _ = check(root)
    assert code == 1
    assert [line.partition(": ")[2][:10] for line in out.splitlines()[:3]] == ["ADB201 [*]", "ADB101 `sq", "ADB207 `sq"]
    assert out.endswith("Found 3 errors.\n[*] 1 fixable with `--fix` (1 unsafe fix available with `--fix --unsafe-fixes`).\n")
    _, out, _ = check(root, "--unsafe-fixes")
    assert "ADB207 [*]" in out
    assert out.endswith("Found 3 errors.\n[*] 2 fixable with `--fix`.\n")
    _, out, _ = check(root, "c.py")
    assert out.endswith("Found 1 error.\n1 unsafe fix available with `--fix --unsafe-fixes`.\n")
    _, out, _ = check(root, "--statistics", "-q")
    assert out == "1\tADB101\t[ ] blocking-driver-call\n1\tADB201\t[*] missing-await\n1\tADB207\t[ ] bare-begin\n"


def test_json_holds_every_fix(root: Path) -> None:
    done = greenlint("check", "--output-format", "json", cwd=root)
    fixes = {record["code"]: record["fix"] for record in json.loads(done.stdout)}
    assert fixes["ADB101"] is None
    assert fixes["ADB207"]["applicability"] == "unsafe"
    place = {"column": 5, "row": 5}
    edit = {"content": "await ", "location": place, "end_location": place}
    assert fixes["ADB201"] == {"applicability": "safe", "edits": [edit], "message": "Add `await`"}


def test_fix(root: Path) -> None:
    code, out, _ = check(root, "--fix", "--show-fixes")
    assert code == 1
    lines = out.splitlines()
    assert ("b.py:5:5" in lines[0], "c.py" in lines[1]) == (True, True)
    assert lines[2:] == [
        "",
        "Fixed 1 error:",
        "- a.py:",
        "    1 × ADB201 (missing-await)",
        "",
        "Found 3 errors (1 fixed, 2 remaining).",
        "1 unsafe fix available with `--fix --unsafe-fixes`.",
    ]
    assert [(root / name).read_text() for name in ("a.py", "b.py", "c.py")] == [FOUND, BLOCKED, UNSAFE]
    assert check(root, "--fix", "a.py") == (0, "All checks passed!\n", "")


def test_fix_and_machines(root: Path) -> None:
    done = greenlint("check", "--fix", "--output-format", "json", cwd=root)
    assert sorted(record["code"] for record in json.loads(done.stdout)) == ["ADB101", "ADB207"]
    assert check(root, "--fix", "-q", "a.py") == (0, "", "")


def test_exit_codes(root: Path) -> None:
    assert check(root, "--fix", "--exit-non-zero-on-fix", "a.py") == (1, "Found 1 error (1 fixed, 0 remaining).\n", "")
    assert check(root, "--fix", "--exit-non-zero-on-fix", "a.py")[0] == 0
    assert check(root, "--fix", "--exit-zero")[0] == 0


def test_fix_only(root: Path) -> None:
    more = " (1 additional fix available with `--unsafe-fixes`)"
    assert check(root, "--fix-only") == (0, f"Fixed 1 error{more}.\n", "")
    assert check(root, "--fix-only") == (0, "No errors fixed (1 fix available with `--unsafe-fixes`).\n", "")
    assert check(root, "--fix-only", "--unsafe-fixes") == (0, "Fixed 1 error.\n", "")
    assert (root / "c.py").read_text() == UNSAFE.replace("s.begin", "await s.begin")


def test_diff(root: Path) -> None:
    said = "Would fix 1 error (1 additional fix available with `--unsafe-fixes`).\n"
    assert check(root, "--diff") == (1, DIFF + said, "")
    assert check(root, "--diff", "--fix", "--quiet") == (1, DIFF, "")
    assert (root / "a.py").read_text() == LOST
    assert check(root, "--diff", "b.py") == (0, "", "")
    assert check(root, "--diff", "c.py") == (0, "No errors would be fixed (1 fix available with `--unsafe-fixes`).\n", "")
    code, out, _ = check(root, "--diff", "--unsafe-fixes")
    assert (code, out.count("--- "), "Would fix 2 errors.\n" in out) == (1, 2, True)


def test_a_diff_of_a_file_without_a_last_line_ending(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": LOST.rstrip("\n")})
    _, out, _ = check(tmp_path, "--diff", "-q")
    mark = "\n\\ No newline at end of file\n"
    assert out.endswith(f"-    s.delete(o){mark}+    await s.delete(o){mark}\n")


def test_standard_input(tmp_path: Path) -> None:
    assert check(tmp_path, "--fix", "-", stdin=LOST) == (0, FOUND, "Found 1 error (1 fixed, 0 remaining).\n")
    assert check(tmp_path, "--fix", "--stdin-filename", "x/a.py", stdin="x = 1\n") == (0, "x = 1\n", "All checks passed!\n")
    code, out, err = check(tmp_path, "--fix", "--stdin-filename", "b.py", "-", stdin=BLOCKED)
    assert (code, out, err.startswith("b.py:5:5: ADB101")) == (1, BLOCKED, True)
    assert check(tmp_path, "--diff", "--stdin-filename", "a.py", stdin=LOST) == (1, DIFF, "Would fix 1 error.\n")
    assert not list(tmp_path.iterdir())


def test_the_bytes_of_standard_input_stay(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf# caf\xc3\xa9\r\n" + LOST.replace("\n", "\r\n").encode()
    command = [sys.executable, "-m", "greenlint", "check", "--fix", "-"]
    done = subprocess.run(command, cwd=tmp_path, input=data, capture_output=True, check=False, env=environment())
    assert done.stdout == data.replace(b"s.delete", b"await s.delete")


def test_configured_and_given_codes(root: Path) -> None:
    assert check(root, "--fix", "--unfixable", "ADB201", "a.py")[1].endswith("Found 1 error.\n")
    assert check(root, "--fix", "--fixable", "ADB1", "a.py")[1].endswith("Found 1 error.\n")
    assert check(root, "--fix", "--fixable", "ADB9999", "a.py")[0] == 2
    write(root, {"greenlint.toml": 'unfixable = ["ADB201"]\nextend-safe-fixes = ["ADB207"]\n'})
    code, out, _ = check(root, "--diff")
    assert (code, "--- c.py" in out, "--- a.py" in out) == (1, True, False)
    code, out, _ = check(root, "--diff", "--extend-fixable", "ADB201")
    assert (code, "--- c.py" in out, "--- a.py" in out) == (1, True, True)


def test_a_file_that_cannot_be_replaced(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "1", "b.py": "new"})
    changes = {name: (Source("1"), Source("2")) for name in ("a.py", "b.py", "gone.py")}
    made = {name: Counter({("ADB201", "missing-await"): 2}) for name in changes}
    repair = Repair([Fixed(Run(tmp_path), changes, made, [("a.py", 3, "dropped")])], tmp_path, None)
    assert repair.write()
    assert [(tmp_path / name).read_text() for name in ("a.py", "b.py")] == ["2", "new"]
    assert (repair.count, list(repair.made)) == (2, ["a.py"])
    assert repair.messages == [
        "warning: a.py:3: dropped",
        "error: b.py: not fixed: the file was changed meanwhile",
        "error: gone.py: not fixed: No such file or directory",
    ]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the user may write everywhere")
def test_a_directory_that_cannot_be_written_to(root: Path) -> None:
    write(root, {"in/a.py": LOST})
    (root / "in").chmod(0o555)
    try:
        code, out, err = check(root, "--fix", "a.py", "in")
    finally:
        (root / "in").chmod(0o755)
    assert (code, (root / "in" / "a.py").read_text(), (root / "a.py").read_text()) == (2, LOST, FOUND)
    assert err == "error: in/a.py: not fixed: Permission denied\n"
    assert "in/a.py:5:5: ADB201" in out
