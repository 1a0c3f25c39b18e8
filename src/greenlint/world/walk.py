"""The walk that lists the files below a directory, with ruff's exclusions and git's `.gitignore` files.

Deliberately absent: git's other ignore files, which belong to a machine and not to the project; the texts of the files.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from greenlint.base.glob import translate
from greenlint.base.settings import Settings

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

SUFFIXES = (".py", ".pyi")
MANIFESTS = frozenset({"pyproject.toml", "setup.cfg", "setup.py"})
"""Each names a distribution, which its directory and the `src` in it are the import roots of."""

# ruff's list, and the tool's own cache.
DEFAULT_EXCLUDE = (
    ".bzr",
    ".direnv",
    ".eggs",
    ".git",
    ".git-rewrite",
    ".greenlint_cache",
    ".hg",
    ".ipynb_checkpoints",
    ".mypy_cache",
    ".nox",
    ".pants.d",
    ".pyenv",
    ".pytest_cache",
    ".pytype",
    ".ruff_cache",
    ".svn",
    ".tox",
    ".venv",
    ".vscode",
    "__pypackages__",
    "_build",
    "buck-out",
    "dist",
    "node_modules",
    "site-packages",
    "venv",
)


class Problem(NamedTuple):
    """Why a file or directory has no text. `kind` is `unreadable`, `undecodable` or `too-large`."""

    path: str
    reason: str
    kind: str


class Exclusion:
    """ruff's meaning of globs: one without `/` fits a name anywhere or a path from the root, one with `/` a path from the root only.

    Args:
        globs: the globs, relative to the root.

    Raises:
        re.error: a glob is malformed.
    """

    def __init__(self, globs: tuple[str, ...]) -> None:
        names = [translate(glob) for glob in globs if "/" not in glob]
        paths = [translate(glob.removeprefix("./").rstrip("/")) for glob in globs]
        self._name = _any(names)
        self._path = _any(paths)

    @classmethod
    def configured(cls, settings: Settings) -> Exclusion:
        """What the settings exclude: `exclude` stands for the default list, `extend_exclude` adds to either."""
        return cls((settings.exclude or DEFAULT_EXCLUDE) + settings.extend_exclude)

    def __call__(self, path: str, name: str) -> bool:
        """Whether a path below an included directory is excluded; `name` is its last part."""
        return bool(self._name.fullmatch(name) or self._path.fullmatch(path))

    def covers(self, path: str) -> bool:
        """Whether a path or a directory above it is excluded."""
        pure = PurePosixPath(path)
        return any(self(str(part), part.name) for part in (pure, *pure.parents) if part.name)


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or "(?!)", re.DOTALL)


class Walk:
    """One walk. Real directories come first; then what symbolic links inside the root add to them, each real directory once.

    `files` and `problems` hold what was found, `distributions` the directories with a manifest, in no particular order.

    Args:
        root: what paths are relative to.
        excluded: what is left out.
        gitignore: leave out what git ignores, if the root is in a checkout.
        start: the directory to list, relative to the root.
    """

    def __init__(self, root: Path, excluded: Exclusion, gitignore: bool, start: str = "") -> None:
        self.files: list[str] = []
        self.problems: list[Problem] = []
        self.distributions: list[str] = []
        self._root = root
        self._excluded = excluded
        self._seen: set[tuple[int, int]] = set()
        self._links: list[str] = []
        checkout = _checkout(root) if gitignore else None
        self._ignores = _Ignores(root, checkout) if checkout else None
        self._descend(start)
        real_root = os.path.realpath(root)
        while self._links:
            self._links.sort(reverse=True)
            self._follow(self._links.pop(), real_root)

    def _follow(self, link: str, real_root: str) -> None:
        real = os.path.realpath(self._root / link)
        if real.startswith(os.path.join(real_root, "")) and not self._excluded.covers(Path(real).relative_to(real_root).as_posix()):
            self._descend(link)

    def _descend(self, start: str) -> None:
        pending = [start]
        while pending:
            directory = pending.pop()
            prefix = directory + "/" if directory else ""
            entries = self._entries(directory)
            if any(entry.name in MANIFESTS for entry in entries):
                self.distributions.append(directory)
            for entry in entries:
                path = prefix + entry.name
                if self._excluded(path, entry.name) or not self._nameable(path):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    if not self._ignored(path + "/"):
                        pending.append(path)
                elif entry.name.endswith(SUFFIXES) and _is(entry.is_file):
                    if not self._ignored(path):
                        self.files.append(path)
                elif entry.is_symlink() and _is(entry.is_dir) and not self._ignored(path):
                    self._links.append(path)

    def _entries(self, directory: str) -> list[os.DirEntry[str]]:
        """What a directory holds, by name; nothing if it was listed before, by whatever path, or cannot be."""
        try:
            status = os.stat(self._root / directory)
            if (status.st_dev, status.st_ino) in self._seen:
                return []
            self._seen.add((status.st_dev, status.st_ino))
            with os.scandir(self._root / directory) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self.problems.append(Problem(directory or ".", error.strerror or str(error), "unreadable"))
            return []
        if self._ignores and any(entry.name == ".gitignore" for entry in listed):
            self._ignores.load(directory)
        return listed

    def _nameable(self, path: str) -> bool:
        try:
            path.encode()
        except UnicodeEncodeError:
            self.problems.append(Problem(path.encode("utf-8", "backslashreplace").decode(), "the name is not text", "undecodable"))
            return False
        return True

    def _ignored(self, path: str) -> bool:
        return self._ignores is not None and self._ignores(path)


def _is(kind: Callable[[], bool]) -> bool:
    try:
        return kind()
    except OSError:
        return False


def _checkout(root: Path) -> Path | None:
    """The directory of the git checkout around the root, if it is in one."""
    root = Path(os.path.abspath(root))
    return next((ancestor for ancestor in (root, *root.parents) if (ancestor / ".git").exists()), None)


class _Ignores:
    """The `.gitignore` files from the top of the checkout down to where the walk is; the deepest that says something decides."""

    def __init__(self, root: Path, checkout: Path) -> None:
        self._root = Path(os.path.abspath(root))
        self._specs: dict[str, GitIgnoreSpec] = {}
        self._above: list[tuple[str, GitIgnoreSpec]] = []
        for ancestor in self._root.parents:
            if not ancestor.is_relative_to(checkout):
                break
            spec = _spec(ancestor / ".gitignore")
            if spec is not None:
                self._above.append((self._root.relative_to(ancestor).as_posix() + "/", spec))
        # A root that is ignored itself was chosen nevertheless: nothing above it has a say.
        if self._from_above(""):
            self._above.clear()

    def load(self, directory: str) -> None:
        """Take in the file of a directory that the walk has reached."""
        spec = _spec(self._root / directory / ".gitignore")
        if spec is not None:
            self._specs[directory] = spec

    def __call__(self, path: str) -> bool:
        """Whether git ignores a path of which no parent is ignored; a directory ends with `/`."""
        at = len(path.rstrip("/"))
        while self._specs and at >= 0:
            at = path.rfind("/", 0, at)
            spec = self._specs.get(path[:at] if at >= 0 else "")
            verdict = spec.check_file(path[at + 1 :]).include if spec else None
            if verdict is not None:
                return verdict
        return self._from_above(path)

    def _from_above(self, path: str) -> bool:
        for prefix, spec in self._above:
            verdict = spec.check_file(prefix + path).include
            if verdict is not None:
                return verdict
        return False


def _spec(file: Path) -> GitIgnoreSpec | None:
    try:
        if not file.is_file():
            return None
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    from pathspec import GitIgnoreSpec

    spec = GitIgnoreSpec.from_lines([])
    for line in lines:
        # git skips what it cannot read.
        with suppress(ValueError):
            spec += GitIgnoreSpec.from_lines([line])
    return spec
