"""Parses all files below a directory in this process, with libcst or with ast: how fast a tool could be that does nothing else.

A program of its own, for it runs in the environment that has libcst. The trees are dropped at once.
"""

from __future__ import annotations

import ast
import sys
import warnings
from collections.abc import Callable
from pathlib import Path


def parse_all(root: Path, parser: str) -> tuple[int, int]:
    """The number of files that parsed, and of those that did not."""
    parse: Callable[[bytes], object] = ast.parse
    if parser == "libcst":
        import libcst

        parse = libcst.parse_module
    files = sorted(root.rglob("*.py"))
    parsed = sum(_parses(parse, path) for path in files)
    return parsed, len(files) - parsed


def _parses(parse: Callable[[bytes], object], path: Path) -> bool:
    try:
        parse(path.read_bytes())
    except Exception:
        return False
    return True


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    print("parsed {}, refused {}".format(*parse_all(Path(sys.argv[2]), sys.argv[1])))
