"""What a call hands to a library function that runs it elsewhere: on a thread, in a greenlet, on the loop.

Deliberately absent: what the callable does once it runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from greenlint.model.trace import Node
from greenlint.world.effects import argument, argument_name
from greenlint.world.events import Called
from greenlint.world.types import (
    NONE,
    OBJECT,
    Class,
    ContextManager,
    Coroutine,
    DefId,
    Descriptor,
    Function,
    Generator,
    Instance,
    Literal,
    Module,
    Partial,
    Type,
    members,
)

if TYPE_CHECKING:
    from greenlint.world.world import World


@dataclass(frozen=True, slots=True)
class Handed:
    """An argument that is to be called: of the library function `by`, at the ordinal `at`.

    `alone` tells that nothing else of the call is meant for the callable; `positional` and `keywords` whether `by` would pass such arguments on,
    `names` the keywords that it takes for itself.
    """

    by: DefId
    value: Type
    at: int
    index: int
    alone: bool
    positional: bool
    keywords: bool
    names: frozenset[str]


def handed(world: World, call: Called, node: Node, *markers: str) -> Handed | None:
    """The callable that a call hands to a library function with one of some markers; None where it is not written as a plain argument."""
    for target in call.targets[:1]:
        function = target.function
        for marker in markers:
            name = argument_name(world, function.id, marker)
            value = argument(world, function, call, name) if name is not None else None
            if name is not None and value is not None:
                return _written(world, function, node, name, value)
    return None


def _written(world: World, function: Function, node: Node, name: str, value: Type) -> Handed | None:
    definition = world.definition(function.id)
    if definition is None:
        return None
    params = definition.params[1:] if function.bound else definition.params
    names = [param[1] for param in params if param[0] in ("pos", "arg")]
    own = frozenset(param[1] for param in params if param[0] in ("arg", "kwonly"))
    positional = [given for keyword, given in node[3] if not keyword]
    others = [keyword for keyword, _ in node[3] if keyword not in own and keyword]
    index = names.index(name) if name in names else len(names)
    found = next((given for keyword, given in node[3] if keyword == name), None)
    if found is None and index < len(positional) and "*" not in [keyword for keyword, _ in node[3][: index + 1]]:
        found = positional[index]
    if found is None or type(found[1]) is not int:
        return None
    kinds = [param[0] for param in params]
    return Handed(function.id, value, found[1], index, not others and len(positional) <= index + 1, "*" in kinds, "**" in kinds, own)


def is_callable(world: World, value: Type) -> bool | None:
    """Whether a value can be called in one of its alternatives; None when nobody knows."""
    found = {_is_callable(world, item) for item in members(value)}
    return True if True in found else None if None in found else False


def _is_callable(world: World, value: Type) -> bool | None:
    if isinstance(value, Function | Class | Partial | Descriptor | ContextManager):
        return True
    if isinstance(value, Coroutine | Generator | Literal | Module) or value is NONE:
        return False
    if not isinstance(value, Instance) or value.id == OBJECT:
        return None
    if world.is_typing(value.id, "Callable") or world.may_have(value.id, "__call__"):
        return True
    return None if world.is_open(value.id) or world.is_protocol(value.id) else False
