"""Side by side with type checkers: every missing await that mypy or pyright reports in the ADB2xx fixtures is a finding, too.

A type checker stands on the use of a coroutine, greenlint on the call that made it: a finding on the same row or on an earlier one of the same function,
or of one around it, is the same defect. Sections without findings are left out: what is un-awaited there belongs to no database.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sections import CodeFile, Section, findings_of, fixture_paths, open_world, read_fixture

pytestmark = pytest.mark.slow

SECTIONS = [
    section
    for path in fixture_paths("rules")
    if path.stem.startswith("ADB2")
    for section in read_fixture(path)
    if section.has_errors and len(section.files) == 1
]
AT_LEAST = 20
TIME_LIMIT = 600
COROUTINE = re.compile(r'"(?:typing\.)?Coroutine(?:Type)?\[')
MISUSE = re.compile(r"has no attribute|Cannot access attribute|not iterable|not indexable|not defined on type")
MYPY_LINE = re.compile(r"(?P<file>[^:]+):(?P<row>\d+): error: (?P<text>.*?)(?:  \[(?P<code>[\w-]+)\])?$")

Report = tuple[int, int, str]


def needs(module: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(importlib.util.find_spec(module) is None, reason=f"{module} is not installed")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """All sections side by side, each a directory by its number."""
    for number, section in enumerate(SECTIONS):
        section.write(tmp_path / f"s{number}")
    return tmp_path


def run(root: Path, *command: str) -> str:
    done = subprocess.run([sys.executable, "-m", *command], cwd=root, capture_output=True, text=True, timeout=TIME_LIMIT)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.stdout


def by_mypy(root: Path) -> Iterator[Report]:
    """The missing awaits that mypy reports: section, row, text."""
    options = ("--check-untyped-defs", "--ignore-missing-imports", "--explicit-package-bases", "--no-error-summary", "--no-incremental")
    files = [f"s{number}/{section.files[0].path}" for number, section in enumerate(SECTIONS)]
    for line in run(root, "mypy", *options, "--config-file", "", *files).splitlines():
        found = MYPY_LINE.match(line)
        if found is None:
            continue
        if found["code"] == "unused-coroutine" or (COROUTINE.search(found["text"]) and MISUSE.search(found["text"])):
            yield section_number(found["file"]), int(found["row"]), line


def by_pyright(root: Path) -> Iterator[Report]:
    """The missing awaits that pyright reports: section, row, text."""
    for found in json.loads(run(root, "pyright", "--pythonpath", sys.executable, "--outputjson", "."))["generalDiagnostics"]:
        text = found["message"]
        if found.get("rule") == "reportUnusedCoroutine" or (COROUTINE.search(text) and MISUSE.search(text)):
            yield section_number(str(Path(found["file"]).relative_to(root))), found["range"]["start"]["line"] + 1, text


def section_number(path: str) -> int:
    return int(Path(path).parts[0][1:])


def function_start(file: CodeFile, row: int) -> int:
    """The first row of the outermost function around a row, as its variables may be used in functions inside; 1 at module level."""
    functions = [node for node in ast.walk(ast.parse(file.text)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return min((node.lineno for node in functions if node.lineno <= row <= (node.end_lineno or row)), default=1)


def missed(root: Path, reports: list[Report]) -> list[str]:
    """The reports that no finding answers."""
    rows: dict[int, set[int]] = {}
    problems = []
    for number, row, text in reports:
        section: Section = SECTIONS[number]
        file = section.files[0]
        if number not in rows:
            rows[number] = {finding.start[0] for finding in findings_of(open_world(root / f"s{number}"), [file.path])}
        if not any(function_start(file, row) <= found <= row for found in rows[number]):
            problems.append(f"{section.where(file, row)}: {text}")
    return problems


@needs("mypy")
def test_what_mypy_reports_is_found(project: Path) -> None:
    reports = list(by_mypy(project))
    assert len(reports) >= AT_LEAST
    assert missed(project, reports) == []


@needs("pyright")
def test_what_pyright_reports_is_found(project: Path) -> None:
    reports = list(by_pyright(project))
    assert len(reports) >= AT_LEAST
    assert missed(project, reports) == []
