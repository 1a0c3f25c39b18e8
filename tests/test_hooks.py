"""The pre-commit hooks, run by pre-commit in an environment that it builds itself from wheels in a local directory."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_line import BLOCKING, CLEAN, write

CHECKOUT = Path(__file__).resolve().parents[1]
NEEDED = ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "src")
STORE = "import sqlite3\n\n\ndef load():\n    return sqlite3.connect('x')\n\n\nasync def unreported():\n    load()\n"
WEB = "from store import load\n\n\nasync def view():\n    load()\n"
AWAITED = "import asyncpg\n\n\nasync def f(connection: asyncpg.Connection):\n    {}connection.execute('DELETE FROM t')\n"

Hook = Callable[..., "subprocess.CompletedProcess[str]"]


def git(directory: Path, *arguments: str) -> None:
    """Run git without the user's and the system's configuration."""
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.org")
    subprocess.run(["git", *identity, *arguments], cwd=directory, check=True, capture_output=True, env={**os.environ, **settings}, timeout=60)


def commit(directory: Path) -> None:
    """Make a directory a repository with one commit of all that is in it."""
    git(directory, "init", "--quiet")
    git(directory, "add", "--all")
    git(directory, "commit", "--quiet", "--message", "All")


def requirements() -> list[str]:
    """What pip needs to build and to run the package."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    table: dict[str, Any] = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    return [*table["build-system"]["requires"], *table["project"]["dependencies"]]


@pytest.fixture(scope="module")
def pre_commit(tmp_path_factory: pytest.TempPathFactory) -> Hook:
    """Runs pre-commit on a repository; `{source}` in the arguments is a repository with the hooks."""
    base = tmp_path_factory.mktemp("hooks")
    wheels = base / "wheels"
    download = [sys.executable, "-m", "pip", "download", "--quiet", "--dest", str(wheels), *requirements()]
    done = subprocess.run(download, cwd=base, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        pytest.skip(f"pip reaches no package index to build the hooks' environment from: {done.stderr.strip()[-300:]}")
    source = base / "source"
    source.mkdir()
    for name in NEEDED:
        if (CHECKOUT / name).is_dir():
            shutil.copytree(CHECKOUT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copy(CHECKOUT / name, source / name)
    commit(source)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON"))}
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PRE_COMMIT_HOME": str(base / "home"), "PRE_COMMIT_COLOR": "never"}

    def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        words = [word.replace("{source}", str(source)) for word in arguments]
        return subprocess.run(
            [sys.executable, "-m", "pre_commit", *words],
            cwd=cwd,
            env={**kept, **offline},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return run


@pytest.mark.slow
def test_files_passed_are_reported_and_the_project_is_analysed(tmp_path: Path, pre_commit: Hook) -> None:
    write(tmp_path, {"store.py": STORE, "web.py": WEB, "clean.py": CLEAN, "notes.txt": BLOCKING, "excluded.py": BLOCKING})
    write(tmp_path, {"pyproject.toml": "[tool.greenlint]\nexclude = ['excluded.py']\n"})
    commit(tmp_path)
    done = pre_commit(
        "try-repo", "{source}", "greenlint", "--verbose", "--files", "web.py", "clean.py", "notes.txt", "excluded.py", cwd=tmp_path
    )
    assert done.returncode == 1, done.stderr
    assert "ADB104 `store.load` blocks the event loop" in done.stdout and "--> web.py:5:5" in done.stdout
    assert "Found 1 error." in done.stdout
    assert "unreported" not in done.stdout and "excluded.py" not in done.stdout
    clean = pre_commit("try-repo", "{source}", "greenlint", "--verbose", "--files", "clean.py", cwd=tmp_path)
    assert (clean.returncode, "All checks passed!" in clean.stdout) == (0, True), clean.stdout + clean.stderr


@pytest.mark.slow
def test_fixing_hook_repairs_what_is_safe_and_fails_then(tmp_path: Path, pre_commit: Hook) -> None:
    write(tmp_path, {"a.py": AWAITED.format("")})
    commit(tmp_path)
    done = pre_commit("try-repo", "{source}", "greenlint-fix", "--files", "a.py", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert "files were modified by this hook" in done.stdout
    assert (tmp_path / "a.py").read_text() == AWAITED.format("await ")
    git(tmp_path, "add", "a.py")
    assert pre_commit("try-repo", "{source}", "greenlint-fix", "--files", "a.py", cwd=tmp_path).returncode == 0


def test_manifest_is_valid(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", str(CHECKOUT / ".pre-commit-hooks.yaml")],
        cwd=tmp_path,
        env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout
