"""One engine: the command line, flake8 with one worker and with several, and the language server find the same in the same project."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from command_line import check_json, python
from editor import capabilities, editing
from lsprotocol import types

SHOP = Path(__file__).resolve().parents[1] / "fixtures" / "projects" / "shop"
SOURCES = SHOP / "src"
LINE = re.compile(r"(.+):(\d+):(\d+): (ADB\d{3}) ")

Place = tuple[str, int, int, str]


@pytest.fixture(scope="module")
def of_command_line() -> set[Place]:
    """Path, row, column and code of what `greenlint check` finds."""
    found = check_json(str(SOURCES), cwd=SHOP)
    places = {
        (Path(item["filename"]).relative_to(SHOP).as_posix(), item["location"]["row"], item["location"]["column"], item["code"]) for item in found
    }
    assert len(places) == len(found) > 10
    return places


@pytest.mark.parametrize("jobs", ["1", "4"])
def test_flake8(tmp_path: Path, of_command_line: set[Place], jobs: str) -> None:
    settings = tmp_path / "flake8.ini"
    settings.write_text("[flake8]\nselect = ADB\n")
    done = python("-m", "flake8", "--config", str(settings), "-j", jobs, str(SOURCES), cwd=SHOP)
    assert done.returncode == 1, done.stderr
    lines = [LINE.match(line) for line in done.stdout.splitlines()]
    assert {(Path(line[1]).relative_to(SHOP).as_posix(), int(line[2]), int(line[3]), line[4]) for line in lines if line} == of_command_line
    assert all(lines)


@pytest.mark.asyncio
async def test_server(of_command_line: set[Place]) -> None:
    found: set[Place] = set()
    async with editing(SHOP, capabilities(pulls=True, encoding="utf-32")) as editor:
        names = sorted(path.relative_to(SHOP).as_posix() for path in SOURCES.rglob("*.py"))
        for name in names:
            editor.open(name)
        for name in names:
            found |= {_place(name, item) for item in await editor.shown(name)}
    assert found == of_command_line


def _place(name: str, item: types.Diagnostic) -> Place:
    assert isinstance(item.code, str), json.dumps(item.message)
    return name, item.range.start.line + 1, item.range.start.character + 1, item.code
