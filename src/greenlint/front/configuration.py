"""Configuration files: where they are, what they may say, and the settings that they become.

A directory's file is `.greenlint.toml`, else `greenlint.toml`, else a `pyproject.toml` that has `[tool.greenlint]`. Files do not merge.
Deliberately absent: environment variables, files of the user or the system, and whether selectors name rules.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from greenlint.base.settings import Settings
from greenlint.engine.selection import did_you_mean

NAMES = (".greenlint.toml", "greenlint.toml", "pyproject.toml")
VERSION = re.compile(r"[0-9]+(\.[0-9]+)*")
SEVERITIES = ("error", "warning", "info")
DRIVER_LEVELS = (*SEVERITIES, "off")
MODES = ("auto", "strict")


class ConfigurationError(Exception):
    """A configuration file that cannot be used. Its text is meant for the user and begins with the file's name."""


@dataclass(frozen=True)
class Configuration:
    """A configuration file that was read. Globs for files in `settings` are relative to `base`, an absolute directory."""

    path: Path
    base: Path
    settings: Settings

    @property
    def directory(self) -> Path:
        """Where the file stands."""
        return self.path.parent


class Configurations:
    """The configurations of a run: the nearest file above each directory, or the one that the user names, or none at all.

    Args:
        file: use this file for everything; its globs are relative to the working directory.
        isolated: read nothing.
    """

    def __init__(self, *, file: Path | None = None, isolated: bool = False) -> None:
        self._fixed = isolated or file is not None
        self._file = None if isolated or file is None else _read_named(file.absolute())
        self._own: dict[Path, Configuration | None] = {}

    def nearest(self, directory: Path) -> Configuration | None:
        """The configuration that decides the selection of rules in a directory (absolute).

        Raises:
            ConfigurationError: the file is unreadable, malformed, or says something unknown.
        """
        if self._fixed:
            return self._file
        return next((found for place in (directory, *directory.parents) if (found := self._in(place))), None)

    def outermost(self, directory: Path) -> Configuration | None:
        """The configuration that marks the analysis root of a directory (absolute): the highest one within its repository.

        A file that the user names marks nothing unless the working directory lies below it.

        Raises:
            ConfigurationError: see `nearest`.
        """
        if self._fixed:
            places = (directory, Path.cwd())
            return self._file if self._file and all(place.is_relative_to(self._file.directory) for place in places) else None
        highest = None
        for place in (directory, *directory.parents):
            highest = self._in(place) or highest
            if (place / ".git").exists():
                break
        return highest

    def _in(self, directory: Path) -> Configuration | None:
        if directory not in self._own:
            self._own[directory] = next((found for name in NAMES if (found := _read(directory / name))), None)
        return self._own[directory]


def _read_named(path: Path) -> Configuration:
    if not os.path.isfile(path):
        raise ConfigurationError(f"{path}: no such file")
    read = _read(path)
    return Configuration(path, Path.cwd(), read.settings if read else Settings())


def _read(path: Path) -> Configuration | None:
    """The configuration in a file; None where there is no file or no table for greenlint in it."""
    if not os.path.isfile(path):
        return None
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{path}: not UTF-8") from None
    shared = path.name == "pyproject.toml"
    if shared and "greenlint" not in text:
        return None
    table: Any = _parse(path, text)
    if shared:
        tool = table.get("tool", {})
        if not isinstance(tool, dict) or "greenlint" not in tool:
            return None
        table = tool["greenlint"]
        if not isinstance(table, dict):
            raise ConfigurationError(f"{path}: `tool.greenlint` must be a table")
    return Configuration(path, path.parent, Reader(path, text).settings(table))


def _parse(path: Path, text: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+)", str(error))
        row = place[1] if place else str(text.count("\n") + 1)
        reason = re.sub(r" \(at .*\)$", "", str(error))
        raise ConfigurationError(f"{path}:{row}: malformed TOML: {reason}") from None
    except RecursionError:
        raise ConfigurationError(f"{path}:1: malformed TOML: nested too deeply") from None


class Reader:
    """Turns a table into settings; every complaint names the file, the row where the key seems to stand, and the key."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._text = text

    def settings(self, table: Mapping[str, Any]) -> Settings:
        values: dict[str, Any] = {}
        versions: list[tuple[str, str]] = []
        for key, value in table.items():
            read = KEYS.get(key)
            if read is None:
                raise self._error(key, f"unknown key `{key}`{did_you_mean(key.replace('_', '-'), KEYS)}")
            result = read(self, key, value)
            if read is Reader.version:
                versions.append((key.removesuffix("-version"), result))
            else:
                values[key.replace("-", "_")] = result
        return Settings(**values, versions=tuple(versions))

    def string(self, key: str, value: Any) -> str:
        if not isinstance(value, str):
            raise self._error(key, f"`{key}` must be a string")
        return value

    def strings(self, key: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._error(key, f"`{key}` must be a list of strings")
        return tuple(value)

    def boolean(self, key: str, value: Any) -> bool:
        if not isinstance(value, bool):
            raise self._error(key, f"`{key}` must be true or false")
        return value

    def version(self, key: str, value: Any) -> str:
        if not isinstance(value, str) or not VERSION.fullmatch(value):
            raise self._error(key, f'`{key}` must be a version in quotes, such as "2.0"')
        return value

    def ignores(self, key: str, value: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple((glob, self.strings(f"{key}.{glob}", selectors)) for glob, selectors in self._table(key, value).items())

    def severities(self, key: str, value: Any) -> tuple[tuple[str, str], ...]:
        return tuple((name, self._choice(f"{key}.{name}", level, SEVERITIES)) for name, level in self._table(key, value).items())

    def drivers(self, key: str, value: Any) -> tuple[tuple[str, str], ...]:
        return tuple((name, self._choice(f"{key}.{name}", level, DRIVER_LEVELS)) for name, level in self._table(key, value).items())

    def mode(self, key: str, value: Any) -> str:
        return self._choice(key, value, MODES)

    def _choice(self, key: str, value: Any, choices: tuple[str, ...]) -> str:
        if not isinstance(value, str) or value not in choices:
            raise self._error(key, f"`{key}` must be one of {', '.join(repr(choice) for choice in choices)}")
        return value

    def _table(self, key: str, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self._error(key, f"`{key}` must be a table")
        return value

    def _error(self, key: str, message: str) -> ConfigurationError:
        return ConfigurationError(f"{self._path}{self._row(key)}: {message}")

    def _row(self, key: str) -> str:
        """`:row` of a key by looking for its first word as TOML would spell it, or nothing."""
        word = re.escape(key.split(".")[0])
        header = re.search(r"^[ \t]*\[tool\.greenlint", self._text, re.MULTILINE)
        place = re.compile(rf"^[ \t]*(?:\[[\w.]*\.)?[\"']?{word}[\"']?[ \t]*[\].=]", re.MULTILINE).search(
            self._text, header.start() if header else 0
        )
        return f":{self._text.count(chr(10), 0, place.start()) + 1}" if place else ""


KEYS: dict[str, Callable[[Reader, str, Any], Any]] = {
    "src": Reader.strings,
    "exclude": Reader.strings,
    "extend-exclude": Reader.strings,
    "respect-gitignore": Reader.boolean,
    "environment": Reader.string,
    "stubs": Reader.strings,
    "select": Reader.strings,
    "extend-select": Reader.strings,
    "ignore": Reader.strings,
    "per-file-ignores": Reader.ignores,
    "fixable": Reader.strings,
    "unfixable": Reader.strings,
    "extend-safe-fixes": Reader.strings,
    "severity": Reader.severities,
    "drivers": Reader.drivers,
    "sqlalchemy-version": Reader.version,
    "fastapi-version": Reader.version,
    "httpx-version": Reader.version,
    "pytest-asyncio-mode": Reader.mode,
    "baseline": Reader.string,
    "cache-dir": Reader.string,
}
