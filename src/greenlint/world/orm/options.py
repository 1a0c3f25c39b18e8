"""Loader options and statements: what a call of one adds to the notes of its result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from greenlint.world.calls import Arguments
from greenlint.world.orm.notes import AttributeOf, Loader, Option, Plan
from greenlint.world.types import ANY_LENGTH, TUPLE, Class, Instance, Literal, Type, members

_RELATION = frozenset({"selectin", "joined", "subquery", "immediate", "select", "raise", "noload", "contains", "default"})
_COLUMNS = frozenset({"only", "defer", "undefer"})
_HARMLESS = frozenset({"criteria", "expression"})


def loader(kind: str, receiver: Loader | None, arguments: Arguments) -> Loader:
    """What a loader function or a method of one makes; `receiver` is what the method was called on."""
    before = receiver or Loader(())
    if kind == "load":
        first = arguments.positional[0] if arguments.positional else None
        return Loader((), first.id if isinstance(first, Class) else None, (), isinstance(first, Class))
    if kind in _RELATION:
        return _relation(kind, before, arguments)
    if kind in _COLUMNS:
        return _columns(kind, before, arguments)
    if kind == "polymorphic":
        return replace(before, options=(*before.options, Option(before.root, before.tip, kind)))
    if kind == "group":
        names = tuple(str(item.value) for item in arguments.positional if isinstance(item, Literal))
        option = Option(before.root, before.tip, kind, names)
        return replace(before, options=(*before.options, option), whole=before.whole and bool(names))
    if kind == "options":
        inner = added(Plan(), arguments.positional, arguments.open)
        options = tuple(
            Option(before.root if before.tip else option.root, before.tip + option.path, *option[2:]) for option in inner.options
        )
        return replace(before, options=before.options + options, whole=before.whole and inner.whole)
    return replace(before, whole=before.whole and kind in _HARMLESS)


def _relation(kind: str, before: Loader, arguments: Arguments) -> Loader:
    root, tip, options, whole = before.root, before.tip, before.options, before.whole and not arguments.open
    deep = any(name == "recursion_depth" for name, _ in arguments.keywords)
    keys = arguments.positional or tuple(value for name, value in arguments.keywords if name == "attr")
    for count, key in enumerate(keys):
        note = key.note if isinstance(key, Instance) else None
        if isinstance(note, AttributeOf):
            root = note.owner if root is None and not tip else root
            tip = (*tip, note.name)
        elif isinstance(key, Literal) and key.value == "*":
            tip = (*tip, "*") if tip or root is not None else ("**",)
        else:
            return Loader(options, root, tip, False)
        last = count == len(keys) - 1
        options = (*options, Option(root, tip, kind if last else "default", (), deep and last))
    return Loader(options, root, tip, whole and bool(keys))


def _columns(kind: str, before: Loader, arguments: Arguments) -> Loader:
    names: list[str] = []
    root = before.root
    for value in arguments.positional or tuple(value for name, value in arguments.keywords if name == "key"):
        note = value.note if isinstance(value, Instance) else None
        if isinstance(note, AttributeOf):
            root = note.owner if root is None and not before.tip else root
            names.append(note.name)
        elif isinstance(value, Literal) and value.value == "*":
            names.append("*")
        else:
            return replace(before, whole=False)
    option = Option(root, before.tip, kind, tuple(names))
    return replace(before, options=(*before.options, option), root=root, whole=before.whole and not arguments.open and bool(names))


def added(plan: Plan, options: Iterable[Type], is_open: bool) -> Plan:
    """A plan with the options of a call of `options`."""
    found, whole = list(plan.options), plan.whole and not is_open
    for value in flat(options):
        note = value.note if isinstance(value, Instance) else None
        if isinstance(note, Loader):
            found.extend(option for option in note.options if option not in found)
            whole = whole and note.whole
        else:
            whole = False
    return replace(plan, options=tuple(found), whole=whole)


def tells(option: Option, name: str) -> bool:
    """Whether an option says by name how an attribute of the class that it is for is loaded."""
    if option.kind == "defer":
        return not option.path and name in option.names
    return option.path == (name,) and not option.names and option.kind not in ("default", "undefer", "group", "only")


def flat(values: Iterable[Type]) -> list[Type]:
    """Values with the elements of tuples and lists in their place; of alternatives each one."""
    found: list[Type] = []
    for value in values:
        for item in members(value):
            if isinstance(item, Instance) and item.id == TUPLE:
                found.extend(flat(arg for arg in item.args if arg is not ANY_LENGTH))
            elif isinstance(item, Instance) and item.id.qualname in ("list", "Sequence", "Iterable", "set") and item.id.is_stub and item.args:
                found.extend(flat(item.args[:1]))
            else:
                found.append(item)
    return found
