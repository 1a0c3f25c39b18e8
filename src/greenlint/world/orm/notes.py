"""What is known of one value beyond its class: a mapped attribute, loader options, a statement's plan, a session's settings, an instance's identity.

A key names a thing within one body: a parameter, the place that made it, or what a caller lent. Keys mean nothing elsewhere, so what leaves a body
leaves without them. Deliberately absent: what is loaded at a point of a path (`state`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from greenlint.world.types import ContextManager as Manager
from greenlint.world.types import Coroutine, DefId, Function, Generator, Instance, Note, Type, Union, members, union

Key = tuple[Any, ...]
"""`("p", name)` a parameter; `("q", at)`, `("n", at)`, `("c", at)` what was loaded, constructed or given by a call at a place; `("l", n)` what a
caller lent; `("d", key, name)` what an attribute of another holds; a session that is reached through the method's own receiver, `("m", names)`, or by
other names, `("r", names)`."""

DEPTH = 4
"""How many attributes deep instances are told apart."""


class Spot(NamedTuple):
    """A place in a file: an ordinal of a piece."""

    path: str
    piece: int
    at: int


class Option(NamedTuple):
    """One loader option: `path` leads from the entity `root` (None for any) along relationships; `kind` is the strategy; `names` the columns of
    `only`, `defer` and `undefer`, or a group. A path may end in `*`."""

    root: DefId | None
    path: tuple[str, ...]
    kind: str
    names: tuple[str, ...] = ()
    deep: bool = False


@dataclass(frozen=True, slots=True)
class AttributeOf(Note):
    """An attribute of a mapped class, as statements and options name it."""

    owner: DefId
    name: str


@dataclass(frozen=True, slots=True)
class Loader(Note):
    """What a loader function makes; `root` and `tip` say where a chained call goes on. `whole` is False where some option is not known."""

    options: tuple[Option, ...]
    root: DefId | None = None
    tip: tuple[str, ...] = ()
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Plan(Note):
    """The options of a statement. `whole` is False where it may load more than is known; `made` is where the statement was made; `row` is the class
    and the identity, as it is written, of the only row that it selects; `plain` where it selects columns alone."""

    options: tuple[Option, ...] = ()
    whole: bool = True
    populate: bool = False
    made: Spot | None = None
    row: tuple[DefId, str] | None = None
    plain: bool = False

    def elsewhere(self) -> Plan:
        """The plan in another body, where names mean something else."""
        return replace(self, row=None) if self.row is not None and not is_constant(self.row[1]) else self


@dataclass(frozen=True, slots=True)
class SessionOf(Note):
    """A session, or a factory of some: whether it expires instances on commit and flushes before queries (None: not known); where that is said."""

    key: Key | None
    expires: bool | None = None
    autoflush: bool | None = None
    said: Spot | None = None


@dataclass(frozen=True, slots=True)
class Held(Note):
    """An instance whose load state the body follows."""

    key: Key


@dataclass(frozen=True, slots=True)
class Queried(Note):
    """A collection of an instance that each use queries (`dynamic`), or that only statements read (`write_only`), and what is built on it."""

    key: Key
    name: str
    how: str


@dataclass(frozen=True, slots=True)
class Driven(Note):
    """A synchronous object that reaches its database through an asynchronous driver; not `fresh` where it may know already what it is asked."""

    fresh: bool = True


@dataclass(frozen=True, slots=True)
class Change(Note):
    """An UPDATE of a mapped class's rows: what it sets, and what of that the database computes; `row` where it concerns only one, as its identity is
    written or as the instance. `whole` is False where the session may not bring its instances in line."""

    target: DefId
    values: frozenset[str] = frozenset()
    computed: frozenset[str] = frozenset()
    row: str | Key | None = None
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Kept(Note):
    """An instance that left the body which followed it: its last state, an `Entity`, and those of what its attributes hold."""

    entity: Any
    inner: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Built(Note):
    """An object of the project that was made of sessions or instances: what its attributes hold."""

    fields: tuple[tuple[str, Type], ...]


@dataclass(frozen=True, slots=True)
class Within(Note):
    """A collection that an attribute of an instance holds."""

    key: Key
    name: str


@dataclass(frozen=True, slots=True)
class Rows(Note):
    """A result with a collection among what was loaded by a join, which must be made unique before it is consumed."""

    name: str
    made: Spot | None = None


def is_constant(identity: str) -> bool:
    """Whether an identity is written as a constant, so that it is the same wherever that stands."""
    return identity.startswith("[")


def noted(value: Type, make: Callable[[Instance], Note | None], sealed: Callable[[Instance], bool] | None = None) -> Type:
    """The type with other notes on its instances, wherever they stand in it; a note of None takes one away.

    Args:
        value: the type.
        make: the note of an instance.
        sealed: which instances have type arguments that are no values in them.
    """
    if isinstance(value, Instance):
        if not value.args or (sealed is not None and sealed(value)):
            return Instance(value.id, value.args, make(value))
        return Instance(value.id, tuple([noted(arg, make, sealed) for arg in value.args]), make(value))
    if isinstance(value, Union):
        return union(noted(item, make, sealed) for item in members(value))
    if isinstance(value, Coroutine):
        return Coroutine(noted(value.result, make, sealed), value.origin, value.site)
    if isinstance(value, Generator):
        return Generator(noted(value.yields, make, sealed), value.is_async, value.origin)
    if isinstance(value, Manager):
        return Manager(noted(value.enters, make, sealed), value.is_async, value.origin)
    return value


def instances(value: Type) -> list[Instance]:
    """The instances in a type, those in it included, outer ones first."""
    found: list[Instance] = []
    pending: list[Type] = [value]
    while pending:
        item = pending.pop(0)
        if isinstance(item, Instance):
            found.append(item)
            pending.extend(item.args)
            if isinstance(item.note, Built):
                pending.extend(held for _, held in item.note.fields)
        elif isinstance(item, Union):
            pending.extend(members(item))
        elif isinstance(item, Coroutine):
            pending.append(item.result)
        elif isinstance(item, Generator):
            pending.append(item.yields)
        elif isinstance(item, Manager):
            pending.append(item.enters)
    return found


def held_keys(value: Type) -> set[Key]:
    """The keys of the instances in a type that the body follows."""
    return {item.note.key for item in instances(value) if isinstance(item.note, Held)}


def holds_loaders(value: Type) -> bool:
    """Whether a value is a collection that holds loader options."""
    args = value.args if isinstance(value, Instance) else ()
    return any(isinstance(part, Instance) and isinstance(part.note, Loader) for arg in args for part in members(arg))


def has_notes(value: Type) -> bool:
    """Whether anything in a type has a note."""
    if isinstance(value, Instance):
        return value.note is not None or (bool(value.args) and any(has_notes(arg) for arg in value.args))
    if isinstance(value, Union):
        return any(has_notes(item) for item in value.members)
    if isinstance(value, Coroutine):
        return has_notes(value.result)
    if isinstance(value, Generator):
        return has_notes(value.yields)
    if isinstance(value, Manager):
        return has_notes(value.enters)
    if isinstance(value, Function):
        return value.receiver is not None and has_notes(value.receiver)
    return False


def bare(value: Type) -> Type:
    """The type without any notes."""
    if not has_notes(value):
        return value
    if isinstance(value, Function):
        return Function(value.id, bare(value.receiver) if value.receiver is not None else None, value.bound, value.captured, value.altered)
    return noted(value, lambda _: None)


def placeless(value: Type) -> Type:
    """The type as it may outlive its body: without identities, and with sessions of no name."""
    if not has_notes(value):
        return value

    def kept(item: Instance) -> Note | None:
        note = item.note
        if isinstance(note, SessionOf):
            return SessionOf(None, note.expires, note.autoflush, note.said)
        if isinstance(note, Plan):
            return note.elsewhere()
        return None if isinstance(note, Change | Held | Queried | Within | Built) else note

    if isinstance(value, Function):
        receiver = placeless(value.receiver) if value.receiver is not None else None
        return Function(value.id, receiver, value.bound, value.captured, value.altered)
    return noted(value, kept)


def with_notes(value: Type, known: Type) -> Type:
    """A declared type with the notes of an inferred one: of each class all its noted instances, if there are no others.

    Loader options are declared by classes that tell nothing of them.
    """
    if _are_options(known):
        return known
    found: dict[DefId, list[Instance]] = {}
    for item in instances(known):
        found.setdefault(item.id, []).append(item)
    told = {id: items for id, items in found.items() if all(item.note is not None for item in items)}
    return _retold(value, told) if told else value


def _are_options(value: Type) -> bool:
    """Whether a value is loader options, or containers of some, and nothing else."""
    found = instances(value)
    return any(isinstance(item.note, Loader) for item in found) and all(isinstance(item.note, Loader) or item.args for item in found)


def _retold(value: Type, told: dict[DefId, list[Instance]]) -> Type:
    if isinstance(value, Instance):
        if value.id in told and value.note is None:
            return union(Instance(value.id, value.args, item.note) for item in told[value.id])
        return Instance(value.id, tuple([_retold(arg, told) for arg in value.args]), value.note) if value.args else value
    if isinstance(value, Union):
        return union(_retold(item, told) for item in members(value))
    if isinstance(value, Coroutine):
        return Coroutine(_retold(value.result, told), value.origin, value.site)
    if isinstance(value, Generator):
        return Generator(_retold(value.yields, told), value.is_async, value.origin)
    if isinstance(value, Manager):
        return Manager(_retold(value.enters, told), value.is_async, value.origin)
    return value


def root(key: Key) -> Key:
    """The key of the instance that a chain of attributes begins at."""
    while key[0] == "d":
        key = key[1]
    return key


def derived(key: Key, name: str) -> Key | None:
    """The key of what an attribute holds; None past the depth limit."""
    depth, inner = 0, key
    while inner[0] == "d":
        depth, inner = depth + 1, inner[1]
    return ("d", key, name) if depth < DEPTH else None
