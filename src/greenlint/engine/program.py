"""What reads code and finds things in it, as a digest: what another one has kept counts for nothing.

Deliberately absent: settings. Nothing is imported for this that reads code.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

import greenlint


@cache
def program() -> str:
    """A digest of this very package, of libcst as its file of the version tells, and of the Python; 24 characters."""
    package = Path(greenlint.__file__).parent
    parts = [greenlint.__version__, os.name, repr(tuple(sys.version_info[:2])), str(package), _libcst()]
    pending = [str(package)]
    while pending:
        for entry in sorted(os.scandir(pending.pop()), key=lambda item: item.name):
            if entry.is_dir():
                if entry.name != "__pycache__":
                    pending.append(entry.path)
            else:
                status = entry.stat()
                parts.append(f"{entry.name} {status.st_size} {status.st_mtime_ns}")
    return blake2b("\n".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _libcst() -> str:
    spec = find_spec("libcst")
    try:
        return (Path(spec.origin).parent / "_version.py").read_text(encoding="utf-8") if spec is not None and spec.origin else ""
    except (OSError, ValueError):
        return ""
