"""docs/usage.md says what is true: its table of keys is the configuration's, and what it shows can be used."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from command_line import greenlint, write

from greenlint.engine.baseline import DEFAULT
from greenlint.front.configuration import Configurations
from greenlint.front.schema import get_schema

CHECKOUT = Path(__file__).parents[1]
TEXT = (CHECKOUT / "docs" / "usage.md").read_text(encoding="utf-8")
KINDS = {"string": "string", "boolean": "true or false", "array": "list"}


def kind(value: dict[str, Any]) -> str:
    """A schema in the words of the table."""
    if "enum" in value:
        return ", ".join(f"`{word}`" for word in value["enum"])
    if value["type"] == "object":
        inner = kind(value["additionalProperties"])
        return "table of lists" if inner == "list" else f"table of {inner}"
    return "version" if "pattern" in value else KINDS[value["type"]]


def test_table_of_keys() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| (.*?) \| (.*) \|$", TEXT, re.MULTILINE)
    assert rows == [(key, kind(value), value["description"]) for key, value in get_schema()["properties"].items()]


def test_tables_of_ours_are_accepted(tmp_path: Path) -> None:
    shown = [block for block in re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL) if "[tool.greenlint]" in block]
    assert shown
    for block in shown:
        write(tmp_path, {"pyproject.toml": block})
        found = Configurations().nearest(tmp_path)
        assert found is not None and found.settings.baseline == DEFAULT


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`?greenlint (check|baseline|rule)\b", TEXT))))
def test_options_exist(tmp_path: Path, command: str) -> None:
    offered = greenlint(command, "--help", cwd=tmp_path).stdout
    options = {option for line in re.findall(rf"greenlint {command}[^`\n]*", TEXT) for option in re.findall(r"--[a-z-]+", line)}
    assert all(re.search(rf"{option}\b", offered) for option in options), options


def test_hooks_exist() -> None:
    manifest = (CHECKOUT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    assert re.findall(r"^- id: (.*)$", manifest, re.MULTILINE) == ["greenlint", "greenlint-fix"]
    assert {"greenlint", "greenlint-fix"} <= set(re.findall(r"(?:id: |`)(greenlint[\w-]*)", TEXT))
