"""Mapped classes and the legacy queries for them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from greenlint.fix import entities
from greenlint.fix.legacy_query import Chain, Selected, chain
from greenlint.model.trace import Node
from greenlint.rule.declaration import Place
from greenlint.rule.subject import Subject
from greenlint.world.orm.mapping import Attribute
from greenlint.world.orm.mapping import Mapping as Mapped
from greenlint.world.types import Class, Descriptor, Instance, Type, members


class Mapping(Subject):
    """Questions about the object-relational mapping."""

    def maps_classes(self) -> bool:
        """Whether the project maps classes anywhere."""
        return bool(self._world.ask("maps_classes"))

    def takes_derived(self, value: Type, attribute: str) -> bool:
        """Whether the project imports a library's class that derives from the class of a value and adds an attribute."""
        items = [item for item in members(value) if isinstance(item, Instance)]
        return any(self._world.ask("takes_derived", item.id, attribute) for item in items)

    def legacy_query(self, at: int) -> Chain | None:
        """The chain of a legacy query that begins with the attribute at an ordinal."""
        return chain(self._spines(at))

    def selected(self, query: Chain) -> Selected:
        """What a legacy query gives."""
        return entities.selected(self._world, self._path, self._definition, self._events, query)

    def mapping(self, value: Type) -> Mapped | None:
        """The mapping of a class or of an instance's class."""
        return self._world.ask("mapping", value.id) if isinstance(value, Class | Instance) else None

    def declared(self, value: Type) -> list[tuple[Mapped, Attribute]]:
        """The attributes that the body of a mapped class declares, each with its mapping: for a backref, that of the other class."""
        own = self.mapping(value)
        if own is None:
            return []
        targets = {attribute.target for attribute in own.attributes.values() if attribute.target is not None}
        others = [self._world.ask("mapping", target) for target in sorted(targets - {own.id})]
        backrefs = [
            (mapping, attribute)
            for mapping in others
            if mapping is not None
            for name, attribute in mapping.attributes.items()
            if name not in own.attributes or own.attributes[name].owner != attribute.owner
        ]
        found = [*((own, attribute) for attribute in own.attributes.values()), *backrefs]
        return [(mapping, attribute) for mapping, attribute in found if attribute.owner == own.id and attribute.at >= 0]

    def maps_asynchronously(self) -> bool:
        """Whether the project uses a library asynchronously that maps classes."""
        return bool(self._world.ask("maps_asynchronously"))

    def refreshed(self, mapping: Mapped) -> Place | None:
        """A call that loads all attributes of an instance of a class (or of a class that inherits it) again."""
        for id, path, piece, at in self._world.ask("refreshed"):
            if any(base == mapping.id for base, _ in self._world.ask("mro", id)):
                return Place(path, piece, at)
        return None

    def receiver_mapping(self) -> Mapped | None:
        """The mapping of the class whose method the function is."""
        owner = self._definition.owner if self._definition is not None else None
        return self._world.ask("mapping", owner.id) if owner is not None else None

    @property
    def method(self) -> str:
        """The function's own name."""
        return self._definition.name if self._definition is not None else ""

    @property
    def is_property(self) -> bool:
        """Whether the function is what reading an attribute of its class runs."""
        definition = self._definition
        if definition is None or definition.owner is None or len(definition.params) != 1:
            return False
        member = self._world.class_info(definition.owner.id).members.get(definition.name)
        return isinstance(member, Descriptor) and member.kind == "property"

    def reads_any(self, names: frozenset[str]) -> bool:
        """Whether the function reads an attribute of one of some names, of whatever it be."""
        pending: list[Any] = [self._definition.body] if self._definition is not None else []
        while pending:
            node = pending.pop()
            if type(node) is list:
                if len(node) == 4 and node[0] == "attr" and node[3] in names:
                    return True
                pending.extend(node)
        return False

    def is_tried(self, at: int) -> bool:
        """Whether an expression stands in the body of a `try` with handlers."""
        spine = self._spines(at)
        return any(node[0] == "try" and node[3] and any(inner is part for part in node[2]) for node, inner in pairwise(spine))

    def has_keyword(self, at: int, name: str) -> bool:
        """Whether the call at an ordinal is given a keyword argument."""
        spine = self._spines(at)
        return bool(spine) and spine[-1][0] == "call" and any(keyword == name for keyword, _ in spine[-1][3])

    def option(self, at: int, name: str) -> int | None:
        """The ordinal of what is written for an option of the declaration at an ordinal: a keyword, or a key of a dictionary among its arguments."""
        spine = self._spines(at)
        return _option(spine[-1], name) if spine and spine[-1][0] == "call" else None


def _option(call: Node, name: str) -> int | None:
    for keyword, value in call[3]:
        if keyword == name and type(value[1]) is int:
            return int(value[1])
    for _, value in call[3]:
        if value[0] == "dict":
            for key, item in value[2]:
                if key is not None and key[0] == "const" and key[2:] == ["str", name] and type(item[1]) is int:
                    return int(item[1])
        if value[0] == "call" and (found := _option(value, name)) is not None:
            return found
    return None
