"""Reads bundled stubs with `ast` for the tests that compare them with the libraries: names by installed version, re-exports, members.

Deliberately absent: greenlint's own reader, so that its faults cannot hide here, and anything about the real libraries but their versions.
"""

from __future__ import annotations

import ast
import builtins
import functools
import importlib.metadata
import inspect
import re
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import greenlint.knowledge

STUBS = Path(greenlint.knowledge.__file__).parent / "stubs"

Function: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef"
Definition: TypeAlias = "ast.ClassDef | list[Function] | ast.AnnAssign | ast.Assign | Import"


@dataclass(frozen=True)
class Import:
    """A name bound by an import; `name` is None when the module itself is bound."""

    module: str
    name: str | None
    reexport: bool


@dataclass(frozen=True)
class Stub:
    """One parsed stub module with the branches of the installed versions."""

    module: str
    path: Path
    names: dict[str, Definition] = field(compare=False, hash=False)
    body: list[ast.stmt] = field(compare=False, hash=False)
    open: bool


def installed_version(library: str) -> tuple[int, ...]:
    """The numeric parts of the installed version of a distribution, as `version(library)` in a stub means it."""
    return tuple(int(part) for part in re.findall(r"\d+", importlib.metadata.version(library))[:3])


def modules_of(package: str) -> list[tuple[str, Path]]:
    """Every bundled stub module of a top-level package with its path."""
    paths = sorted((STUBS / package).rglob("*.pyi")) + [path for path in [STUBS / f"{package}.pyi"] if path.exists()]
    return [(_dotted(path), path) for path in paths]


def _dotted(path: Path) -> str:
    parts = path.relative_to(STUBS).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _holds(test: ast.expr) -> bool:
    def value(node: ast.expr) -> object:
        match node:
            case ast.Call(func=ast.Name(id="version"), args=[ast.Constant(value=str(library))]):
                return installed_version(library)
        return ast.literal_eval(node)

    match test:
        case ast.BoolOp(op=operator, values=values):
            return (all if isinstance(operator, ast.And) else any)(_holds(item) for item in values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _holds(operand)
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            a: Any = value(left)
            b: Any = value(right)
            return bool({ast.GtE: a >= b, ast.Lt: a < b, ast.Gt: a > b, ast.LtE: a <= b}[type(operator)])
    raise ValueError(f"line {test.lineno}: a stub's `if` tests version(...) only")


def dotted_name(node: ast.expr) -> str:
    """`a.b.c` for a chain of names, else an empty text or what follows the unnamed part."""
    if isinstance(node, ast.Attribute):
        return f"{dotted_name(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a body, with `if version(...)` replaced by the branch of the installed version."""
    for statement in body:
        if isinstance(statement, ast.If):
            yield from statements(statement.body if _holds(statement.test) else statement.orelse)
        else:
            yield statement


def definitions(body: list[ast.stmt], module: str, is_package: bool) -> dict[str, Definition]:
    """What each name of a module or class body is bound to; the definitions of an overloaded function stay together."""
    names: dict[str, Definition] = {}
    for statement in body:
        match statement:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                earlier = names.get(name)
                if isinstance(earlier, list):
                    earlier.append(statement)
                else:
                    names[name] = [statement]
            case ast.ClassDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                names[name] = statement
            case ast.Assign(targets=[ast.Name(id=name)]):
                names[name] = statement
            case ast.Import(names=aliases):
                for alias in aliases:
                    names[alias.asname or alias.name.partition(".")[0]] = Import(alias.name, None, False)
            case ast.ImportFrom(level=level, module=origin, names=aliases):
                base = module.split(".")
                kept = base[: len(base) - level + is_package] if level else []
                source = ".".join([*kept, origin] if origin else kept)
                for alias in aliases:
                    public = alias.asname == alias.name or (bool(level) and is_package and alias.asname is None)
                    names[alias.asname or alias.name] = Import(source, alias.name, public)
    return names


def is_type_variable(definition: Definition) -> bool:
    """Whether it is `T = TypeVar("T")` or one of its kin, which belongs to the stub alone."""
    match definition:
        case ast.Assign(value=ast.Call(func=ast.Name(id="TypeVar" | "ParamSpec" | "TypeVarTuple"))):
            return True
    return False


@functools.cache
def load(module: str) -> Stub | None:
    """The bundled stub of a module, or None."""
    stem = STUBS.joinpath(*module.split("."))
    for path in (stem / "__init__.pyi", stem.with_suffix(".pyi")):
        if path.exists():
            body = list(statements(ast.parse(path.read_text("utf-8")).body))
            names = definitions(body, module, path.name == "__init__.pyi")
            return Stub(module, path, names, body, "__getattr__" in names)
    return None


def find(module: str, name: str) -> tuple[Stub, Definition] | None:
    """What a name of a stub module means in the end, through re-exports."""
    for _ in range(20):
        stub = load(module)
        definition = stub.names.get(name) if stub else None
        if stub is None or definition is None:
            return None
        if not isinstance(definition, Import):
            return stub, definition
        if definition.name is None:
            return None
        module, name = definition.module, definition.name
    return None


def members_of(module: str, name: str) -> tuple[dict[str, Definition], bool]:
    """The members of a stub class with the inherited ones, and whether all of its bases are known."""
    origin = find(module, name)
    if origin is None:
        return {}, False
    stub, node = origin
    if not isinstance(node, ast.ClassDef):
        return {}, False
    members = dict(definitions(list(statements(node.body)), stub.module, False))
    complete = "__getattr__" not in members
    for base in node.bases:
        written = dotted_name(base.value if isinstance(base, ast.Subscript) else base)
        if written in ("Generic", "Protocol", "object"):
            continue
        inherited, known = members_of(stub.module, written)
        outside = getattr(builtins, written, None) or getattr(typing, written, None)
        if not known and inspect.isclass(outside):
            inherited, known = dict.fromkeys(dir(outside), ast.Assign([], ast.Constant(None))), True
        members = {**inherited, **members}
        complete = complete and known
    return members, complete
