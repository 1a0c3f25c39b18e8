"""The configuration of a schema class: its own, in each of the ways in which it can be written, and what its bases hand down.

Deliberately absent: settings that do not change which attributes are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from greenlint.model.trace import Node
from greenlint.world.orm.scope import written
from greenlint.world.types import DefId

if TYPE_CHECKING:
    from greenlint.world.world import World

# Each setting by the names that it has had.
_NAMES = {
    "from_attributes": "from_attributes",
    "orm_mode": "from_attributes",
    "populate_by_name": "by_name",
    "validate_by_name": "by_name",
    "allow_population_by_field_name": "by_name",
    "validate_by_alias": "by_alias",
    "alias_generator": "generator",
}

Settings = dict[str, bool | None]
"""Those that are set: `from_attributes`, `by_name`, `by_alias`, and `generator` (aliases are made of names). None where the value is not known."""


def settings(world: World, id: DefId) -> Settings:
    """The settings of a schema class: those of its bases in their order, then its body's, then its keywords'."""
    definition = world.definition(id)
    if definition is None or definition.kind != "class":
        return _anything()
    found: Settings = {}
    for base in world.class_info(id).bases:
        if base is None:
            found.update(_anything())
        elif "schema" in world.class_marks(base.id):
            found.update(world.ask("schema_settings", base.id))
    for node in definition.body:
        value = _assigned(node, "model_config")
        if value is not None:
            _add(world, found, [("**", value)], id.path)
        elif _assigned(node, "Config") is not None:
            found.update(_anything())
        elif node[0] == "class" and node[2] == "Config":
            pairs = [(inner[2][0][2], inner[3]) for inner in node[5] if inner[0] == "assign" and inner[2][0][0] == "name"]
            _add(world, found, pairs, id.path)
    keywords = [(keyword, value) for keyword, value in definition.node[3] if keyword]
    _add(world, found, keywords, id.path)
    return found


def _anything() -> Settings:
    return dict.fromkeys(_NAMES.values())


def _assigned(node: Node, name: str) -> Node | None:
    """What a statement assigns to a name."""
    if node[0] == "assign" and any(target[0] == "name" and target[2] == name for target in node[2]):
        return node[3]  # type: ignore[no-any-return]
    if node[0] == "annassign" and node[2][0] == "name" and node[2][2] == name:
        return node[4]  # type: ignore[no-any-return]
    return None


def _add(world: World, found: Settings, pairs: list[tuple[str, Node]], path: str) -> None:
    for name, value in pairs:
        if name in _NAMES:
            truth = bool(value[3]) if value[0] == "const" and value[2] == "bool" else None
            found[_NAMES[name]] = not _is_for_output(value) if name == "alias_generator" else truth
        elif name == "**" and not (value[0] == "attr" and value[3] == "model_config"):
            # A base's configuration that is taken over says nothing new.
            _add_all(world, found, value, path)


def _add_all(world: World, found: Settings, value: Node, path: str) -> None:
    """Add the settings of a dictionary: a display, a call with keywords, or a name for one. Anything else may say anything."""
    if value[0] == "call" and all(keyword not in ("", "*") for keyword, _ in value[3]):
        _add(world, found, [(keyword, item) for keyword, item in value[3]], path)
    elif value[0] == "dict" and all(key is None or (key[0] == "const" and key[2] == "str") for key, _ in value[2]):
        _add(world, found, [("**" if key is None else str(key[3]), item) for key, item in value[2]], path)
    else:
        behind = written(world, path, value[2]) if value[0] == "name" else None
        if behind is None or behind.node[0] not in ("call", "dict"):
            found.update(_anything())
        else:
            _add_all(world, found, behind.node, behind.scope.path)


def _is_for_output(generator: Node) -> bool:
    """Whether a generator of aliases makes those only that the output has, or none."""
    if generator[0] == "const" and generator[2] == "none":
        return True
    return bool(generator[0] == "call" and generator[3] and all(keyword == "serialization_alias" for keyword, _ in generator[3]))
