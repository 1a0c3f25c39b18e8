"""The schema of `[tool.greenlint]`, beside the reader of configurations and inside validate-pyproject."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
from command_line import python, write
from validate_pyproject.api import Validator
from validate_pyproject.error_reporting import ValidationError
from validate_pyproject.plugins import PluginWrapper

from greenlint.front.configuration import KEYS, ConfigurationError, Configurations
from greenlint.front.schema import get_schema

GOOD = [
    "",
    'src = ["lib"]\nexclude = ["a/**"]\nextend-exclude = []\nstubs = ["stubs"]',
    'respect-gitignore = false\nenvironment = ".venv"\nbaseline = "known.json"\ncache-dir = ".cache"',
    'select = ["ALL"]\nextend-select = ["ADB6"]\nignore = ["needless-await"]\nfixable = ["ADB"]\nunfixable = []\nextend-safe-fixes = ["ADB201"]',
    'per-file-ignores = { "tests/*" = ["ADB1"] }\nseverity = { ADB101 = "error" }\ndrivers = { sqlite3 = "off" }',
    'sqlalchemy-version = "2.0"\nfastapi-version = "0.110.1"\nhttpx-version = "1"\npytest-asyncio-mode = "strict"',
]
BAD = [
    'selct = ["ADB"]',
    'extend_select = ["ADB"]',
    'select = "ADB"',
    "select = [1]",
    "exclude = {}",
    "respect-gitignore = 1",
    "environment = 1",
    "baseline = true",
    "sqlalchemy-version = 2.0",
    'fastapi-version = ">=1"',
    'pytest-asyncio-mode = "legacy"',
    'severity = { ADB101 = "off" }',
    "severity = []",
    'drivers = { sqlite3 = "loud" }',
    'per-file-ignores = { "a.py" = "ADB" }',
]


def table(text: str) -> dict[str, Any]:
    """A parsed `pyproject.toml` with a table for greenlint."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads(f"[tool.greenlint]\n{text}\n")


def accepted_by_schema(text: str) -> bool:
    """Whether validate-pyproject accepts a table with our schema."""
    try:
        Validator(plugins=[PluginWrapper("greenlint", get_schema)])(table(text))  # type: ignore[arg-type]
    except ValidationError:
        return False
    return True


def accepted_by_reader(text: str, directory: Path) -> bool:
    """Whether greenlint accepts a table."""
    write(directory, {"greenlint.toml": text})
    try:
        Configurations().nearest(directory)
    except ConfigurationError:
        return False
    return True


def test_every_key_is_described() -> None:
    schema = get_schema()
    assert list(schema["properties"]) == list(KEYS)
    assert schema["additionalProperties"] is False
    assert all(value["description"].endswith(".") for value in schema["properties"].values())


@pytest.mark.parametrize(("text", "good"), [(text, True) for text in GOOD] + [(text, False) for text in BAD])
def test_schema_and_reader_agree(tmp_path: Path, text: str, good: bool) -> None:
    assert (accepted_by_schema(text), accepted_by_reader(text, tmp_path)) == (good, good)


def test_good_tables_hold_every_key() -> None:
    assert {key for text in GOOD for key in table(text)["tool"]["greenlint"]} == set(KEYS)


def test_entry_point_is_installed() -> None:
    (found,) = entry_points(group="validate_pyproject.tool_schema", name="greenlint")
    assert found.load() is get_schema


@pytest.mark.parametrize(("text", "code"), [('ignore = ["ADB101"]', 0), ("ignore = 1", 1)])
def test_validate_pyproject_finds_it(tmp_path: Path, text: str, code: int) -> None:
    write(tmp_path, {"pyproject.toml": f"[tool.greenlint]\n{text}\n"})
    done = python("-m", "validate_pyproject", "pyproject.toml", cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert ("tool.greenlint.ignore" in done.stdout + done.stderr) is bool(code)
