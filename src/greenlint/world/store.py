"""The cache directory: plain data by name, each file replaced as a whole. Worthless to delete, never trusted further than it says what it holds.

A file starts with a line that gives its content's checksum; one that does not fit is no file. A directory that is a link, another user's, or tracked
by git is not used. Deliberately absent: what the data mean, and when they are written.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

from greenlint.world.packs import Packs

DIRECTORY = ".greenlint_cache"
MAX_BYTES = 512 << 20
"""What entries may take up before those go that a run does not want."""

_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# This directory is a cache of greenlint.\n"
_ENTRIES = "traces"
_UNUSED = 86_400
"""Seconds after which the entries of another reader go to which nothing was added."""


class Store:
    """One cache directory. Reading never fails, writing is best effort: a full or read-only disk costs time, not results.

    Args:
        directory: where it is; made on the first write.
        reader: what tells one that reads texts from others: entries of others are not read.
    """

    def __init__(self, directory: Path, reader: str) -> None:
        self.directory = directory
        self.problem = _refusal(directory)
        self._entries = f"{_ENTRIES}-{reader}"
        self._packs = Packs(directory / self._entries, self._put)

    def read(self, name: str) -> str | None:
        """The text that was written by a name; None if there is none, or it is damaged."""
        body = self.read_bytes(name)
        return None if body is None else body.decode("utf-8", "surrogatepass")

    def read_bytes(self, name: str) -> bytes | None:
        """The same in UTF-8."""
        if self.problem is not None:
            return None
        try:
            with open(self.directory / name, "rb") as stream:
                head, body = stream.readline(), stream.read()
        except OSError:
            return None
        return body if head == _checksum(body) + b"\n" else None

    def read_data(self, name: str) -> Any:
        """The JSON data that were written by a name, or None."""
        text = self.read(name)
        if text is None:
            return None
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return None

    def write(self, name: str, text: str) -> None:
        """Put a text in place of what was there by that name."""
        self.write_bytes(name, text.encode("utf-8", "surrogatepass"))

    def write_bytes(self, name: str, body: bytes) -> None:
        """Put a text in UTF-8 in place of what was there by that name."""
        self._put(self.directory / name, (_checksum(body), b"\n", body))

    def _put(self, target: Path, parts: Iterable[bytes]) -> bool:
        if self.problem is not None:
            return False
        temporary = ""
        try:
            self._prepare(target.parent)
            handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".new-")
            with os.fdopen(handle, "wb") as stream:
                stream.writelines(parts)
            os.replace(temporary, target)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            return False
        return True

    def write_data(self, name: str, data: Any) -> None:
        """Put JSON data in place of what was there by that name."""
        self.write(name, json.dumps(data, ensure_ascii=False, separators=(",", ":")))

    def entry(self, digest: str) -> list[str] | None:
        """The lines that were kept for a text of that digest."""
        body = self._packs.get(digest) if self.problem is None else None
        return None if body is None else body.decode("utf-8", "surrogatepass").split("\n")

    def keep(self, entries: Mapping[str, Iterable[str]]) -> None:
        """Keep lines for the texts of some digests."""
        if self.problem is None:
            self._packs.keep({digest: "\n".join(lines).encode("utf-8", "surrogatepass") for digest, lines in entries.items()})

    def trim(self, wanted: Iterable[str]) -> None:
        """Remove the entries of other digests than the wanted ones where all together are too large; and those of readers out of use."""
        if self.problem is not None:
            return
        self._packs.trim(wanted, MAX_BYTES)
        with contextlib.suppress(OSError), os.scandir(self.directory) as items:
            for item in items:
                is_other = item.name.startswith(_ENTRIES) and item.name != self._entries and item.is_dir(follow_symlinks=False)
                if is_other and item.stat(follow_symlinks=False).st_mtime < time.time() - _UNUSED:
                    shutil.rmtree(item.path, ignore_errors=True)

    def _prepare(self, parent: Path) -> None:
        if not self.directory.is_dir():
            self.directory.mkdir(parents=True, exist_ok=True)
            (self.directory / "CACHEDIR.TAG").write_text(_TAG, encoding="utf-8")
            (self.directory / ".gitignore").write_text("*\n", encoding="utf-8")
        parent.mkdir(parents=True, exist_ok=True)


def _checksum(body: bytes) -> bytes:
    # A record has tens of megabytes and is read after each change; nobody is kept out by it.
    return b"%08x" % crc32(body)


def _refusal(directory: Path) -> str | None:
    """Why a directory must not be used as a cache, or None."""
    try:
        status = os.lstat(directory)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        return f"the cache {directory} is not used: {error}"
    if stat.S_ISLNK(status.st_mode):
        return f"the cache {directory} is not used: it is a symbolic link"
    if not stat.S_ISDIR(status.st_mode):
        return f"the cache {directory} is not used: it is no directory"
    if hasattr(os, "getuid") and status.st_uid != os.getuid():
        return f"the cache {directory} is not used: it belongs to another user"
    if not (directory / "CACHEDIR.TAG").is_file():
        return f"the cache {directory} is not used: it was not made by greenlint"
    if _is_tracked(directory):
        return f"the cache {directory} is not used: git tracks it"
    return None


def _is_tracked(directory: Path) -> bool:
    """Whether the index of the git checkout around a directory names files in it. Unsure means yes."""
    checkout = next((parent for parent in directory.parents if (parent / ".git").exists()), None)
    if checkout is None:
        return False
    git = checkout / ".git"
    try:
        if git.is_file():
            link = re.match(r"gitdir: (.+)", git.read_text(encoding="utf-8"))
            git = checkout / link[1].strip() if link else git
        index = (git / "index").read_bytes()
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        return True
    # In version 4 a name is what follows the part that it has in common with the one before; its last letters are always there.
    name = "CACHEDIR.TAG" if index[4:8] == b"\0\0\0\4" else f"{directory.relative_to(checkout).as_posix()}/"
    return name.encode() in index


def remove(top: Path) -> list[Path]:
    """Remove the caches of greenlint at and below a directory; links are not followed. Returns those that were removed."""
    removed: list[Path] = []
    for parent, directories, _ in os.walk(top):
        if DIRECTORY in directories:
            directories.remove(DIRECTORY)
            cache = Path(parent) / DIRECTORY
            if not cache.is_symlink() and (cache / "CACHEDIR.TAG").is_file():
                shutil.rmtree(cache, ignore_errors=True)
                removed.append(cache)
    return sorted(removed)
