"""Versions of libraries: from the configuration, lock files, requirements and `pyproject.toml`, else the default."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from greenlint.base.settings import Settings
from greenlint.world.sources import Sources
from greenlint.world.versions import DEFAULTS, Versions


def version(root: Path, **settings: tuple[tuple[str, str], ...]) -> tuple[int, ...] | None:
    made = Settings(**settings)  # type: ignore[arg-type]
    return Versions(Sources(root, made), made).version("sqlalchemy")


def test_default(tmp_path: Path) -> None:
    assert version(tmp_path) == DEFAULTS["sqlalchemy"]


@pytest.mark.parametrize("name", ["uv.lock", "poetry.lock", "pdm.lock"])
def test_lock_files(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(
        '[[package]]\nname = "SQLAlchemy"\nversion = "2.0.31"\n\n[[package]]\nname = "sqlalchemy-utils"\nversion = "0.41"\n', encoding="utf-8"
    )
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["sqlalchemy>=2.1"]\n', encoding="utf-8")
    assert version(tmp_path) == (2, 0, 31)
    assert version(tmp_path, versions=(("sqlalchemy", "2.1"),)) == (2, 1)


def test_pipfile_lock(tmp_path: Path) -> None:
    (tmp_path / "Pipfile.lock").write_text(json.dumps({"default": {"sqlalchemy": {"version": "==1.4.52"}}}), encoding="utf-8")
    assert version(tmp_path) == (1, 4, 52)


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        ("==2.0.30", (2, 0, 30)),
        (">=1.4", (2, 1)),
        (">=2.0.25,<2.1", (2, 0, 25)),
        ("<2.1", (2, 0, 99)),
        ("<2", (1, 99)),
        ("~=2.0.3", (2, 0, 3)),
        ("~=2.0", (2, 1)),
        ("==2.0.*", (2, 0)),
        (">=2.2", (2, 2)),
        ("!=2.0.1", (2, 1)),
    ],
)
def test_requirements(tmp_path: Path, clauses: str, expected: tuple[int, ...]) -> None:
    (tmp_path / "pyproject.toml").write_text(f'[project]\ndependencies = ["httpx", "SQLAlchemy[asyncio]{clauses} ; python_version > \'3\'"]\n', encoding="utf-8")
    assert version(tmp_path) == expected
    (tmp_path / "pyproject.toml").unlink()
    (tmp_path / "requirements.txt").write_text(f"# sqlalchemy==1.0\nsqlalchemy-utils==3\nsqlalchemy[asyncio]{clauses}  # why\n", encoding="utf-8")
    assert version(tmp_path) == expected


def test_poetry_tables(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.poetry.dependencies]\nsqlalchemy = {extras = ["asyncio"], version = "~2.0.1"}\n', encoding="utf-8")
    assert version(tmp_path) == (2, 0, 1)
    (tmp_path / "pyproject.toml").write_text('[tool.poetry.dependencies]\nSQLAlchemy = "^2.0"\n', encoding="utf-8")
    assert version(tmp_path) == (2, 1)


def test_damaged_files(tmp_path: Path) -> None:
    (tmp_path / "Pipfile.lock").write_text("[1, 2", encoding="utf-8")
    (tmp_path / "uv.lock").write_bytes(b"\xff\xfe\x00[[package]]")
    (tmp_path / "poetry.lock").mkdir()
    (tmp_path / "pyproject.toml").write_text('sqlalchemy = ">=" \n"sqlalchemy', encoding="utf-8")
    assert version(tmp_path) == DEFAULTS["sqlalchemy"]
