"""Who imports whom, by counting import statements: a hub, a leaf and a file between them; and an edit to try them with.

A count, not a resolution: names are matched with the modules that the files spell by their packages, and what is ambiguous counts for nobody.
"""

from __future__ import annotations

import ast
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ADDED = b"\n\ndef function_added_by_the_benchmark(value):\n    return value\n"
MARK = b'print("edited"); '
_SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return, ast.Raise, ast.Assert, ast.Expr, ast.Delete)


@dataclass(frozen=True)
class Choice:
    """Files, relative to the root.

    Attributes:
        hub: what most other files import; it can be edited.
        imported_by: how many files that is.
        leaf: of what nobody imports, the file that imports the most others; it can be edited.
        imports: how many files that is.
        middle: of what somebody imports, the file that imports the most others.
    """

    hub: str
    imported_by: int
    leaf: str
    imports: int
    middle: str


def choose(root: Path) -> Choice:
    """The files of a project to try things with.

    Raises:
        ValueError: there are no such files.
    """
    files = {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*.py"))}
    modules = _modules(root, files)
    names = {file: name for name, file in modules.items()}
    imported: dict[str, set[str]] = {}
    implied: set[str] = set()
    for file, path in files.items():
        tree = _tree(path.read_bytes())
        package = _package(root, path)
        found = {modules[name] for name in _imports(tree, package, modules)} if tree else set()
        imported[file] = found - {file}
        for name in (names[target] for target in found if target in names):
            implied.update(modules[parent] for parent in _parents(name) if parent in modules)
    importers = Counter(target for targets in imported.values() for target in targets)
    alone = [file for file in files if file not in importers and file not in implied]
    hub = _first(sorted(importers, key=lambda file: (-importers[file], file)), files)
    leaf = _first(sorted(alone, key=lambda file: (-len(imported[file]), file)), files)
    middle = min(importers, key=lambda file: (-len(imported[file]), file))
    return Choice(hub, importers[hub], leaf, len(imported[leaf]), middle)


def edited(text: bytes) -> bytes:
    """The file with a function more at its end, and one more call in the first plain line of a function's body.

    Raises:
        ValueError: no function has such a line.
    """
    place = _place(_tree(text))
    if place is None:
        raise ValueError("no function with a plain statement")
    row, column = place
    rows = text.splitlines(keepends=True)
    rows[row - 1] = rows[row - 1][:column] + MARK + rows[row - 1][column:]
    changed = b"".join(rows)
    return changed + (b"" if changed.endswith(b"\n") else b"\n") + ADDED


def _first(candidates: list[str], files: dict[str, Path]) -> str:
    """The first that can be edited."""
    for file in candidates:
        if _place(_tree(files[file].read_bytes())) is not None:
            return file
    raise ValueError("no such file has a function with a plain statement")


def _place(tree: ast.Module | None) -> tuple[int, int] | None:
    """Row and column in bytes of the first plain statement within a function, below its first row."""
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            below = [inner for inner in ast.walk(node) if isinstance(inner, _SIMPLE) and inner.lineno > node.lineno]
            plain = [inner for inner in below if not (isinstance(inner, ast.Expr) and isinstance(inner.value, ast.Constant))]
            if plain:
                return min((inner.lineno, inner.col_offset) for inner in plain)
    return None


def _tree(text: bytes) -> ast.Module | None:
    try:
        # Columns of ast are bytes of UTF-8, whatever the file's encoding.
        text.decode("utf-8")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None


def _modules(root: Path, files: dict[str, Path]) -> dict[str, str]:
    """The file of each module, by the name that its packages give it."""
    found: dict[str, list[str]] = defaultdict(list)
    for file, path in files.items():
        package = _package(root, path)
        name = ".".join(package if path.stem == "__init__" else [*package, path.stem])
        if name:
            found[name].append(file)
    return {name: places[0] for name, places in found.items() if len(places) == 1}


def _package(root: Path, path: Path) -> list[str]:
    """The names of the packages around a file, outermost first."""
    names: list[str] = []
    directory = path.parent
    while directory != root and (directory / "__init__.py").exists():
        names.insert(0, directory.name)
        directory = directory.parent
    return names


def _parents(name: str) -> Iterator[str]:
    while "." in name:
        name = name.rpartition(".")[0]
        yield name


def _imports(tree: ast.Module, package: list[str], modules: dict[str, str]) -> Iterator[str]:
    """The modules of the project that a file names; of `from a import b` it is `a.b` if that is one, else `a`."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level <= len(package):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            inner = [f"{base}.{alias.name}" for alias in node.names]
            names = [name if name in modules else base for name in inner]
        yield from (name for name in names if name in modules)
