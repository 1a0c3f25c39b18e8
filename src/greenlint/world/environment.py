"""The packages that are installed in the linted project's own virtual environment: read where neither the project nor a stub knows an import.

Deliberately absent: `.pth` files and editable installations, and which environment is active: only the configured one counts.
"""

from __future__ import annotations

import os
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from greenlint.world.walk import SUFFIXES, Exclusion, Problem, Walk

_NOT_READ = Exclusion(("__pycache__", "node_modules"))


class Environment:
    """One virtual environment.

    `directory` is its `site-packages` relative to the root, with `/`; empty where there is none, and then `problem` says so.

    Args:
        root: the analysis root.
        configured: the environment's directory, relative to the root or absolute.
    """

    def __init__(self, root: Path, configured: str) -> None:
        self._root = root
        places = [*sorted((root / configured).glob("lib/*/site-packages")), root / configured / "Lib" / "site-packages"]
        found = next((place for place in places if place.is_dir()), None)
        self.directory = "" if found is None else Path(os.path.relpath(found, root)).as_posix()
        self.problem = None if found is not None else Problem(configured, "not a virtual environment: it has no site-packages", "unreadable")
        self._files: dict[str, tuple[str, ...]] = {}

    @cached_property
    def _names(self) -> tuple[str, ...]:
        try:
            return tuple(sorted(os.listdir(self._root / self.directory))) if self.directory else ()
        except OSError:
            return ()

    def holds(self, path: str) -> bool:
        """Whether a path, relative to the root, is one of a module in the environment."""
        return bool(self.directory) and path.startswith(self.directory + "/")

    def files(self, name: str) -> tuple[str, ...]:
        """The Python files of a top-level module or package; none where nothing of that name is installed."""
        found = self._files.get(name)
        if found is None:
            found = self._files[name] = self._listed(name)
        return found

    def _listed(self, name: str) -> tuple[str, ...]:
        single = [name + suffix for suffix in SUFFIXES if name + suffix in self._names]
        below = Walk(self._root / self.directory, _NOT_READ, False, name).files if name in self._names else []
        return tuple(sorted(f"{self.directory}/{path}" for path in (*single, *below)))

    @property
    def digest(self) -> str:
        """A hash of what is installed: it changes with the set of packages and with their versions."""
        return blake2b("\n".join(self._names).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
