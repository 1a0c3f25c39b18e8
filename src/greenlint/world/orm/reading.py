"""Follows reads of and stores to attributes of mapped instances: which reads find nothing loaded, and what is known of what they give."""

from __future__ import annotations

from dataclasses import replace

from greenlint.model.trace import Node
from greenlint.world.calls import Arguments, call
from greenlint.world.flow import State
from greenlint.world.narrow import peek
from greenlint.world.orm import identity, transitions
from greenlint.world.orm.beside import over
from greenlint.world.orm.holding import Holding
from greenlint.world.orm.model import Attribute
from greenlint.world.orm.notes import AttributeOf, Built, Held, Key, SessionOf, Within, bare, derived, instances, noted, with_notes
from greenlint.world.orm.operations import acting, is_expression, roles, session_kind
from greenlint.world.orm.plans import BY_KEY, below, loaded, mapping_of, strategy
from greenlint.world.orm.state import EXPIRED, RELATION, Entity, Status
from greenlint.world.types import (
    DICT,
    LIST,
    NONE,
    TUPLE,
    UNKNOWN,
    Class,
    DefId,
    Function,
    Instance,
    Note,
    Type,
    Union,
    members,
    union,
)


class Reading(Holding):
    """The part of an evaluator that follows attributes."""

    def emptied(self, node: Node, state: State) -> State:
        """An empty key refers to no row, so that nothing has to be loaded to know it; a session that is not usable has nothing to roll back."""
        owner = peek(self, node[2])
        if isinstance(owner, Instance) and session_kind(self.world, owner.id) == "session":
            _, targets = self.world.attribute(owner, node[3])
            if any("usable" in what for _, what in acting(self.world, targets)):
                state.held = state.held.begun(self._session(node[2], owner), False)
        for item in instances(owner):
            entity = state.held.entities.get(item.note.key) if isinstance(item.note, Held) else None
            names = over(self.world, entity.id, node[3]) if entity is not None else frozenset()
            if entity is not None and isinstance(item.note, Held) and names & entity.unready.keys():
                state.held = state.held.put(item.note.key, entity.nearby(names))
        return state

    def _session(self, node: Node, found: Instance) -> Key:
        """The key of a session that an expression reaches by names; `found` is its type."""
        outer = peek(self, node[2]) if node[0] == "attr" else UNKNOWN
        if isinstance(outer, Instance) and isinstance(outer.note, Built):
            found = next((held for name, held in outer.note.fields if name == node[3] and isinstance(held, Instance)), found)
        note = found.note
        return note.key if isinstance(note, SessionOf) and note.key is not None else self._spelled(node, node[1])

    def read(self, node: Node, value: Type, name: str, found: Type) -> Type:
        """What an attribute read gives, with its notes; and whether it finds nothing loaded."""
        if isinstance(value, Union):
            return union(self.read(node, item, name, found) for item in members(value) if item is not NONE)
        if isinstance(value, Class):
            return self._of_class(value, name, found)
        if not isinstance(value, Instance):
            return found
        if self._is_declaration(value, found):
            found = UNKNOWN
        note = value.note
        if isinstance(note, Held):
            if value.id.is_stub:
                return self._awaitable(node, note.key, name, found) if value.id != DICT else found
            return self._of_entity(node, value, note.key, name, found)
        if isinstance(note, Built):
            held = dict(note.fields).get(name)
            return found if held is None else held if found is UNKNOWN else with_notes(bare(found), held)
        if value.id == TUPLE and found is UNKNOWN:
            return self._of_row(value, name)
        if note is None and not value.id.is_stub and not self.touched and mapping_of(self.world, value.id) is not None:
            self.touched = True
        spelled = self._spelled(node, node[1])

        def give(item: Instance) -> Note | None:
            own = item.note
            if session_kind(self.world, item.id) != "session":
                return own
            return replace(own, key=own.key or spelled) if isinstance(own, SessionOf) else SessionOf(spelled)

        return noted(found, give, self._is_factory) if isinstance(found, Instance) else found

    def _is_declaration(self, value: Instance, found: Type) -> bool:
        """Whether what a class body assigns is the column that an instance of the class has the value of."""
        if value.id.is_stub or not isinstance(found, Instance) or not found.id.is_stub or not is_expression(self.world, found.id):
            return False
        return mapping_of(self.world, value.id) is not None

    def _of_class(self, value: Class, name: str, found: Type) -> Type:
        mapping = mapping_of(self.world, value.id)
        attribute = mapping.attributes.get(name) if mapping is not None else None
        if attribute is None:
            return found
        found = found if isinstance(found, Instance) else self._declared(value, attribute)
        return Instance(found.id, found.args, AttributeOf(value.id, name)) if isinstance(found, Instance) else found

    def _declared(self, value: Class, attribute: Attribute) -> Type:
        """What a class gives for an attribute that a function in a class body declares."""
        for method in self.world.class_info(attribute.owner).methods:
            definition = self.world.definition(method)
            if definition is not None and definition.name == attribute.name:
                made = self.world.ask("returns", method, self.world.own_receiver(definition))
                getter, _ = self.world.attribute(made, "__get__") if isinstance(made, Instance) else (UNKNOWN, ())
                return call(self.world, getter, Arguments((NONE, value)))[0]
        return UNKNOWN

    def _of_entity(self, node: Node, value: Instance, key: Key, name: str, found: Type) -> Type:
        self.touched = True
        entity = self.state.held.entities.get(key)
        if entity is None:
            return found
        if name == "__dict__":
            kept = {other: status for other, status in entity.unready.items() if status.why not in RELATION}
            self._put(key, replace(entity, unready=kept, near={}, vague=True))
            return self.dictionary(value, found)
        attribute, status = self.missing(key, value, name)
        if status is not None and self.state.held.lazy and status.why != "raise":
            self._load(key, entity, name)
        elif status is not None:
            self._report(node[1], replace(entity, id=value.id) if status.why == "subclass" else entity, attribute, status, "read")
        if attribute is None:
            return self._beside(key, found)
        if attribute.kind != "relationship" or attribute.name != name:
            return found
        return self._reached(key, entity, attribute, found)

    def _load(self, key: Key, entity: Entity, name: str) -> None:
        """Follow a read that loads an attribute."""
        self._put(key, transitions.read(self.world, entity, name))
        self.state.held = transitions.arrived(self.world, self.state.held, key, [name])

    def missing(self, key: Key, value: Instance, name: str) -> tuple[Attribute | None, Status | None]:
        """The mapped attribute that the read of a name needs, and why that is not there; what needs no query is there from now on."""
        entity = self.state.held.entities[key]
        mapping = mapping_of(self.world, value.id)
        attribute = mapping.attributes.get(name) if mapping is not None else None
        if mapping is None or attribute is None:
            return None, None
        if attribute.kind == "synonym" and attribute.proxied[1] in mapping.attributes:
            attribute = mapping.attributes[attribute.proxied[1]]
        if attribute.kind == "proxy" and attribute.proxied[0] in mapping.attributes:
            attribute = mapping.attributes[attribute.proxied[0]]
        status = entity.unready.get(attribute.name)
        if status is None and attribute.name in entity.near:
            self.state.held = identity.found(self.world, self.state.held, key, attribute.name)
        if status is None and value.id != entity.id and name in mapping.own and not attribute.polymorphic_load and not self._polymorphic(entity):
            status = Status("subclass", entity.born)
        if status is not None and (self.depends(status.some) or identity.comes_beside(self.world, self.state.held, key, attribute.name)):
            return attribute, None
        return attribute, status

    def _polymorphic(self, entity: Entity) -> bool:
        """Whether a query was told to load the columns of subclasses."""
        mapping = mapping_of(self.world, entity.id)
        return entity.vague or mapping is None or any(option.kind == "polymorphic" for option in entity.options)

    def _beside(self, key: Key, found: Type) -> Type:
        """What is no mapped attribute: the way to await attributes."""
        if isinstance(found, Instance) and found.id.is_stub and found.note is None:
            getter, _ = self.world.attribute(found, "__getattr__")
            if isinstance(getter, Function) and roles(self.world, getter.id).get("loads") == "attribute":
                return Instance(found.id, found.args, Held(key))
        return found

    def _awaitable(self, node: Node, key: Key, name: str, found: Type) -> Type:
        """An attribute of an instance, to be awaited: it is loaded then, and so is what was expired."""
        entity = self.state.held.entities.get(key)
        mapping = mapping_of(self.world, entity.id) if entity is not None else None
        attribute = mapping.attributes.get(name) if mapping is not None else None
        if entity is None or mapping is None or attribute is None:
            return found
        status = entity.unready.get(name)
        if status is not None and status.why == "raise":
            self._report(node[1], entity, attribute, status, "read")
        elif status is not None or name in entity.near:
            self._load(key, entity, name)
        inner, _ = self.world.attribute(Instance(entity.id), name)
        inner = self._reached(key, entity, attribute, inner) if attribute.kind == "relationship" else inner
        return Instance(self.world.typing("Awaitable"), (inner,))

    def _of_row(self, value: Instance, name: str) -> Type:
        """An entity of a row, by the name of its class."""
        for item in value.args:
            if isinstance(item, Instance) and isinstance(item.note, Held) and item.id.qualname.rsplit(".", 1)[-1] == name:
                return item
        return UNKNOWN

    def _reached(self, key: Key, entity: Entity, attribute: Attribute, found: Type) -> Type:
        """The value of a relationship, with what is known of the instances in it."""
        target = attribute.target
        if target is None:
            return found
        if found is UNKNOWN and attribute.collection is not None:
            one = Instance(target)
            found = Instance(LIST, (one,)) if attribute.collection else union((one, NONE))
        links = [link for name, link in entity.links if name == attribute.name]
        inner = links[0] if len(links) == 1 else derived(key, attribute.name)
        if attribute.collection and isinstance(found, Instance):
            found = Instance(found.id, found.args, Within(key, attribute.name))
        if inner is None or (not links and (entity.stage in ("transient", "pending") or self._stays_empty(entity, attribute))):
            return found
        if inner not in self.state.held.entities:
            self._put(inner, self._below(entity, attribute, target))
            self.state.held = identity.beside(self.world, self.state.held, inner)
        return noted(found, lambda item: Held(inner) if item.id == target and item.note is None else item.note)

    def _stays_empty(self, entity: Entity, attribute: Attribute) -> bool:
        """Whether a relationship is there without a query, and nothing is in it; what an option had put there goes when the row expires. Nor is there
        anything in a collection of a new row that nothing was put into."""
        status = entity.unready.get(attribute.name)
        if status is not None and status.why == "new" and attribute.collection:
            return True
        if attribute.lazy == "noload" and any(status.why in EXPIRED for status in entity.unready.values()):
            return True
        mapping = mapping_of(self.world, entity.id)
        return mapping is not None and strategy(self.world, mapping, attribute, entity.options, 0)[0] == "noload"

    def spread_below(self, key: Key) -> None:
        """Follow what comes with an entity: the instances that its query loads through relationships."""
        pending = [key]
        while pending:
            current = pending.pop()
            entity = self.state.held.entities[current]
            mapping = mapping_of(self.world, entity.id)
            for name in sorted(entity.eager) if mapping is not None and not entity.vague else ():
                attribute, inner = mapping.attributes[name] if mapping is not None else None, derived(current, name)
                if attribute is not None and attribute.target is not None and inner is not None:
                    self._put(inner, self._below(entity, attribute, attribute.target))
                    pending.append(inner)

    def _below(self, entity: Entity, attribute: Attribute, target: DefId) -> Entity:
        many = bool(attribute.collection) or entity.many
        # What was assigned, here or by the other end, was not loaded with the entity.
        whole = not entity.vague and (attribute.name in entity.eager or attribute.name in entity.unready)
        above = (*entity.above, (entity.id, attribute.name))
        options, classes = below(entity.options, attribute.name), {id for id, _ in above}
        inner = loaded(self.world, target, options, entity.born, many=many, whole=whole, depth=1, above=classes)
        mapping = mapping_of(self.world, target)
        back = mapping.attributes.get(attribute.back) if mapping is not None and attribute.back is not None else None
        if back is not None and not back.collection and back.direction in BY_KEY and back.lazy != "raise":
            inner = inner.nearby([back.name])
        # What came with the same row, or was there when that came, may be what these refer to.
        beside = [other.target for other in self._referred(entity) if other.name != attribute.name]
        inner = inner.nearby(name for other in beside if other is not None for name in identity.referring(self.world, inner, other, ""))
        made = entity.made if attribute.name in entity.eager else None
        return replace(inner, session=entity.session, detached=entity.detached, made=made, above=above)

    def _referred(self, entity: Entity) -> list[Attribute]:
        """The relationships of an entity that are there."""
        own = transitions.attributes(self.world, entity.id, ("relationship",))
        return [other for name, other in own.items() if name in entity.eager or not (entity.vague or name in entity.unready or other.collection)]

    def stored(self, node: Node, owner: Type, name: str, value: Type) -> None:
        """Follow an assignment to an attribute."""
        for held, entity in self._entities([owner]):
            mapping = mapping_of(self.world, entity.id)
            attribute = mapping.attributes.get(name) if mapping is not None else None
            if attribute is None:
                continue
            status = entity.unready.get(name)
            if status is not None and attribute.kind == "relationship" and attribute.collection and status.why != "raise":
                self._report(node[1], entity, attribute, status, "assigned")
            blank = entity.blank | {name} if value is NONE else entity.blank - {name}
            computed = entity.computed | {name} if self._is_sql(value) else entity.computed - {name}
            links = tuple(link for link in entity.links if link[0] != name)
            links += tuple((name, other) for other, _ in self._entities([value]))
            keys = tuple(pair for pair in entity.keys if pair[0] != name)
            entity = replace(entity.ready([name]), changed=True, keys=keys)
            self._put(held, replace(entity, dirty=entity.dirty | {name}, computed=computed, blank=blank, links=links))
            self._mirrored(attribute, held, value)

    def _mirrored(self, attribute: Attribute | None, key: Key, value: Type) -> None:
        """Follow what assigning a relationship does at the other end: a new instance there has its side, too."""
        if attribute is None or attribute.kind != "relationship" or attribute.back is None:
            return
        for held, entity in self._entities([value]):
            if entity.stage in ("transient", "pending"):
                self._put(held, replace(entity, dirty=entity.dirty | {attribute.back}))
            elif not attribute.collection or attribute.direction == "one-to-many":
                other = mapping_of(self.world, entity.id)
                side = other.attributes.get(attribute.back) if other is not None else None
                if side is not None and not side.collection:
                    self._put(held, entity.ready([attribute.back]))
