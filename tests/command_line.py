"""Runs greenlint as users do: in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import greenlint as package

BLOCKING = 'import sqlite3\n\n\nasync def f():\n    sqlite3.connect("x")\n'
CLEAN = "x = 1\n"


def environment(**changes: str) -> dict[str, str]:
    """The environment of a process that is to import this greenlint, from whatever directory, with no wishes about colours."""
    inherited = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    path = os.pathsep.join([str(Path(package.__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {**inherited, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", **changes}


def python(*arguments: str, cwd: Path, stdin: str | bytes | None = None, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run this Python in a directory; output is decoded as UTF-8."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        env=environment(**changes),
        timeout=120,
        check=False,
    )
    out, err = (text.decode("utf-8").replace("\r\n", "\n") for text in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


def greenlint(*arguments: str, cwd: Path, stdin: str | bytes | None = None, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m greenlint` in a directory."""
    return python("-m", "greenlint", *arguments, cwd=cwd, stdin=stdin, **changes)


def check_json(*arguments: str, cwd: Path, stdin: str | None = None) -> list[dict[str, Any]]:
    """The findings of `greenlint check` as JSON; the run must not fail."""
    done = greenlint("check", "--output-format", "json", *arguments, cwd=cwd, stdin=stdin)
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def write(root: Path, files: dict[str, str]) -> None:
    """Write files below a directory."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))


def places(found: list[dict[str, Any]]) -> list[tuple[str, str, int, int]]:
    """File name, code, row and column of findings."""
    return [(Path(item["filename"]).name, item["code"], item["location"]["row"], item["location"]["column"]) for item in found]
