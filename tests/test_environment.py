"""Packages that are installed in the linted project's own environment: known where it is configured, unknown otherwise, never reported on."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import check_json, greenlint, places, write

SITE = ".venv/lib/python3.12/site-packages"
INSTALLED = {
    f"{SITE}/acme-1.0.dist-info/METADATA": "Name: acme\n",
    f"{SITE}/acme/__init__.py": "from .store import Store as Store\n",
    f"{SITE}/acme/store.py": """
import sqlite3
from . import names
from acme_extra.deep import connect


class Store:
    def __init__(self, path):
        self.connection = connect(path)

    def save(self, key, value=None):
        self.connection.execute(names.INSERT, (key, value))


async def sleeping(path):
    sqlite3.connect(path)
""",
    f"{SITE}/acme/names.py": 'INSERT = "INSERT INTO t VALUES (?, ?)"\n',
    f"{SITE}/acme_extra/deep.py": "import sqlite3\n\n\ndef connect(path):\n    return sqlite3.connect(path)\n",
    f"{SITE}/single.py": "import sqlite3\n\n\ndef load():\n    return sqlite3.connect('x')\n",
}
PROJECT = {
    "app.py": """
import single
from acme import Store


async def handler():
    store = Store("x")
    store.save("a", 1)
    single.load()
""",
}
EXPECTED = [("app.py", "ADB104", 7, 13), ("app.py", "ADB104", 8, 5), ("app.py", "ADB104", 9, 5)]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write(tmp_path, {**INSTALLED, **PROJECT, "pyproject.toml": '[tool.greenlint]\nenvironment = ".venv"\n'})
    return tmp_path


def test_the_configured_environment_tells_of_packages_without_a_stub(project: Path) -> None:
    found = check_json(cwd=project)
    assert places(found) == EXPECTED
    assert "acme.store.Store.__init__ -> acme_extra.deep.connect -> sqlite3.connect" in found[0]["message"]
    steps = [(Path(step["filename"]).relative_to(project).as_posix(), step["location"]["row"]) for step in found[0]["related"]]
    assert steps == [(f"{SITE}/acme/store.py", 9), (f"{SITE}/acme_extra/deep.py", 5)]


def test_without_it_they_are_unknown_whatever_environment_is_active(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.greenlint]\n")
    done = greenlint("check", cwd=project, VIRTUAL_ENV=str(project / ".venv"))
    assert (done.returncode, done.stdout) == (0, "All checks passed!\n")


def test_an_environment_outside_of_the_root(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("elsewhere") / "env"
    (project / ".venv").rename(other)
    (project / "pyproject.toml").write_text(f'[tool.greenlint]\nenvironment = "{other.as_posix()}"\n')
    assert places(check_json(cwd=project)) == EXPECTED


def test_what_the_project_and_stubs_know_wins(project: Path) -> None:
    write(project, {"single.py": "def load():\n    return 1\n", f"{SITE}/sqlite3/__init__.py": "def connect(path):\n    return path\n"})
    assert places(check_json(cwd=project)) == EXPECTED[:2]


def test_calls_in_the_project_do_not_tell_what_a_package_is_given(project: Path) -> None:
    write(
        project,
        {
            f"{SITE}/single.py": "def load(connection):\n    connection.execute('x')\n",
            "app.py": "import sqlite3\nimport single\n\n\ndef call():\n    single.load(sqlite3.connect('x'))\n\n\nasync def f(x):\n    single.load(x)\n",
        },
    )
    assert check_json(cwd=project) == []


def test_another_version_of_a_package_is_another_answer(project: Path) -> None:
    assert places(check_json(cwd=project)) == EXPECTED
    (project / SITE / "acme-1.0.dist-info").rename(project / SITE / "acme-1.1.dist-info")
    (project / SITE / "acme" / "store.py").write_text("class Store:\n    def __init__(self, path): ...\n    def save(self, key, value=None): ...\n")
    assert places(check_json(cwd=project)) == EXPECTED[2:]


def test_a_directory_that_is_no_environment_is_told(project: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.greenlint]\nenvironment = "nowhere"\n')
    found = check_json(cwd=project)
    assert [(item["code"], item["message"]) for item in found] == [("E902", "not a virtual environment: it has no site-packages")]
