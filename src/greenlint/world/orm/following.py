"""Follows calls along the paths of a body: what those of libraries do to sessions, statements and mapped instances, and what they give.

Deliberately absent: what the functions of the project that a body calls do (`lending`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from greenlint.model.trace import Node
from greenlint.world.calls import Arguments
from greenlint.world.events import Target
from greenlint.world.narrow import peek
from greenlint.world.orm import beside, options
from greenlint.world.orm.lending import OPTIONS
from greenlint.world.orm.notes import (
    AttributeOf,
    Held,
    Key,
    Loader,
    Plan,
    Rows,
    SessionOf,
    Within,
    instances,
    noted,
)
from greenlint.world.orm.operating import Operating
from greenlint.world.orm.operations import acting, roles, session_kind
from greenlint.world.orm.plans import mapping_of
from greenlint.world.orm.state import ANY_COLUMN, Entity
from greenlint.world.orm.tables import foreign
from greenlint.world.types import (
    LIST,
    NONE,
    OBJECT,
    TUPLE,
    Class,
    Coroutine,
    DefId,
    Function,
    Instance,
    Literal,
    Note,
    Partial,
    Type,
    Union,
    builtin,
    members,
)

if TYPE_CHECKING:
    from greenlint.world.flow import State

_GETATTR = builtin("getattr")
_SETATTR = builtin("setattr")
_FILLING = frozenset({"add", "append", "extend", "insert", "update"})
_GROWING = frozenset({"append", "extend", "insert", "__iadd__"})


def _planned(result: Type, plan: Note | None, change: Callable[[Plan], Plan]) -> Type:
    """The statement that a method of a statement gives, its plan changed; of several that it may be called on, the ones with that plan."""
    if not isinstance(plan, Plan):
        return result
    if isinstance(result, Instance):
        return Instance(result.id, result.args, change(plan))
    return noted(result, lambda item: change(plan) if item.note == plan else item.note)


class Following(Operating):
    """The part of an evaluator that follows such calls. `replaces` is whether one of them puts something else in the place of the program's own."""

    replaces: bool

    def followed(self, node: Node, callee: Type, arguments: Arguments, result: Type, targets: tuple[Target, ...]) -> Type:
        """What a call gives, with the notes that it has because of what was called; and what the call does."""
        if isinstance(callee, Partial):
            keywords = {**dict(callee.keywords), **dict(arguments.keywords)}
            arguments = Arguments((*callee.args, *arguments.positional), tuple(keywords.items()), arguments.open)
            return self.followed(node, callee.function, arguments, result, targets)
        several = isinstance(callee, Union) and len(members(callee)) > 1 + (NONE in callee.members)
        for target in targets:
            if target.function.id.is_stub:
                what = roles(self.world, target.function.id)
                if what:
                    self.replaces = self.replaces or "replaces" in what
                    if what.get("loader") == "options" or what.get("loads") == "get":
                        self._asked(node)
                    result = self._acted(node, target.function, what, arguments, result, several)
                if isinstance(target.function.receiver, Instance):
                    self._filled(target.function.receiver, target.function.id.qualname.rsplit(".", 1)[-1], arguments)
                    result = self._taken(target.function, target.function.receiver, what, result)
        for item in members(callee):
            if isinstance(item, Class):
                result = self._constructed(node, item, arguments, result, targets)
        if isinstance(callee, Function) and callee.id.is_stub and callee.receiver is None:
            return self._handed(node, callee.id, arguments, result)
        return result

    def _handed(self, node: Node, id: DefId, arguments: Arguments, result: Type) -> Type:
        """Follow a library's function that is given instances: `getattr` reads, a database library's may do anything to them."""
        if id[:2] == _GETATTR[:2] and len(arguments.positional) > 1 and isinstance(arguments.positional[1], Literal):
            value, name = arguments.positional[0], str(arguments.positional[1].value)
            return self.read(node, value, name, self.world.attribute(value, name)[0]) if self._entities([value]) else result
        if id[:2] == _SETATTR[:2] and len(arguments.positional) == 3:
            self._set(node, *arguments.positional)
        elif self.world.is_database_library(id):
            for held, entity in self._entities(arguments.positional):
                self._put(held, entity.unknown())
        return result

    def _set(self, node: Node, owner: Type, name: Type, value: Type) -> None:
        """Follow an assignment by a name that is a value: of one that is not known, some column of a row is changed."""
        if isinstance(name, Literal):
            self.stored(node, owner, str(name.value), value)
            return
        for held, entity in self._entities([owner]):
            if entity.stage in ("persistent", "deleted"):
                self._put(held, replace(entity, dirty=entity.dirty | {ANY_COLUMN}, changed=True))

    def _asked(self, node: Node) -> None:
        """Note the parameters that a call takes loader options from."""
        for keyword, value in node[3]:
            if keyword in OPTIONS and value[0] == "name" and self.is_constant(value[2]):
                self.option_names.add(value[2])

    def _filled(self, receiver: Instance, name: str, arguments: Arguments) -> None:
        """Follow what is put into a collection: that of a new instance is there from now on, and so is the other end."""
        note = receiver.note
        if not isinstance(note, Within) or name not in _FILLING:
            return
        entity = self.state.held.entities.get(note.key)
        if entity is not None and entity.stage in ("transient", "pending"):
            links = tuple((note.name, held) for held, _ in self._entities(arguments.positional))
            self._put(note.key, replace(entity, dirty=entity.dirty | {note.name}, links=entity.links + links))
        mapping = mapping_of(self.world, entity.id) if entity is not None else None
        attribute = mapping.attributes.get(note.name) if mapping is not None else None
        for value in arguments.positional if attribute is not None else ():
            self._mirrored(attribute, note.key, value)

    def _taken(self, function: Function, receiver: Instance, what: dict[str, str], result: Type) -> Type:
        """Note what a method of a result gives alone, that rows still repeat in what it gives, and that a list of loader options has grown."""
        if receiver.id == LIST:
            self.loose = self.loose or function.id.qualname.rsplit(".", 1)[-1] in _GROWING
            return result
        if isinstance(receiver.note, Rows) and isinstance(result, Instance) and result.id.is_stub and result.note is None and "consumes" not in what:
            return result if "deduplicates" in what else Instance(result.id, result.args, receiver.note)
        if receiver.args:
            self.taken_out(result.result if isinstance(result, Coroutine) else result)
        return result

    def taken_out(self, value: Type) -> None:
        """Note that a value, or a row, is all that is kept of those that a query gave."""
        for item in members(value):
            for part in item.args if isinstance(item, Instance) and item.id == TUPLE else (item,):
                entity = self.entity(part)
                if entity is not None and entity[1].many:
                    self._put(entity[0], replace(entity[1], many=False))

    def _acted(
        self, node: Node, function: Function, what: dict[str, str], arguments: Arguments, result: Type, several: bool
    ) -> Type:
        receiver = function.receiver if isinstance(function.receiver, Instance) else None
        note = receiver.note if receiver is not None else None
        if "loader" in what:
            return self._built(node, what["loader"], note, arguments, result)
        if "lazy_query" in what:
            selected = self._naming(node, arguments).positional
            plain = bool(selected) and not arguments.open and all(self._is_sql(value) for value in selected)
            plan = Plan(made=self.spot(node[1]), whole=not arguments.open, plain=plain)
            if receiver is None and isinstance(result, Instance) and result.note is None:
                return Instance(result.id, result.args, plan)
            return result
        if "opens" in what:
            return self._opened(node, receiver, arguments, result, several)
        if isinstance(note, Rows) and "deduplicates" in what:
            return noted(result, lambda item: None if isinstance(item.note, Rows) else item.note)
        if isinstance(note, Rows) and "consumes" in what:
            self.consumed(node[1], note)
            return result
        if receiver is not None and (isinstance(note, SessionOf) or session_kind(self.world, receiver.id) == "session"):
            return self._operated(node, self._named(node, note), what, arguments, result)
        return result

    def _naming(self, node: Node, arguments: Arguments) -> Arguments:
        """The arguments of a loader option, with the mapped attributes among them that look like plain values of the class."""
        written = [value for keyword, value in node[3] if not keyword]
        if len(written) != len(arguments.positional) or arguments.open:
            return arguments
        found = list(arguments.positional)
        for index, value in enumerate(written):
            owner = peek(self, value[2]) if value[0] == "attr" and not isinstance(found[index], Instance) else None
            mapping = mapping_of(self.world, owner.id) if isinstance(owner, Class) else None
            if isinstance(owner, Class) and mapping is not None and value[3] in mapping.attributes:
                found[index] = Instance(OBJECT, (), AttributeOf(owner.id, value[3]))
        return replace(arguments, positional=tuple(found))

    def _built(self, node: Node, kind: str, note: Note | None, arguments: Arguments, result: Type) -> Type:
        self.touched = True
        if kind not in ("execution", "options", "where"):
            arguments = self._naming(node, arguments)
        if kind == "same" and isinstance(note, AttributeOf | Plan):
            return Instance(result.id, result.args, note) if isinstance(result, Instance) else result
        if kind == "where":
            return self._limited(node, result)
        if kind == "options" and not isinstance(note, Loader):
            loose = self.loose if arguments.starred else arguments.open
            return _planned(result, note, lambda plan: options.added(plan, (*arguments.positional, *arguments.starred), loose))
        if kind == "execution":
            populate = dict(arguments.keywords).get("populate_existing")
            return result if populate is None else _planned(result, note, lambda plan: replace(plan, populate=populate == Literal("bool", True)))
        if not isinstance(result, Instance):
            return result
        return Instance(result.id, result.args, options.loader(kind, note if isinstance(note, Loader) else None, arguments))

    def _limited(self, node: Node, result: Type) -> Type:
        """A statement that a condition limits to one row, if it does."""
        note = result.note if isinstance(result, Instance) else None
        selected = next((item for item in result.args if isinstance(item, Instance)), None) if isinstance(result, Instance) else None
        if not isinstance(result, Instance) or not isinstance(note, Plan) or selected is None:
            return result
        one = selected.args[0] if selected.id == TUPLE and len(selected.args) == 1 else selected
        if not isinstance(one, Instance) or mapping_of(self.world, one.id) is None:
            return result
        rows = [row for keyword, value in node[3] if isinstance(row := self.row(one.id, keyword, value), str)]
        return Instance(result.id, result.args, replace(note, row=(one.id, rows[0]))) if rows else result

    def _constructed(self, node: Node, callee: Class, arguments: Arguments, result: Type, targets: tuple[Target, ...]) -> Type:
        if isinstance(result, Instance) and result.note is None and session_kind(self.world, result.id) == "factory":
            return self.factory(node, arguments, result)
        if callee.id.is_stub or not isinstance(result, Instance) or result.id != callee.id:
            return result
        if result.note is None and session_kind(self.world, result.id) == "session":
            return Instance(result.id, result.args, self.own_session(node, result))
        mapping = mapping_of(self.world, callee.id)
        if mapping is None:
            return result
        self.touched = True
        key: Key = ("n", node[1])
        custom = any(not target.function.id.is_stub for target in targets) or arguments.open or not mapping.whole
        given = dict(arguments.keywords)
        links = tuple((name, held) for name, value in given.items() for held, _ in self._entities([value]))
        computed = frozenset(name for name, value in given.items() if self._is_sql(value))
        blank = frozenset(name for name, value in given.items() if NONE in members(value))
        dirty = frozenset(given) | beside.told_by_rows(self, callee.id, [(keyword, value) for keyword, value in node[3] if keyword in given])
        written = Entity(callee.id, None, "transient", dirty=dirty, computed=computed, blank=blank, links=links, changed=True)
        keys = tuple((keyword, repr(value[2:])) for keyword, value in node[3] if keyword in foreign(self.world, callee.id) and value[0] == "const")
        entity = replace(written, vague=custom, born=self.spot(node[1]), keys=keys)
        self._put(key, entity)
        for name, value in given.items():
            self._mirrored(mapping.attributes.get(name), key, value)
        return Instance(result.id, result.args, Held(key))

    def broken(self, node: Node, manager: Type, targets: tuple[Target, ...], entered: Type, raised: list[State]) -> None:
        """Follow the ends of a `with` block by exceptions: a transaction is rolled back, a session closed."""
        own = self.state
        for state in raised:
            self.state = state
            self.left(node, manager, targets, entered, "rolls_back")
        self.state = own

    def left(self, node: Node, manager: Type, targets: tuple[Target, ...], entered: Type, ending: str = "commits") -> None:
        """Follow the end of a `with` block; what commits there does `ending`."""
        for function, what in acting(self.world, targets):
            receiver = function.receiver if isinstance(function.receiver, Instance) else None
            notes = [item.note for value in (receiver, entered) if value is not None for item in instances(value)]
            session = next((note for note in notes if isinstance(note, SessionOf) and note.key is not None), None)
            if session is None:
                continue
            plain = Arguments()
            if "commits" in what:
                self._operated(["call", node[1], ["name", node[1], ""], []], session, {ending: ""}, plain, NONE)
            if "closes" in what:
                self._operated(["call", node[1], ["name", node[1], ""], []], session, {"closes": ""}, plain, NONE)
