"""The files of an analysis root: which there are, and the text of each. Editor buffers stand for files; bundled stubs are files too.

Deliberately absent: what the text means, configuration files, and git's ignore files other than `.gitignore`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from greenlint import knowledge
from greenlint.base.settings import Settings
from greenlint.base.text import Source, UndecodableError, decode
from greenlint.read.limits import MAX_FILE
from greenlint.world.environment import Environment
from greenlint.world.walk import SUFFIXES, Exclusion, Problem, Walk

__all__ = ["STUB", "Problem", "Sources", "analysis_root"]

STUB = "stub:"

_STUBS = Path(knowledge.__file__).parent / "stubs"


class Sources:
    """The first-party files under a root, and their texts as they were when first asked for.

    Args:
        root: the analysis root.
        settings: `exclude`, `extend_exclude`, `respect_gitignore`, `stubs` and `environment` count; globs are relative to the root.
        overlay: texts that win over the disk, by path relative to the root; such a path need not exist on disk.
    """

    def __init__(self, root: Path, settings: Settings, overlay: Mapping[str, str] | None = None) -> None:
        self.root = root
        self.settings = settings
        self._overlay = dict(overlay or {})
        self._texts: dict[str, Source | Problem] = {}
        self._digests: dict[str, str] = {}
        self._excluded = Exclusion.configured(settings)
        self._stub_directories = tuple(self._relative(directory) for directory in settings.stubs)

    def changed(self, texts: Mapping[str, str]) -> Sources:
        """The same files with other texts for some of them, by path. What was read before is not read again."""
        other = Sources(self.root, self.settings, {**self._overlay, **texts})
        other._texts = {path: text for path, text in self._texts.items() if path not in texts}
        other._digests = {path: digest for path, digest in self._digests.items() if path not in texts}
        if all(path in self._overlay or path in self._names for path in texts):
            other.__dict__["_walked"] = self._walked
        return other

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self._walked[0])

    def files(self) -> tuple[str, ...]:
        """All first-party `*.py` and `*.pyi` files, sorted: relative to the root, with `/`. The user's own stubs are not among them."""
        return self._walked[0]

    def below(self, directory: str) -> tuple[str, ...]:
        """The Python files below a directory (relative to the root) that is excluded itself; exclusions count again for what is in it."""
        walk = Walk(self.root, self._excluded, self.settings.respect_gitignore, directory)
        return tuple(sorted(path for path in walk.files if not self.is_stub(path)))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Directories that could not be listed and names that are no text; what is below them is missing from `files` or `stubs`."""
        missing = self.environment.problem if self.environment is not None else None
        others = (problem for walk in self._stub_walks for problem in walk.problems)
        return tuple(sorted({*self._walked[1], *others, *(() if missing is None else (missing,))}))

    @property
    def distributions(self) -> tuple[str, ...]:
        """The directories below the root that hold a distribution of their own, sorted."""
        return self._walked[2]

    @cached_property
    def _walked(self) -> tuple[tuple[str, ...], tuple[Problem, ...], tuple[str, ...]]:
        walk = Walk(self.root, self._excluded, self.settings.respect_gitignore)
        new = [path for path in self._overlay if path.endswith(SUFFIXES) and not self._excluded.covers(path) and not self._on_disk(path)]
        files = tuple(sorted(path for path in {*walk.files, *new} if not self.is_stub(path)))
        return files, tuple(walk.problems), tuple(sorted(directory for directory in walk.distributions if directory))

    @cached_property
    def stubs(self) -> tuple[tuple[str, ...], ...]:
        """The stub files of each stub directory in order of precedence: the user's directories, then the bundled stubs (`stub:` paths)."""
        bundled = Walk(_STUBS, Exclusion(()), False).files
        return (*(_stubs(walk.files) for walk in self._stub_walks), _stubs([STUB + path for path in bundled]))

    @cached_property
    def _stub_walks(self) -> tuple[Walk, ...]:
        return tuple(Walk(self.root, Exclusion(()), False, directory) for directory in self._stub_directories)

    @cached_property
    def environment(self) -> Environment | None:
        """The configured virtual environment."""
        return None if self.settings.environment is None else Environment(self.root, self.settings.environment)

    def is_installed(self, path: str) -> bool:
        """Whether a path is one of a module in the configured environment, and no first-party file."""
        return self.environment is not None and self.environment.holds(path) and path not in self._names

    @property
    def stub_directories(self) -> tuple[str, ...]:
        """The directories of `stubs`, in the same order; that of the bundled stubs is `stub:`."""
        return (*self._stub_directories, STUB)

    @cached_property
    def import_roots(self) -> tuple[str, ...]:
        """The configured `src` directories, relative to the root; the root itself is empty."""
        return tuple(map(self._relative, self.settings.src))

    def is_stub(self, path: str) -> bool:
        """Whether a path is a stub of a library: bundled, or in one of the user's stub directories."""
        if path.startswith(STUB):
            return True
        return path.endswith(".pyi") and any(not directory or path.startswith(directory + "/") for directory in self._stub_directories)

    def source(self, path: str) -> Source | Problem:
        """The text of a file, or why there is none. Any path may be asked for, also an excluded one."""
        found = self._texts.get(path)
        if found is None:
            found = self._texts[path] = self._buffer(path) if path in self._overlay else self._read(path)
        return found

    def is_problem(self, path: str) -> bool:
        """Whether a file has no text. It is not read for that if its digest is known."""
        if path in self._texts or path not in self._digests:
            return isinstance(self.source(path), Problem)
        return self._digests[path] in _PROBLEMS

    def believe(self, path: str, digest: str) -> None:
        """Take a digest for that of a file's text, which is known not to have changed."""
        self._digests.setdefault(path, digest)

    def outside_digests(self) -> list[str]:
        """What is told of libraries from outside of greenlint: the user's own stubs, each with the digest of its text; what the environment holds."""
        stubs = [f"{path} {self.digest(path)}" for tree in self.stubs[:-1] for path in tree] if self.settings.stubs else []
        return stubs if self.environment is None else [*stubs, self.environment.digest]

    def digest(self, path: str) -> str:
        """A hash of the file's text (32 hexadecimal digits); of the problem, if it has no text."""
        found = self._digests.get(path)
        if found is None:
            source = self.source(path)
            found = self._digests[path] = _digest(source.text if isinstance(source, Source) else f"\0{source.kind}")
        return found

    def _buffer(self, path: str) -> Source | Problem:
        text = self._overlay[path]
        try:
            size = len(text.encode())
        except UnicodeEncodeError as error:
            return Problem(path, str(error), "undecodable")
        if size > MAX_FILE:
            return _too_large(path)
        if "\0" in text:
            return Problem(path, "source code cannot contain null bytes", "undecodable")
        return Source(text.removeprefix("\ufeff"), bom=text.startswith("\ufeff"))

    def _read(self, path: str) -> Source | Problem:
        try:
            file = self._location(path)
            status = os.stat(file)
            if not stat.S_ISREG(status.st_mode):
                return Problem(path, "not a regular file", "unreadable")
            if status.st_size > MAX_FILE:
                return _too_large(path)
            with open(file, "rb") as stream:
                data = stream.read(MAX_FILE + 1)
        except (OSError, ValueError) as error:
            return Problem(path, getattr(error, "strerror", None) or str(error), "unreadable")
        if len(data) > MAX_FILE:
            return _too_large(path)
        try:
            return decode(data)
        except UndecodableError as error:
            return Problem(path, str(error), "undecodable")

    def _location(self, path: str) -> Path:
        return _STUBS / path.removeprefix(STUB) if path.startswith(STUB) else self.root / path

    def _relative(self, directory: str) -> str:
        """A configured directory, relative to the root; the root itself is empty."""
        relative = Path(os.path.relpath(self.root / directory, self.root)).as_posix()
        return "" if relative == "." else relative

    def _on_disk(self, path: str) -> bool:
        return os.path.lexists(self.root / path)


def analysis_root(start: Path, config_dir: Path | None) -> Path:
    """The directory whose files are analysed together.

    Args:
        start: the file or directory that is asked about.
        config_dir: the directory of the configuration that holds for it, if any; it wins.

    Returns:
        `config_dir`, else the nearest directory upwards with a `.git`, else the parent of the outermost package around `start`,
        else its directory.
    """
    if config_dir is not None:
        return config_dir
    start = Path(os.path.abspath(start))
    directory = start if start.is_dir() else start.parent
    for ancestor in (directory, *directory.parents):
        if (ancestor / ".git").exists():
            return ancestor
    while any((directory / f"__init__{suffix}").is_file() for suffix in SUFFIXES) and directory.parent != directory:
        directory = directory.parent
    return directory


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


_PROBLEMS = frozenset(_digest(f"\0{kind}") for kind in ("unreadable", "undecodable", "too-large"))


def _stubs(files: list[str]) -> tuple[str, ...]:
    return tuple(sorted(path for path in files if path.endswith(".pyi")))


def _too_large(path: str) -> Problem:
    return Problem(path, f"larger than {MAX_FILE:,} bytes", "too-large")
