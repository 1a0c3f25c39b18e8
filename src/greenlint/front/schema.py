"""The JSON schema of `[tool.greenlint]`, made from the table of keys that the configuration's reader has. validate-pyproject loads it by entry point.

Deliberately absent: which selectors name rules, for a file may be checked by a tool that has other rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from greenlint.front.configuration import DRIVER_LEVELS, KEYS, MODES, SEVERITIES, VERSION, Reader

URL = "https://greenlint.readthedocs.io/schema.json"

_STRINGS: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
_MEANINGS = {
    "src": "Directories that hold top-level modules, besides `src` and the root.",
    "exclude": "Globs of files and directories that are no part of the project.",
    "extend-exclude": "Globs that are excluded besides those of `exclude`.",
    "respect-gitignore": "Whether files that git ignores are left out.",
    "environment": "The virtual environment whose packages the project uses: they are read where no stub tells of them.",
    "stubs": "Directories with stubs of libraries.",
    "select": "The rules that are on: codes, prefixes of codes, names, or ALL.",
    "extend-select": "Rules that are on besides those of `select`.",
    "ignore": "Rules that are off.",
    "per-file-ignores": "Rules that are off, by glob of the files.",
    "fixable": "Rules whose fixes may be applied.",
    "unfixable": "Rules whose fixes are never applied.",
    "extend-safe-fixes": "Rules whose unsafe fixes count as safe.",
    "severity": "The severity of findings, by selector of rules.",
    "drivers": "The severity of blocking calls by database driver, or `off`.",
    "sqlalchemy-version": "The version of SQLAlchemy that the project runs on.",
    "fastapi-version": "The version of FastAPI that the project runs on.",
    "httpx-version": "The version of httpx that the project runs on.",
    "pytest-asyncio-mode": "The mode that pytest-asyncio runs in.",
    "baseline": "The file with the findings that are known and hidden.",
    "cache-dir": "The directory of the cache.",
}


def get_schema(tool_name: str = "greenlint") -> dict[str, Any]:
    """The schema (draft 7) of the table; `tool_name` is the name under `tool` that it is asked for."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": URL,
        "title": f"The table `[tool.{tool_name}]`",
        "type": "object",
        "additionalProperties": False,
        "properties": {key: {"description": _MEANINGS[key], **_SHAPES[read]} for key, read in KEYS.items()},
    }


def _table(values: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": values}


def _one_of(words: Iterable[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(words)}


_SHAPES: dict[Any, dict[str, Any]] = {
    Reader.string: {"type": "string"},
    Reader.strings: _STRINGS,
    Reader.boolean: {"type": "boolean"},
    Reader.version: {"type": "string", "pattern": f"^{VERSION.pattern}$"},
    Reader.ignores: _table(_STRINGS),
    Reader.severities: _table(_one_of(SEVERITIES)),
    Reader.drivers: _table(_one_of(DRIVER_LEVELS)),
    Reader.mode: _one_of(MODES),
}
