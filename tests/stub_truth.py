"""Compares bundled stubs with the installed libraries by introspection: names, kinds, coroutines, protocols, parameters, markers.

`compare` asks whether what a stub says is true, `missing` whether it says enough of a class. Deliberately absent: types of parameters and
results, and effects; the proven fixtures check those.
"""

from __future__ import annotations

import ast
import builtins
import dis
import functools
import importlib
import inspect
import warnings
from collections.abc import Mapping
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from stub_source import STUBS, Function, Import, Stub, definitions, dotted_name, find, is_type_variable, load, members_of, modules_of, statements

from greenlint.knowledge.markers import (
    ATTACHED,
    CHANGES,
    FAMILIES,
    LOADERS,
    LOADS,
    MAPPED_AS,
    MAPPED_CLASSES,
    MARKERS,
    MODULE,
    OBJECT_TYPES,
    TABLE_NAMES,
)

__all__ = ["STUBS", "compare", "missing", "modules_of"]

PROTOCOLS = ("__enter__", "__exit__", "__aenter__", "__aexit__", "__await__", "__aiter__")
PARAMETER_MARKERS = frozenset(
    {"evaluates", "in_greenlet", "injects", "maps_argument", "maps_given", "offloads", "on_loop"}
    | {"responds", "sends_by", "serializes", "spawns", "sync_world", "transfers_by", "validates"}
)
WORDS: dict[str, frozenset[str | None] | frozenset[str]] = {
    "attaches": ATTACHED,
    "changes": CHANGES,
    "loader": LOADERS,
    "loads": LOADS,
    "maps_as": MAPPED_AS,
    "maps_classes": MAPPED_CLASSES,
    "names_tables": TABLE_NAMES,
    "object_type": OBJECT_TYPES,
}
WRAPPERS = frozenset({"contextmanager", "asynccontextmanager"})
PLAIN_MODULES = frozenset({"typing", "typing_extensions", "collections.abc", "contextlib", "abc", "types", MODULE})
ABSENT = object()

def _real_module(name: str) -> ModuleType | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return importlib.import_module(name)
        except ImportError:
            return None


def _real(owner: Any, name: str) -> Any:
    """An attribute of a real module or class as stored, ABSENT if there is none; annotations and slots count as attributes of a class."""
    if not inspect.isclass(owner):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return getattr(owner, name, ABSENT)
    for base in owner.__mro__:
        if name in vars(base):
            return vars(base)[name]
    if any(name in inspect.get_annotations(base) for base in owner.__mro__):
        return None
    return ABSENT


@functools.cache
def _stored(owner: type) -> frozenset[str]:
    """The attributes that the methods of a class, or of its bases, store on something: instance attributes without a trace on the class."""
    functions = [item for base in owner.__mro__ for item in vars(base).values() if isinstance(item, FunctionType)]
    return frozenset(
        instruction.argval for item in functions for instruction in dis.get_instructions(item) if instruction.opname == "STORE_ATTR"
    )


def _decorators(node: Function | ast.ClassDef) -> dict[str, ast.expr]:
    found = {}
    for decorator in node.decorator_list:
        func = decorator.func if isinstance(decorator, ast.Call) else decorator
        found[dotted_name(func).rpartition(".")[2]] = decorator
    return found


def _parameters(function: Function) -> list[str]:
    given = function.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs, *(item for item in (given.vararg, given.kwarg) if item)]
    return [parameter.arg for parameter in named]


class _Comparison:
    """One stub module against its real module; `problems` is filled by `run`."""

    def __init__(self, stub: Stub, real: ModuleType, exceptions: Mapping[str, str]) -> None:
        self.stub = stub
        self.real = real
        self.exceptions = exceptions
        self.used: set[str] = set()
        self.problems: list[str] = []

    def say(self, what: str, problem: str) -> None:
        if what in self.exceptions:
            self.used.add(what)
        else:
            self.problems.append(f"{self.stub.module}: {what}: {problem}")

    def run(self) -> None:
        markers = {name for name, origin in self.stub.names.items() if isinstance(origin, Import) and origin.module == MODULE and origin.name}
        if isinstance(self.stub.names.get(MODULE), Import):
            markers |= MARKERS
        for name in sorted(markers - MARKERS - {"version"}):
            self.say(name, "is no marker of the closed list")
        self.names()
        for name, definition in self.stub.names.items():
            public = not name.startswith("_") and not is_type_variable(definition)
            if isinstance(definition, Import):
                self.imported(name, definition)
                continue
            for node in definition if isinstance(definition, list) else [definition]:
                self.markers(name, node, markers)
            real = _real(self.real, name)
            if public and real is ABSENT:
                self.say(name, "does not exist")
            elif isinstance(definition, ast.ClassDef):
                if public and not inspect.isclass(real):
                    self.say(name, "is no class")
                self.klass(name, definition, real if inspect.isclass(real) else None, markers)
            elif isinstance(definition, list) and public:
                self.function(name, definition, real, None)
        for name in sorted(set(self.exceptions) - self.used):
            self.problems.append(f"{self.stub.module}: {name}: this exception excuses nothing")

    def imported(self, name: str, definition: Import) -> None:
        if definition.name == "*":
            self.say(name, "star imports are not supported")
        if definition.name is None or definition.module in PLAIN_MODULES:
            return
        origin = load(definition.module)
        submodule = load(f"{definition.module}.{definition.name}")
        if origin is not None and not origin.open and definition.name not in origin.names and submodule is None:
            self.say(name, f"{definition.module} has no {definition.name} in its stub")
        if definition.reexport and submodule is None and _real(self.real, name) is ABSENT:
            self.say(name, "does not exist")

    def names(self) -> None:
        """Every name that the stub uses is one that it binds."""
        scoped: set[str] = set()
        for node in ast.walk(ast.Module(self.stub.body, [])):
            if isinstance(node, ast.ClassDef):
                scoped.update(definitions(list(statements(node.body)), self.stub.module, False))
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                scoped.add(node.id)
        known = scoped.union(self.stub.names)
        for statement in self.stub.body:
            for node in ast.walk(statement):
                if isinstance(node, ast.Name) and node.id not in known and not hasattr(builtins, node.id):
                    self.say(node.id, f"is used in line {node.lineno} and bound nowhere")

    def markers(self, what: str, node: ast.AST, markers: set[str]) -> None:
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return
        for marker, decorator in _decorators(node).items():
            if marker not in markers:
                continue
            given = decorator if isinstance(decorator, ast.Call) else None
            first = given.args[0].value if given and len(given.args) == 1 and isinstance(given.args[0], ast.Constant) else None
            if marker == "blocks":
                if first not in FAMILIES or given is None or any(keyword.arg != "use" for keyword in given.keywords):
                    self.say(what, "blocks(family, use=) is given something else")
            elif marker in WORDS:
                if first not in WORDS[marker]:
                    self.say(what, f"{marker} is given {first!r}, which is none of its words")
            elif marker in PARAMETER_MARKERS and (marker, given) != ("sync_world", None):
                functions: list[Any] = [node]
                if isinstance(node, ast.ClassDef):
                    functions = [item for item in statements(node.body) if getattr(item, "name", "") in ("__init__", "__new__")]
                if not any(first in _parameters(function) for function in functions):
                    self.say(what, f"{marker} names {first!r}, which is no parameter")
            elif marker == "relationship" and given is not None:
                if given.args or {keyword.arg for keyword in given.keywords} != {"dynamic", "write_only"}:
                    self.say(what, "relationship(dynamic=, write_only=) is given something else")
            elif given is not None and marker not in ("carries", "schema"):
                self.say(what, f"{marker} takes no arguments")

    def klass(self, name: str, node: ast.ClassDef, real: type | None, markers: set[str]) -> None:
        members = definitions(list(statements(node.body)), self.stub.module, False)
        for member, definition in members.items():
            what = f"{name}.{member}"
            if isinstance(definition, (list, ast.ClassDef)):
                for item in definition if isinstance(definition, list) else [definition]:
                    self.markers(what, item, markers)
            if real is None or (member.startswith("_") and not member.startswith("__")):
                continue
            found = _real(real, member)
            if found is ABSENT and member == "__getattr__" and what not in self.exceptions:
                continue  # A stub that knows only a part of a class says so.
            if found is ABSENT:
                if not isinstance(definition, ast.AnnAssign) or member not in _stored(real):
                    self.say(what, "does not exist")
            elif isinstance(definition, ast.AnnAssign) and isinstance(found, (FunctionType, classmethod, staticmethod)):
                self.say(what, "is a method, not an attribute")
            elif isinstance(definition, list):
                self.function(what, definition, found, real)
        if real is None:
            return
        self.bases(name, node, real)
        declared, complete = members_of(self.stub.module, name)
        for protocol in PROTOCOLS:
            if complete and protocol not in declared and _real(real, protocol) is not ABSENT:
                self.say(name, f"really has {protocol}")

    def bases(self, name: str, node: ast.ClassDef, real: type) -> None:
        for base in node.bases:
            written = dotted_name(base.value if isinstance(base, ast.Subscript) else base)
            origin = find(self.stub.module, written)
            if origin is None or written.startswith("_"):
                continue
            base_module = _real_module(origin[0].module)
            real_base = _real(base_module, getattr(origin[1], "name", written)) if base_module else ABSENT
            if inspect.isclass(real_base) and real_base not in real.__mro__:
                self.say(name, f"is really no subclass of {written}")

    def function(self, what: str, overloads: list[Function], real: Any, owner: type | None) -> None:
        decorators = [_decorators(overload) for overload in overloads]
        wrapped = any(WRAPPERS & set(names) for names in decorators)
        if any("property" in names or "cached_property" in names for names in decorators):
            if isinstance(real, (FunctionType, classmethod, staticmethod)):
                self.say(what, "is a method, not a property")
            return
        bound = _bound(real, owner)
        if not callable(bound):
            self.say(what, "is no function" if owner is None else "is a property, not a method")
            return
        if inspect.isclass(real) and owner is None:
            self.say(what, "is a class, not a function")
        for kind in (classmethod, staticmethod):
            if isinstance(real, (FunctionType, classmethod, staticmethod)) and what.rpartition(".")[2] != "__new__":
                declared = all(kind.__name__ in names for names in decorators)
                if declared is not isinstance(real, kind):
                    self.say(what, f"{'is no' if declared else 'is a'} {kind.__name__}")
        for overload in overloads:
            if wrapped and isinstance(overload, ast.AsyncFunctionDef):
                self.say(what, "has no `yield` here: under asynccontextmanager a stub says `def`")
            declared = isinstance(overload, ast.AsyncFunctionDef) and not wrapped
            if declared is not inspect.iscoroutinefunction(bound):
                self.say(what, "is no coroutine function" if declared else "is a coroutine function")
            self.signature(what, overload, real, owner)

    def signature(self, what: str, overload: Function, real: Any, owner: type | None) -> None:
        """Parameter names and the positions that both sides know agree; a stub may leave parameters out behind `*` and `**`."""
        name = what.rpartition(".")[2]
        if name.startswith("__") and name not in ("__init__", "__new__", "__call__"):
            return
        plain = real.__func__ if isinstance(real, (classmethod, staticmethod)) else real
        try:
            actual = inspect.signature(plain).parameters
        except (TypeError, ValueError):
            return
        if any(p.kind is p.VAR_POSITIONAL for p in actual.values()) and any(p.kind is p.VAR_KEYWORD for p in actual.values()):
            return
        order = [p.name for p in actual.values() if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
        open_keywords = any(p.kind is p.VAR_KEYWORD for p in actual.values())
        open_positions = any(p.kind is p.VAR_POSITIONAL for p in actual.values())
        given = [parameter.arg for parameter in [*overload.args.posonlyargs, *overload.args.args]]
        method = owner is not None and not isinstance(real, staticmethod)
        for index, name in enumerate(given):
            anonymous = name.startswith("__") or index < len(overload.args.posonlyargs) or (method and index == 0)
            if anonymous or (index < len(order) and order[index] == name):
                continue
            if name in actual and name in order:
                self.say(what, f"parameter {name!r} is in another place")
            elif name not in actual and not (open_positions and index >= len(order)) and not open_keywords:
                self.say(what, f"parameter {name!r} does not exist")
        for parameter in overload.args.kwonlyargs:
            if parameter.arg not in actual and not open_keywords:
                self.say(what, f"parameter {parameter.arg!r} does not exist")


def _bound(real: Any, owner: type | None) -> Any:
    if isinstance(real, (classmethod, staticmethod)):
        return real.__func__
    if owner is not None and hasattr(type(real), "__get__") and not isinstance(real, (FunctionType, property)):
        try:
            return real.__get__(None, owner)
        except Exception:
            return real
    return real


def compare(module_name: str, stub_path: Path, exceptions: Mapping[str, str] | None = None) -> list[str]:
    """What the stub of a module says that the installed module does not bear out.

    Args:
        module_name: the importable module.
        stub_path: its stub, under `STUBS`.
        exceptions: "name" or "Class.member" whose problems are excused, with the reason; one that excuses nothing is a problem.
    """
    stub = load(module_name)
    if stub is None or stub.path != stub_path:
        return [f"{module_name}: {stub_path} is not the stub of this module"]
    real = _real_module(module_name)
    if real is None:
        return [f"{module_name}: cannot be imported"]
    comparison = _Comparison(stub, real, exceptions or {})
    comparison.run()
    return comparison.problems


def missing(module_name: str, class_name: str, omitted: Mapping[str, str] | None = None) -> list[str]:
    """Public members of a real class that its stub (inherited members included) does not declare.

    Args:
        module_name: a module that exports the class.
        class_name: the class.
        omitted: members left out on purpose, with the reason; one that is declared or does not exist is a problem.
    """
    real_module = _real_module(module_name)
    real = _real(real_module, class_name)
    declared, complete = members_of(module_name, class_name)
    left_out = omitted or {}
    # A class with `__getattr__` may have more than is declared; it declares all that it has nevertheless.
    if not inspect.isclass(real) or not declared or not (complete or "__getattr__" in declared):
        return [f"{module_name}.{class_name}: not a class on both sides with known bases"]
    public = {name for name in dir(real) if not name.startswith("_")}
    problems = [f"{module_name}.{class_name}.{name}: not declared" for name in sorted(public - set(declared) - set(left_out))]
    return problems + [
        f"{module_name}.{class_name}.{name}: omitted, but {'declared' if name in declared else 'does not exist'}"
        for name in sorted(left_out)
        if name in declared or name not in public
    ]
