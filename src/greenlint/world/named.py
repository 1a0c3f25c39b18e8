"""Classes that are named in strings: the other ends of relationships, as ORMs of applications look them up.

`Model` is a class of the same module, else of the same application; `label.Model` is one of the application in a directory `label`; `self` is the
class itself. Deliberately absent: registries, and applications whose label is not their directory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from greenlint.world.types import UNKNOWN, Class, Instance, Literal, Type

if TYPE_CHECKING:
    from greenlint.world.definitions import Definition
    from greenlint.world.world import World


def with_target(world: World, made: Type, path: str, around: Definition | None, target: Type) -> Type:
    """What a call made in a file, with the class that its first argument names where a relationship's type argument is not known."""
    if not isinstance(made, Instance) or not made.args or any(arg is not UNKNOWN for arg in made.args):
        return made
    if not isinstance(target, Literal) or not isinstance(target.value, str) or "relationship" not in world.class_marks(made.id):
        return made
    if target.value == "self":
        found = Class(around.id) if around is not None and around.kind == "class" else None
    else:
        label, _, name = target.value.rpartition(".")
        found = _named(world, path, label, name)
    return made if found is None else Instance(made.id, (Instance(found.id),) * len(made.args))


def is_class(world: World, path: str, name: str) -> bool:
    """Whether a file has a class of a name at its top."""
    return any(piece.kind == "class" and piece.binds[:1] == (name,) for piece in world.index.facts(path).pieces.values())


def _named(world: World, path: str, label: str, name: str) -> Class | None:
    if not label:
        own = world.ask("name", path, name) if world.ask("binding", path, name) else UNKNOWN
        if own is not UNKNOWN:
            return own if isinstance(own, Class) else None
    parts = path.split("/")
    label = label or (parts[-3] if parts[-2:-1] == ["models"] else "".join(parts[-2:-1]))
    files = {
        other
        for other in world.ask("mentioning", name)
        if label in other.split("/")[-3:-1] and world.ask("is_class", other, name)
    }
    found = world.ask("name", files.pop(), name) if len(files) == 1 else None
    return found if isinstance(found, Class) else None
