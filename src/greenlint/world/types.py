"""The values that inference works with, and how they are joined. Immutable, comparable, hashable; they hold no trace and no world.

Deliberately absent: attribute lookup, calls and printing, which need a world.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias, TypeGuard

UNION_LIMIT = 8
SYMBOLIC_DEPTH = 6


class DefId(NamedTuple):
    """A function, lambda or class: the `inner`-th definition of `qualname` in the `outer`-th piece of the file that binds its first name."""

    path: str
    qualname: str
    outer: int = 0
    inner: int = 0

    @property
    def is_stub(self) -> bool:
        """Whether a bundled stub defines it."""
        return self[0][:5] == "stub:"


@dataclass(frozen=True, slots=True)
class Atom:
    """A type without parts."""

    name: str


UNKNOWN = Atom("Unknown")
NEVER = Atom("Never")
NONE = Atom("None")
ANY_LENGTH = Atom("...")
REST = Atom("*")
IDENTITY = Atom("identity")


@dataclass(frozen=True, slots=True)
class Literal:
    """A string, integer or truth value that is written in the source; `kind` keeps 1 and True apart."""

    kind: str
    value: str | int | bool


@dataclass(frozen=True, slots=True)
class Module:
    """A module or package by its path; `dir:` marks a namespace package."""

    path: str


@dataclass(frozen=True, slots=True)
class Function:
    """A function value.

    `receiver` is the instance or class that its method (or the method around it) runs on; `bound` tells that its first parameter is
    taken by it. `captured` holds what the parameters of enclosing calls stand for. `altered` marks a function behind a decorator that
    nothing is known of.
    """

    id: DefId
    receiver: Type | None = None
    bound: bool = False
    captured: tuple[tuple[Param, Type], ...] = ()
    altered: bool = False


@dataclass(frozen=True, slots=True)
class Class:
    """A class object, with type arguments where it was subscripted."""

    id: DefId
    args: tuple[Type, ...] = ()


class Note:
    """What is known of one value beyond its class; the subclasses are those of `world.orm.notes`."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Instance:
    """An instance of a class. A tuple's arguments are its elements, or one type and `...`. `note` tells of this very value."""

    id: DefId
    args: tuple[Type, ...] = ()
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Coroutine:
    """What calling an async function gives; `origin` is that function, `site` the ordinal of the call within the piece being evaluated."""

    result: Type
    origin: Function
    site: int = -1


@dataclass(frozen=True, slots=True)
class Generator:
    """What calling a generator function gives."""

    yields: Type
    is_async: bool
    origin: Function


@dataclass(frozen=True, slots=True)
class ContextManager:
    """What calling a function under `contextmanager` or `asynccontextmanager` gives."""

    enters: Type
    is_async: bool
    origin: Function


@dataclass(frozen=True, slots=True)
class Partial:
    """`functools.partial` of something."""

    function: Type
    args: tuple[Type, ...]
    keywords: tuple[tuple[str, Type], ...]


@dataclass(frozen=True, slots=True)
class Descriptor:
    """A function that attribute access treats in its own way; `kind` is `property`, `classmethod`, `staticmethod` or `contextmanager`."""

    kind: str
    function: Type


@dataclass(frozen=True, slots=True)
class TypeVar:
    """A type variable of a signature or a class, by the module that declares it."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Param:
    """What a caller passes for a parameter without annotation."""

    owner: DefId
    name: str


@dataclass(frozen=True, slots=True)
class Symbolic:
    """Something done to a Param: `op` is `attr` (with its name), `apply` (with the arguments), `await`, `enter`, `aenter`, `iterate`, `aiterate`."""

    op: str
    base: Type
    name: str = ""
    args: tuple[tuple[str, Type], ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A value that spells a type: `Optional[User]`, `Annotated[Session, ...]`, `A | B`."""

    type: Type


@dataclass(frozen=True, slots=True)
class Super:
    """`super()` in a method of class `after`, for a receiver."""

    after: DefId
    receiver: Type


@dataclass(frozen=True, slots=True)
class Union:
    """One of several types; never nested, at least two members."""

    members: frozenset[Type]


Type: TypeAlias = (
    Atom
    | Literal
    | Module
    | Function
    | Class
    | Instance
    | Coroutine
    | Generator
    | ContextManager
    | Partial
    | Descriptor
    | TypeVar
    | Param
    | Symbolic
    | Form
    | Super
    | Union
)


def members(value: Type) -> tuple[Type, ...]:
    """The alternatives of a type in a stable order; a type that is no union is its only one."""
    if isinstance(value, Union):
        return ordered(value.members)
    return (value,)


@lru_cache(maxsize=4096)
def ordered(types: frozenset[Type]) -> tuple[Type, ...]:
    """Types in a stable order."""
    return tuple(sorted(types, key=repr))


def join(first: Type, second: Type) -> Type:
    """The type of a value that is one or the other."""
    if first is second or second is NEVER or first == second:
        return first
    if first is NEVER:
        return second
    if first is UNKNOWN or second is UNKNOWN:
        return UNKNOWN
    return union((first, second))


def union(types: Iterable[Type]) -> Type:
    """The join of many types: Never when there are none, Unknown when one is Unknown or there are more than the limit."""
    found: set[Type] = set()
    for item in types:
        if item is UNKNOWN:
            return UNKNOWN
        if isinstance(item, Union):
            found |= item.members
        elif item is not NEVER:
            found.add(item)
    if len(found) == 1:
        return next(iter(found))
    if not found:
        return NEVER
    if len(found) > UNION_LIMIT:
        found = {_general(item) for item in found}
        if len(found) == 1:
            return next(iter(found))
        if len(found) > UNION_LIMIT:
            return UNKNOWN
    return Union(frozenset(found))


def _general(item: Type) -> Type:
    if isinstance(item, Literal):
        return Instance(BUILTINS[item.kind])
    return Instance(item.id, item.args) if isinstance(item, Instance) and item.note is not None else item


def without_none(value: Type) -> Type:
    """The type less None."""
    if isinstance(value, Union):
        return union(item for item in value.members if item is not NONE)
    return NEVER if value is NONE else value


def sited(value: Type, site: int) -> Type:
    """The type with its coroutines said to be made at a place; at none (-1) where the value leaves the body that made it."""
    if isinstance(value, Coroutine):
        return Coroutine(value.result, value.origin, site)
    if isinstance(value, Union) and any(isinstance(item, Coroutine) for item in value.members):
        return Union(frozenset(sited(item, site) for item in value.members))
    return value


def is_symbolic(value: Type) -> TypeGuard[Param | Symbolic]:
    """Whether the value stands for what a caller passes."""
    return isinstance(value, Param | Symbolic)


def depth(value: Type) -> int:
    """How many operations a symbolic value stacks on its parameter."""
    count = 0
    while isinstance(value, Symbolic):
        value = value.base
        count += 1
    return count


def symbolic(op: str, base: Type, name: str = "", args: tuple[tuple[str, Type], ...] = ()) -> Type:
    """One more operation on a symbolic value; Unknown past the depth limit."""
    if depth(base) >= SYMBOLIC_DEPTH:
        return UNKNOWN
    return Symbolic(op, base, name, args)


BUILTINS_PATH = "stub:builtins.pyi"
TYPING_PATH = "stub:typing.pyi"


def builtin(name: str) -> DefId:
    """The id of a class of the builtins stub."""
    return DefId(BUILTINS_PATH, name)


TUPLE, LIST, SET, DICT, TYPE, OBJECT = (builtin(name) for name in ("tuple", "list", "set", "dict", "type", "object"))
BUILTINS = {kind: builtin(kind) for kind in ("str", "bytes", "int", "float", "complex", "bool")}


def class_of(value: Type) -> Type:
    """What `type[...]` of a type spells: the class of each alternative; that of a type variable stays open until the variable is known."""
    if isinstance(value, Instance):
        return Class(value.id, value.args)
    if isinstance(value, Union):
        return union(class_of(item) for item in value.members)
    return Instance(TYPE, (value if isinstance(value, TypeVar) else UNKNOWN,))
