"""A changed text put in the place of a file: whole or not at all, through symbolic links, with the file's encoding and permissions."""

from __future__ import annotations

import codecs
import contextlib
import os
import stat
import tempfile
from pathlib import Path

from greenlint.base.text import Source, UndecodableError, decode


def encoded(source: Source) -> bytes:
    """The bytes of a text in its encoding, with its byte order mark.

    Raises:
        UnicodeEncodeError: the encoding has no bytes for a character.
    """
    return (codecs.BOM_UTF8 if source.bom else b"") + source.text.encode(source.encoding)


def write(path: Path, before: Source, after: Source) -> None:
    """Replace a file whose text was `before`.

    Raises:
        OSError: the file cannot be replaced, or it is not what it was; then it is left alone.
    """
    target = Path(os.path.realpath(path))
    data = encoded(after)
    with open(target, "rb") as stream:
        status = os.fstat(stream.fileno())
        try:
            unchanged = decode(stream.read()) == before
        except UndecodableError:
            unchanged = False
    if not unchanged:
        raise OSError(0, "the file was changed meanwhile")
    if not os.access(target, os.W_OK):
        raise PermissionError(0, "the file is read-only")
    handle, temporary = tempfile.mkstemp(prefix=f".{target.name[:100]}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        _adopt(temporary, status)
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _adopt(path: str, status: os.stat_result) -> None:
    """Give a new file the owner, as far as we may, and the permissions of another."""
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):
            os.chown(path, status.st_uid, status.st_gid)
    os.chmod(path, stat.S_IMODE(status.st_mode))
