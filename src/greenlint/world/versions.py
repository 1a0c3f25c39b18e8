"""The versions of libraries that stubs select by: configured, else what the project's files tell, else the documented default (current releases)."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

from greenlint.base.settings import Settings
from greenlint.model.trace import Node
from greenlint.world.pinned import pinned
from greenlint.world.sources import Sources

DEFAULTS = {"sqlalchemy": (2, 1), "fastapi": (0, 121), "httpx": (0, 28)}
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
}


class Versions:
    """Answers `version("library") >= (major, minor)`."""

    def __init__(self, sources: Sources, settings: Settings) -> None:
        self._settings = settings
        self._root = sources.root

    def version(self, library: str) -> tuple[int, ...] | None:
        """The version of a library in the linted project, as integers."""
        configured = self._settings.version(library)
        if configured is not None:
            return tuple(int(part) for part in re.findall(r"\d+", configured)[:3])
        return self._found.get(library)

    @cached_property
    def _found(self) -> dict[str, tuple[int, ...]]:
        return {**DEFAULTS, **pinned(self._root, DEFAULTS)}

    def told(self) -> list[str]:
        """All versions that stubs can select by, in words."""
        return [f"{library} {self.version(library)}" for library in DEFAULTS]

    def test(self, node: Node) -> bool | None:
        """The truth of a version comparison; None for any other test."""
        if node[0] != "cmp" or len(node[3]) != 1 or node[2][0] != "call" or node[2][2][0] != "name" or node[2][2][2] != "version":
            return None
        (_, name), (op, wanted) = node[2][3][0], node[3][0]
        have = self.version(name[3])
        if have is None or op not in _COMPARISONS or wanted[0] != "tuple":
            return None
        bound = tuple(part[3] for part in wanted[2])
        return _COMPARISONS[op](have[: len(bound)], bound)
