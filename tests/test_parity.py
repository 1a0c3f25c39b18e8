"""One project, the same findings: whatever is named on the command line, in whatever order, and in flake8 with any number of workers.

flake8 finds the plugin as users' does, through the entry point of an installed distribution. Compared before suppression: flake8 gets `--disable-noqa`, and
the projects hold no suppression comments. Deliberately absent: what is found.
"""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from command_line import check_json, environment, python
from sections import FIXTURES
from test_pruning import program, write

PYPROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
ENTRY_POINT = re.compile(r'^\[project\.entry-points\."flake8\.extension"\]\n(.+)$', re.MULTILINE)
FLAKE8_LINE = re.compile(r"\./(?P<path>[^:]+):(?P<row>\d+):(?P<column>\d+): (?P<code>ADB\d+) (?P<message>.*)")
PROJECTS = ("shop", "generated", "namespace")

Line = tuple[str, int, int, str, str]


@pytest.fixture(scope="module", params=PROJECTS)
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with findings in several files, which is its own analysis root."""
    root: Path = tmp_path_factory.mktemp(request.param)
    if request.param == "shop":
        shutil.copytree(FIXTURES / "projects" / "shop", root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        write(root, program(33).items())
        write(root, [("extra/" + name.replace("/", "_"), _absolute(text)) for name, text in program(5).items()])
        if request.param == "namespace":
            (root / "extra" / "app___init__.py").unlink(missing_ok=True)
    write(root, [("greenlint.toml", "")])
    return root


@pytest.fixture(scope="module")
def whole(project: Path) -> list[Line]:
    """All findings of the project."""
    found = lines(check_json(".", cwd=project), project)
    assert len({path for path, *_ in found}) > 1
    assert len(found) > 10
    return found


def _absolute(text: str) -> str:
    return text.replace("from . ", "from app ").replace("from .", "from app.")


def lines(found: Iterable[dict[str, Any]], root: Path) -> list[Line]:
    """Findings as flake8 can tell them, sorted."""
    return sorted(
        (Path(item["filename"]).relative_to(root).as_posix(), item["location"]["row"], item["location"]["column"], item["code"], item["message"])
        for item in found
    )


def python_files(root: Path) -> list[str]:
    """The Python files of a project, sorted."""
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*.py"))


def test_each_directory(project: Path, whole: list[Line]) -> None:
    tops = sorted({name.split("/")[0] for name in python_files(project)})
    assert len(tops) > 1 or "/" in python_files(project)[0]
    for directory in {Path(name).parent.as_posix() for name in python_files(project)}:
        inside = [line for line in whole if directory == "." or line[0].startswith(directory + "/")]
        assert lines(check_json(directory, cwd=project), project) == inside, directory


def test_one_file_at_a_time(project: Path, whole: list[Line]) -> None:
    found: list[Line] = []
    for name in python_files(project):
        alone = lines(check_json(name, cwd=project), project)
        assert {path for path, *_ in alone} <= {name}
        found += alone
    assert sorted(found) == whole


@pytest.mark.parametrize("seed", range(4))
def test_arguments_in_any_order(project: Path, whole: list[Line], seed: int) -> None:
    chance = random.Random(seed)
    names = python_files(project)
    chance.shuffle(names)
    names += chance.sample(names, 2)
    assert lines(check_json(*names, cwd=project), project) == whole


def test_some_of_the_files(project: Path, whole: list[Line]) -> None:
    chance = random.Random(9)
    names = chance.sample(python_files(project), 3) + [sorted({path for path, *_ in whole})[0]]
    assert lines(check_json(*names, cwd=project), project) == [line for line in whole if line[0] in names]


def test_absolute_paths_from_elsewhere(project: Path, whole: list[Line], tmp_path: Path) -> None:
    assert lines(check_json(str(project), cwd=tmp_path), project) == whole


def test_hash_seeds(project: Path, whole: list[Line]) -> None:
    for seed in ("1", "2"):
        done = python("-m", "greenlint", "check", "--output-format", "concise", "-q", cwd=project, PYTHONHASHSEED=seed)
        assert len(done.stdout.splitlines()) == len(whole), seed
        found = sorted(tuple(line.split(": ")[0].rsplit(":", 2)) for line in done.stdout.splitlines())
        assert found == sorted((path, str(row), str(column)) for path, row, column, *_ in whole)


@pytest.mark.parametrize("jobs", ["1", "4"])
def test_flake8(project: Path, whole: list[Line], jobs: str, tmp_path: Path) -> None:
    entry = ENTRY_POINT.search(PYPROJECT.read_text(encoding="utf-8"))
    assert entry is not None
    plugin = entry[1].replace('"', "")
    metadata = {"METADATA": "Metadata-Version: 2.1\nName: greenlint\nVersion: 0\n", "entry_points.txt": f"[flake8.extension]\n{plugin}\n"}
    write(tmp_path, [(f"greenlint-0.dist-info/{name}", text) for name, text in metadata.items()])
    paths = os.pathsep.join([str(tmp_path), environment()["PYTHONPATH"]])
    arguments = ("--isolated", "--disable-noqa", "--select", "ADB", "-j", jobs, ".")
    done = python("-m", "flake8", *arguments, cwd=project, PYTHONPATH=paths)
    assert done.returncode == 1 and not done.stderr, done.stderr
    found: list[Line] = []
    for line in done.stdout.splitlines():
        match = FLAKE8_LINE.fullmatch(line)
        assert match, line
        found.append((match["path"], int(match["row"]), int(match["column"]), match["code"], match["message"]))
    assert sorted(found) == whole
