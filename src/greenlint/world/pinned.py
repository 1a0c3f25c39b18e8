"""The versions of libraries that a project's own files tell: lock files, pinned requirements, what `pyproject.toml` asks for.

Files of the root alone are read, as text. Deliberately absent: markers, extras, indexes and constraints of other packages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

LOCKS = ("uv.lock", "poetry.lock", "pdm.lock")
MAX_LOCK = 32_000_000

_PACKAGE = re.compile(r"^\[\[package\]\]\s*\nname = \"([^\"\n]+)\"\s*\nversion = \"([^\"\n]+)\"", re.MULTILINE)
_REQUIREMENT = re.compile(r"^[ \t]*([A-Za-z0-9][\w.-]*)[ \t]*(?:\[[^\]\n]*\])?[ \t]*([^;#\n]*)", re.MULTILINE)
_QUOTED = re.compile(r"[\"']([A-Za-z0-9][\w.-]*)[ \t]*(?:\[[^\]\n\"']*\])?[ \t]*([=~<>!^][^\"';\n]*)")
_ASSIGNED = re.compile(
    r"^[ \t]*[\"']?([A-Za-z0-9][\w.-]*)[\"']?[ \t]*=[ \t]*(?:\{[^}\n]*?version[ \t]*=[ \t]*)?[\"']([\^~=<>!\d][^\"'\n]*)[\"']", re.MULTILINE
)
_CLAUSE = re.compile(r"(===?|~=|!=|<=|>=|<|>|\^|~|)[ \t]*v?(\d+(?:\.\d+)*)(\.\*)?")

Version = tuple[int, ...]


def pinned(root: Path, newest: Mapping[str, Version]) -> dict[str, Version]:
    """The versions of libraries that the files of a root tell.

    Args:
        root: the directory of the files.
        newest: the libraries by their names in lower case, each with the version to take where a range allows it.
    """
    found: dict[str, Version] = {}
    for name, version in _locked(root):
        if name in newest:
            found[name] = max(found.get(name, ()), version)
    for name, clauses in _asked(root) if len(found) < len(newest) else ():
        if _normal(name) in newest and _CLAUSE.search(clauses):
            found.setdefault(_normal(name), _newest(clauses, newest[_normal(name)]))
    return found


def _locked(root: Path) -> Iterator[tuple[str, Version]]:
    for file in LOCKS:
        for name, version in _PACKAGE.findall(_text(root / file)):
            yield _normal(name), _numbers(version)
    try:
        data = json.loads(_text(root / "Pipfile.lock") or "{}")
        for section in ("default", "develop"):
            for name, entry in data.get(section, {}).items():
                if isinstance(entry, dict) and isinstance(entry.get("version"), str):
                    yield _normal(name), _numbers(entry["version"])
    except (ValueError, AttributeError, RecursionError):
        return


def _asked(root: Path) -> Iterator[tuple[str, str]]:
    try:
        requirements = sorted(file for file in root.glob("requirements*.txt"))
    except OSError:
        requirements = []
    found = [item for file in requirements for item in _REQUIREMENT.findall(_text(file))]
    yield from (item for item in found if "==" in item[1])
    project = _text(root / "pyproject.toml")
    yield from _QUOTED.findall(project)
    yield from _ASSIGNED.findall(project)
    yield from found


def _newest(clauses: str, newest: Version) -> Version:
    """The newest version that clauses allow, as far as that decides: `newest` if it is allowed, else the nearest bound."""
    lowest: Version = ()
    for op, digits, wild in _CLAUSE.findall(clauses):
        version = _numbers(digits)
        if op in ("==", "===", "") and not wild:
            return version
        if op in (">=", ">", "~=", "^", "~") or wild:
            lowest = max(lowest, version)
        upper = _upper(op, version, bool(wild))
        if upper is not None and newest[: len(upper)] >= upper:
            newest = lowest if lowest and lowest < upper else _below(upper)
    return max(newest, lowest)


def _upper(op: str, version: Version, wild: bool) -> Version | None:
    """The version from which on a clause allows none."""
    if op == "<":
        return version
    if op == "<=":
        return (*version[:-1], version[-1] + 1)
    if op == "^":
        return (version[0] + 1,)
    if op == "~=" and len(version) > 1:
        return (*version[:-2], version[-2] + 1)
    if op == "~":
        return (*version[:1], version[1] + 1) if len(version) > 1 else (version[0] + 1,)
    return (*version[:-1], version[-1] + 1) if wild and op in ("==", "") else None


def _below(upper: Version) -> Version:
    """The last release line before a version."""
    parts = list(upper)
    while parts and parts[-1] == 0:
        parts.pop()
    return (*parts[:-1], parts[-1] - 1, 99) if parts else upper


def _numbers(text: str) -> Version:
    return tuple(int(part) for part in re.findall(r"\d{1,9}", text)[:3])


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _text(file: Path) -> str:
    try:
        if not file.is_file() or file.stat().st_size > MAX_LOCK:
            return ""
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
