"""The code that is measured on: pinned releases of public projects, and the synthetic project at some sizes. Nothing of it is installed or imported.

A `Site` is a copy of a corpus for one run: Python files only, so that no tool finds the project's own configuration.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.environments import Environment
from benchmarks.imports import Choice, choose, edited
from benchmarks.synthetic import project

SYNTHETIC = "synthetic-"


@dataclass(frozen=True)
class Release:
    """A pinned release, and whether it is taken as source distribution (with its tests) or as wheel."""

    name: str
    version: str
    source: bool


RELEASES = (Release("prefect", "3.9.1", False), Release("open-webui", "0.12.4", False), Release("sqlalchemy", "2.1.9", True))


def download(release: Release, work: Path, pip: Environment) -> Path:
    """The unpacked files of a release, fetched if they are not there yet.

    Of a source distribution pip asks the metadata, in an environment of its own.
    """
    target = work / "corpora" / f"{release.name}-{release.version}"
    if target.exists():
        return target
    archives = work / "downloads" / release.name
    shutil.rmtree(archives, ignore_errors=True)
    form = "--no-binary" if release.source else "--only-binary"
    pip.must_pip("download", "--no-deps", form, ":all:", "--dest", str(archives), f"{release.name}=={release.version}")
    (archive,) = archives.iterdir()
    unpacked = target.with_name(f"{target.name}.part")
    shutil.rmtree(unpacked, ignore_errors=True)
    _unpack(archive, unpacked)
    # A source distribution has everything in one directory.
    (unpacked / archive.name.removesuffix(".tar.gz") if release.source else unpacked).rename(target)
    shutil.rmtree(unpacked, ignore_errors=True)
    return target


def generate(name: str, lines: int, work: Path) -> Path:
    """The synthetic project with about that many lines, written if it is not there yet."""
    target = work / "corpora" / f"{name}-{lines}-{project.digest()}"
    if not target.exists():
        part = target.with_name(f"{target.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        project.write(part, lines)
        part.rename(target)
    return target


class Site:
    """A corpus, copied for one run.

    Attributes:
        tree: the root of the copy.
        state: where tools may keep what they remember of it.
    """

    def __init__(self, name: str, corpus: Path, work: Path) -> None:
        self.name = name
        self.tree = (work / "sites" / name).absolute()
        self.state = (work / "state" / name).absolute()
        for old in (self.tree, self.state):
            shutil.rmtree(old, ignore_errors=True)
        _copy(corpus, self.tree)
        self.state.mkdir(parents=True)
        # Tools look upwards for the root of a project: it ends here.
        (self.tree / ".git").mkdir()
        self.files = sorted(path.relative_to(self.tree).as_posix() for path in self.tree.rglob("*.py"))
        self.lines = sum((self.tree / file).read_bytes().count(b"\n") for file in self.files)
        self.choice: Choice = choose(self.tree)

    def forget(self) -> None:
        """Remove what greenlint remembers where it does by default; not every front end can be told another place."""
        shutil.rmtree(self.tree / ".greenlint_cache", ignore_errors=True)

    @contextlib.contextmanager
    def change(self, file: str) -> Iterator[None]:
        """The file with a function more and one line of a body changed; as before afterwards, its times included."""
        path = self.tree / file
        before, stat = path.read_bytes(), path.stat()
        path.write_bytes(edited(before))
        try:
            yield
        finally:
            path.write_bytes(before)
            os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def _copy(corpus: Path, target: Path) -> None:
    for path in sorted(corpus.rglob("*")):
        if path.suffix in (".py", ".pyi") and path.is_file():
            copy = target / path.relative_to(corpus)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, copy)


def _unpack(archive: Path, target: Path) -> None:
    target.mkdir(parents=True)
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            wheel.extractall(target)
        return
    with tarfile.open(archive) as sources:
        sources.extractall(target, filter="data")
