"""A whole project: greenlint finds what is planted in `fixtures/projects/shop` and nothing else, and the shop's own tests prove it.

Deliberately absent: any test of single rules. BUGS.md of the shop says which bugs are reported today.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from greenlint.world.store import DIRECTORY

ROOT = Path(__file__).resolve().parents[1]
SHOP = ROOT / "fixtures" / "projects" / "shop"
MARKER = re.compile(r"# bug: ([a-z0-9-]+)$")
LISTED = re.compile(r"^\| ([a-z0-9-]+) \| (ADB\d{3}) \|", re.MULTILINE)

Place = tuple[str, int, str]


def planted() -> set[Place]:
    """Path, row and code of each marker whose bug has one of today's codes."""
    text = (SHOP / "BUGS.md").read_text(encoding="utf-8")
    today = dict(LISTED.findall(text[: text.index("## Reported later")]))
    codes = dict(LISTED.findall(text))
    places: set[Place] = set()
    for path in sorted((SHOP / "src").rglob("*.py")):
        for row, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = MARKER.search(line)
            if match and codes[match[1]] in today.values():
                places.add((path.relative_to(SHOP).as_posix(), row, codes[match[1]]))
    return places


def run(arguments: list[str], directory: Path) -> subprocess.CompletedProcess[str]:
    """Run a Python module as users do, away from the settings of this test run."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PYTHON", "SHOP_"))}
    environment |= {"PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=directory, env=environment, capture_output=True, encoding="utf-8", timeout=120, check=False
    )


def files_of_shop() -> set[str]:
    """All files below the shop, without bytecode, and without the cache: other tests that run at the same time check the shop."""
    files = {path.relative_to(SHOP) for path in SHOP.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    return {path.as_posix() for path in files if path.parts[0] != DIRECTORY}


def test_exactly_the_planted_bugs_are_reported() -> None:
    expected = planted()
    assert {code for _, _, code in expected} == {"ADB101", "ADB102", "ADB104", "ADB201", "ADB202", "ADB301", "ADB303", "ADB401"}
    result = run(["greenlint", "check", str((SHOP / "src").relative_to(ROOT)), "--output-format", "json"], ROOT)
    assert result.returncode == 1 and result.stdout, result.stderr
    found = {
        (Path(diagnostic["filename"]).relative_to(SHOP).as_posix(), diagnostic["location"]["row"], diagnostic["code"])
        for diagnostic in json.loads(result.stdout)
    }
    assert sorted(expected - found) == [], "planted, not reported"
    assert sorted(found - expected) == [], "reported, not planted"


@pytest.mark.slow
def test_the_planted_bugs_are_proven() -> None:
    before = files_of_shop()
    result = run(["pytest", "-q"], SHOP)
    assert result.returncode == 0, result.stdout + result.stderr
    assert re.search(r"^\d+ passed", result.stdout, re.MULTILINE), result.stdout
    assert files_of_shop() == before
