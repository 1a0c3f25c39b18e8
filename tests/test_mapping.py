"""The model of mapped classes says of each section of `fixtures/mapping` what SQLAlchemy's mappers say of it."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from mapping_truth import differences
from sections import Section, fixture_paths, read_fixture

SECTIONS = [section for path in fixture_paths("mapping") for section in read_fixture(path)]


def _missing(section: Section) -> list[str]:
    imported = {line.split()[1].partition(".")[0] for file in section.files for line in file.text.splitlines() if line.startswith(("from ", "import "))}
    return [name for name in ("flask_sqlalchemy", "sqlmodel", "advanced_alchemy") if name in imported and importlib.util.find_spec(name) is None]


@pytest.mark.parametrize("section", SECTIONS, ids=[section.label for section in SECTIONS])
def test_the_model_is_what_the_mapper_says(section: Section, tmp_path: Path) -> None:
    if missing := _missing(section):
        pytest.skip(f"{missing[0]} is not installed")
    assert "\n".join(differences(section, tmp_path)) == ""
