"""What the project decides of a setting of an object after it was made: a method that takes any keyword is called with the setting's, where objects
of one type are not told apart; or the object itself is called with it, each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from greenlint.model.trace import Node
from greenlint.world.events import Called, Event
from greenlint.world.types import NEVER, UNKNOWN, DefId, Instance, Type, join

if TYPE_CHECKING:
    from greenlint.world.world import World


def configured(world: World, made: Instance, setting: str) -> Type:
    """What calls of methods of a class, with a receiver that may be of this type, set a setting to; Never where there are none, Unknown where some
    may do so by `**`."""
    paths = sorted({path for method in _methods(world, made.id) for path in world.ask("mentioning", method)})
    found: Type = NEVER
    for path in paths:
        found = join(found, world.ask("configured_in", path, made, setting))
    return found


def configured_in(world: World, path: str, made: Instance, setting: str) -> Type:
    """What the calls in one file set it to."""
    methods = _methods(world, made.id)
    found: Type = NEVER
    for piece in dict.fromkeys(piece for method in methods for piece in world.ask("mentions_in", path, method)):
        for event in _runs(world, path, piece):
            if isinstance(event, Called) and (event.open or any(name == setting for name, _ in event.arguments)):
                for target in event.targets:
                    receiver = target.function.receiver
                    if target.function.id in methods.values() and isinstance(receiver, Instance) and _may_be(world, receiver, made):
                        found = join(found, dict(event.arguments).get(setting, UNKNOWN))
    return found


def overridden(world: World, path: str, piece: int, at: int, setting: str) -> bool:
    """Whether the project does nothing with what a call makes but call it, and turns a setting off each time. The call stands at the top of a file,
    or a function returns it of which only such calls give names to what it makes."""
    trace = world.ask("trace", path, piece)
    name = _bound_to(trace, lambda value: value[:2] == ["call", at])
    if name:
        return _is_turned_off(world, path, piece, name, setting)
    maker = _returning(trace, at)
    given = [world.ask("named_by", other, maker) for other in world.ask("mentioning", maker)] if maker else []
    made = [] if None in given else [place for places in given for place in places]
    return bool(made) and all(_is_turned_off(world, where, number, name, setting) for where, number, name in made)


def _is_turned_off(world: World, path: str, piece: int, name: str, setting: str) -> bool:
    paths = world.ask("mentioning", name)
    found = [world.ask("turned_off_in", other, name, setting, piece if other == path else None) for other in paths]
    return None not in found and sum(found) > 0


def named_by(world: World, path: str, maker: str) -> tuple[tuple[str, int, str], ...] | None:
    """The files, pieces and names that calls of a function at the top of a file bind; None where the file does anything else with the function."""
    found: list[tuple[str, int, str]] = []
    for piece in world.ask("mentions_in", path, maker):
        trace = world.ask("trace", path, piece)
        name = _bound_to(trace, lambda value: value[:1] == ["call"] and _names(value[2], maker) and _calls(["piece", value[3]], maker, "") == 0)
        if name:
            found.append((path, piece, name))
        elif trace[0] != "piece" or _calls(trace, maker, "") != 0:
            return None
    return tuple(found)


def turned_off_in(world: World, path: str, name: str, setting: str, own: int | None) -> int | None:
    """How many calls of a name in a file turn a setting off; None where there is any other use of the name, but in the piece `own`."""
    found = [_calls(world.ask("trace", path, piece), name, setting) for piece in world.ask("mentions_in", path, name) if piece != own]
    known = [count for count in found if count is not None]
    return sum(known) if len(known) == len(found) else None


def _bound_to(trace: Node, is_made: Callable[[Node], bool]) -> str:
    """The name that a piece gives to the value of an expression; empty where it does something else with it."""
    if len(trace) != 2 or trace[0] != "piece" or trace[1][0] != "assign":
        return ""
    targets, value = trace[1][2], trace[1][3]
    return str(targets[0][2]) if len(targets) == 1 and targets[0][0] == "name" and is_made(value) else ""


def _returning(trace: Node, at: int) -> str:
    """The function that a piece defines, where that returns the value of a call as it is; empty for others."""
    if len(trace) != 2 or trace[0] != "piece" or trace[1][0] != "def" or trace[1][6]:
        return ""
    returned = [statement[2] for statement in trace[1][7] if statement[0] == "return"]
    return str(trace[1][3]) if any(value is not None and value[:2] == ["call", at] for value in returned) else ""


def _calls(trace: Node, name: str, setting: str) -> int | None:
    """How many calls of a name in a piece turn a setting off; None where there is any other use of the name."""
    if trace[0] != "piece":
        return None
    found = 0
    pending: list[Any] = list(trace[1:])
    while pending:
        node = pending.pop()
        if not isinstance(node, list):
            continue
        if node[:1] == ["call"] and len(node) == 4 and _names(node[2], name):
            if not any(keyword == setting and value[0] == "const" and value[2:] == ["bool", False] for keyword, value in node[3]):
                return None
            found += 1
            pending += [*node[2][2:3], *(value for _, value in node[3])]
        elif _names(node, name) or _renames(node, name):
            return None
        else:
            pending += node
    return found


def _names(node: Node, name: str) -> bool:
    return (node[:1] == ["name"] and node[2:] == [name]) or (node[:1] == ["attr"] and node[3:] == [name])


def _renames(node: Node, name: str) -> bool:
    """Whether a statement makes another name of one, or another value of it."""
    if node[:1] == ["from"] and len(node) > 4:
        return any(wanted == name and alias not in (None, name) for wanted, alias in node[4])
    return node[:1] in (["global"], ["nonlocal"]) and name in node


def _methods(world: World, id: DefId) -> dict[str, DefId]:
    """The methods of a class that take any keyword, without the special ones, which make objects and call them."""
    found: dict[str, DefId] = {}
    for base, _ in world.ask("mro", id):
        for method in world.class_info(base).methods if base is not None else ():
            definition = world.definition(method)
            if definition is not None and not definition.name.startswith("__") and any(param[0] == "**" for param in definition.params):
                found.setdefault(definition.name, method)
    return found


def _runs(world: World, path: str, piece: int) -> Iterator[Event]:
    """What the bodies of a piece run: of the top-level statement, and of its functions and classes."""
    trace = world.ask("trace", path, piece)
    if trace[0] != "piece":
        return
    yield from world.evaluator(path, None, piece).run(trace[1:]).runs
    for definition in world.ask("definitions", path, piece).values():
        receiver = world.own_receiver(definition) if definition.kind != "class" else None
        yield from world.ask("summary", definition.id, receiver).runs


def _may_be(world: World, receiver: Instance, made: Instance) -> bool:
    arguments = world.base_arguments(receiver, made.id)
    return arguments is not None and all(UNKNOWN in (one, other) or one == other for one, other in zip(arguments, made.args, strict=False))
