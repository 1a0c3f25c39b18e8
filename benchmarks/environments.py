"""The virtual environments that the measured programs run in: one with greenlint, one with its peers.

They are two, for flake8 runs every plugin that is installed beside it. Peers are the newest there are; the report names the versions.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

PEERS = {
    "libcst": "libcst",
    "ruff": "ruff",
    "flake8": "flake8",
    "flake8-async": "flake8-async",
    "fixit": "fixit",
    "pyright": "pyright[nodejs]",
    "ty": "ty",
}
_SOURCES = ("src", "pyproject.toml", "setup.py", "README.md", "LICENSE")


class Environment:
    """A virtual environment."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory.absolute()

    @property
    def python(self) -> str:
        """Its interpreter."""
        return self.program("python")

    def program(self, name: str) -> str:
        """The path of a program in it."""
        return str(self.directory / "bin" / name)

    def make(self, *, clear: bool = False) -> None:
        """Make it, if it is not there."""
        if clear or not Path(self.python).exists():
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(self.directory)], check=True)

    def pip(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run its pip."""
        command = [self.python, "-m", "pip", "--disable-pip-version-check", *words]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def must_pip(self, *words: str) -> None:
        """Run its pip.

        Raises:
            SystemExit: it failed.
        """
        done = self.pip(*words)
        if done.returncode != 0:
            raise SystemExit(f"pip {' '.join(words)} failed:\n{done.stderr.strip()}")

    def versions(self) -> dict[str, str]:
        """The versions of what is installed in it."""
        return {item["name"]: item["version"] for item in json.loads(self.pip("list", "--format", "json").stdout)}


def with_greenlint(checkout: Path, work: Path) -> Environment:
    """An environment with greenlint, as the wheel that the checkout builds, and what its front ends need.

    Both are built anew when the sources have changed.
    """
    made = Environment(work / "environments" / "greenlint")
    stamp, digest = made.directory / "sources.digest", _digest(checkout)
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest:
        return made
    made.make(clear=True)
    copy, wheels = work / "build" / "checkout", work / "build" / "wheels"
    for old in (copy, wheels):
        shutil.rmtree(old, ignore_errors=True)
    copy.mkdir(parents=True)
    for name in _SOURCES:
        if (checkout / name).is_dir():
            shutil.copytree(checkout / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copy2(checkout / name, copy / name)
    made.must_pip("wheel", "--no-deps", "--wheel-dir", str(wheels), str(copy))
    (wheel,) = wheels.glob("greenlint-*.whl")
    made.must_pip("install", f"{wheel}[flake8,lsp]")
    stamp.write_text(digest, encoding="ascii")
    return made


def with_peers(work: Path, wanted: Iterable[str]) -> tuple[Environment, dict[str, str]]:
    """An environment with the wanted peers, and why some of them are not in it."""
    made = Environment(work / "environments" / "peers")
    made.make()
    installed = made.versions()
    missing = {}
    for name in wanted:
        if name not in installed and made.pip("install", PEERS[name]).returncode != 0:
            missing[name] = "cannot be installed"
    return made, missing


def _digest(checkout: Path) -> str:
    """What the wheel is built from."""
    total = hashlib.blake2b(digest_size=16)
    for name in _SOURCES:
        files = sorted(path for path in (checkout / name).rglob("*") if path.is_file()) if (checkout / name).is_dir() else [checkout / name]
        for path in files:
            if "__pycache__" not in path.parts:
                total.update(str(path.relative_to(checkout)).encode())
                total.update(path.read_bytes())
    return total.hexdigest()
