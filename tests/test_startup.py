"""What a start of the program imports. Everything heavy waits until it is needed."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import python

HEAVY = ("libcst", "flake8", "pathspec", "tomllib", "tomli", "greenlint.registry", "greenlint.world", "greenlint.rules", "greenlint.read")


def _imported(code: str, cwd: Path) -> set[str]:
    """The heavy modules that are loaded after running code in a fresh process."""
    script = f"import sys\ntry:\n    {code}\nexcept SystemExit:\n    pass\nprint('\\n'.join(sys.modules))"
    done = python("-c", script, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return set(HEAVY) & set(done.stdout.splitlines())


@pytest.mark.parametrize("arguments", [["--version"], ["version"], ["--help"], ["check", "--help"], ["check", "--frob"]])
def test_words_that_need_no_analysis(tmp_path: Path, arguments: list[str]) -> None:
    assert _imported(f"from greenlint.front.cli import main; main({arguments!r})", tmp_path) == set()


def test_plugin_module(tmp_path: Path) -> None:
    assert _imported("import greenlint.front.flake8", tmp_path) == set()


def test_the_measure_sees_imports(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import sqlite3\n\n\nasync def load(place):\n    sqlite3.connect(place)\n")
    assert {"libcst", "greenlint.registry"} <= _imported("from greenlint.front.cli import main; main(['check', 'a.py'])", tmp_path)


def test_code_that_leads_to_no_database_is_checked_without_libcst(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def double(x):\n    return x * 2\n")
    imported = _imported("from greenlint.front.cli import main; main(['check', '-j1', 'a.py'])", tmp_path)
    assert "greenlint.registry" in imported
    assert "libcst" not in imported
