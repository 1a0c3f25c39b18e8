"""How an attribute that is not loaded can be had: plans of fixes, where they stand in the file of the finding and are certain to be right.

A place in another file is shown by the finding, and never edited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from greenlint.base.edit import Safety
from greenlint.fix.editor import Editor
from greenlint.fix.loading import Missing
from greenlint.model.trace import Node
from greenlint.rule.declaration import Plan
from greenlint.rule.loading import Loading
from greenlint.rule.spines import Spines
from greenlint.world.events import Called, Event, Unready
from greenlint.world.orm.model import Attribute
from greenlint.world.orm.notes import bare, instances
from greenlint.world.orm.operations import roles
from greenlint.world.types import UNKNOWN, Class, DefId, Instance, Type

_EXPIRY = "expire_on_commit"
_NAMES = "attribute_names"
_EMPTY = {"list": "[]", "set": "set()", "dict": "{}"}
_OPTIONS = {"lazy": "selectinload", "raise": "selectinload", "shallow": "selectinload", "deferred": "undefer", "only": "load_only"}
_OPTIONS["subclass"] = "selectin_polymorphic"
_REFRESHED = frozenset({"new", "server", "expression"})
_AWAITED = frozenset({*_OPTIONS, "new", "refresh", "commit", "expression", "server"} - {"raise"})


class Cures(Loading):
    """Plans for attributes that are not loaded."""

    def cures(self, event: Unready) -> tuple[Plan, ...]:
        """The fixes for a read that finds nothing loaded, the best one first."""
        plans = [self._constructed(event), self._kept(event), self._queried(event), self._refreshed(event), self._awaited(event)]
        plans.append(self._fetched(event))
        return tuple(plan for plan in plans if plan is not None)

    def _plan(self, title: str, place: tuple[str, int, int], edit: Callable[[Editor, Called], bool], safety: Safety = Safety.UNSAFE) -> Plan | None:
        """A plan that edits a call at a place; None where that is in another file."""
        path, piece, at = place
        if path != self._path:
            return None

        def edited(editor: Editor) -> bool:
            call = next((event for event in self._events_in(piece) if event.at == at and isinstance(event, Called)), None)
            return call is not None and not call.open and edit(editor, call)

        return Plan(title, safety, edited, piece)

    def _events_in(self, piece: int) -> Iterator[Event]:
        """The events of the statement and the functions of a piece of this file."""
        world = self._world
        yield from world.ask("ran_top", self._path, piece).events or ()
        for definition in world.ask("definitions", self._path, piece).values():
            if definition.kind != "class":
                yield from world.ask("ran", definition.id, world.own_receiver(definition)).events or ()

    def _does(self, call: Called, role: str) -> str | None:
        """The argument of a marker that all functions have which a call runs; None where one has it not."""
        found = {roles(self._world, target.function.id).get(role) if target.function.id.is_stub else None for target in call.targets}
        return found.pop() if len(found) == 1 else None

    # The query

    def _queried(self, event: Unready) -> Plan | None:
        """The query loads it."""
        if event.made is None or event.why not in _OPTIONS:
            return None
        attribute = self.unready_attribute(event)
        if attribute is None:
            return None
        itself = attribute.kind == "relationship" and attribute.target == event.owner
        endless = itself and (event.why == "shallow" or event.above[-1:] == ((event.owner, event.name),))
        missing = Missing(event.owner, event.name, event.above, _OPTIONS[event.why], endless, event.told)
        piece = event.made[1]
        root = event.above[0][0] if event.above else event.owner

        def edit(editor: Editor, call: Called) -> bool:
            found = [index for index, (_, value) in enumerate(call.arguments) if self._selects(value, root, event.why == "subclass")]
            if len(found) != 1:
                return False
            selected = call.arguments[found[0]][1]
            if self._does(call, "loads") == "get" and event.why != "subclass":
                opened = editor.opened(call.at)
                return opened is not None and self._opens(opened, piece) and editor.add_option(call.at, found[0], missing)
            if self._does(call, "lazy_query") is None or not isinstance(selected, Class):
                return False
            if Instance(selected.id) not in instances(bare(call.result)):
                return False
            return editor.add_loader(call.at, found[0], missing)

        return self._plan(f"Load `{self.attribute_name(event)}` with the query", event.made, edit)

    def _selects(self, value: Type, root: DefId, above: bool) -> bool:
        """Whether an argument is the class that a query selects, or (`above`) one that it inherits from."""
        if not isinstance(value, Class):
            return False
        return value.id == root or (above and any(base == value.id for base, _ in self._world.ask("mro", root)))

    def _opens(self, at: int, piece: int) -> bool:
        """Whether an expression makes a new session, in which no instance can be yet."""
        calls = [found for found in self._events_in(piece) if found.at == at and isinstance(found, Called)]
        return bool(calls) and self._does(calls[0], "opens") is not None

    def uniqueness(self, event: Unready) -> tuple[Plan, ...]:
        """The fixes for rows that repeat: they are made unique before they are consumed, by a call or a loop."""
        spine = self._spines(event.at)
        node, around = spine[-1], spine[-2]
        iterated = around[0] == "for" and around[4] is node
        iterated = iterated or (around[0] == "comp" and any(clause[2] is node for clause in around[4]))
        consumed = [found for found in self.events_of(Called) if found.at == event.at and self._does(found, "consumes") is not None]  # type: ignore[arg-type]
        rows = node if iterated else node[2][2] if consumed and node[2][0] == "attr" else None
        if rows is None:
            return ()
        return (Plan("Call `.unique()` first", Safety.SAFE, lambda editor: editor.wrap(rows[1], "", ".unique()")),)

    # Other places

    def _constructed(self, event: Unready) -> Plan | None:
        """The new instance is made with an empty collection."""
        attribute = self.unready_attribute(event)
        if event.why != "new" or event.born is None or attribute is None or not attribute.collection or attribute.viewonly:
            return None
        empty = self._empty(event, attribute)
        if not empty:
            return None

        def edit(editor: Editor, call: Called) -> bool:
            return bare(call.callee) == Class(event.owner) and editor.set_keyword(call.at, event.name, empty)

        return self._plan(f"Give the new `{event.owner.qualname}` an empty `{event.name}`", event.born, edit, Safety.SAFE)

    def _empty(self, event: Unready, attribute: Attribute) -> str:
        """An empty collection of the attribute's own kind; empty where that is not told."""
        place = self.place(attribute.owner, attribute.at) if attribute.at >= 0 else None
        if place is None:
            return ""
        spine = Spines(self._world.ask("trace", place.path, place.piece))(place.at)
        value = self._world.attribute(Instance(event.owner), event.name)[0]
        if value is UNKNOWN and not any(node[0] == "annassign" for node in spine) and not _has_keyword(spine[-1], "collection_class"):
            return "[]"
        return _EMPTY.get(value.id.qualname, "") if isinstance(value, Instance) and value.id.is_stub else ""

    def _kept(self, event: Unready) -> Plan | None:
        """The session does not expire what it holds."""
        if event.why != "commit" or event.said is None:
            return None

        def edit(editor: Editor, call: Called) -> bool:
            given = any(keyword == _EXPIRY for keyword, _ in call.arguments)
            definitions = [self._world.definition(target.function.id) for target in call.targets]
            taken = any(param[1] == _EXPIRY for definition in definitions if definition is not None for param in definition.params)
            return (given or taken) and editor.set_keyword(call.at, _EXPIRY, "False")

        return self._plan(f"Set `{_EXPIRY}=False`", event.said, edit)

    def _refreshed(self, event: Unready) -> Plan | None:
        """The refresh names it, beside what else it was to load."""
        if event.cause is None or event.cause == event.born or not event.name:
            return None
        names = ", ".join(f'"{name}"' for name in (*event.beside, event.name))

        def edit(editor: Editor, call: Called) -> bool:
            alone = [bare(value) for _, value in call.arguments] == [Instance(event.owner)]
            return alone and self._does(call, "refreshes") is not None and editor.set_keyword(call.at, _NAMES, f"[{names}]")

        return self._plan(f"Name `{event.name}` in the refresh", event.cause, edit)

    def _fetched(self, event: Unready) -> Plan | None:
        """A refresh before the read loads it."""
        if event.why not in _REFRESHED or event.use != "read" or event.detached or event.lent or not event.session:
            return None
        node = self._spines(event.at)[-1]
        if node[0] != "attr" or node[3] != event.name:
            return None
        return Plan(f"Refresh `{event.name}` first", Safety.UNSAFE, lambda editor: editor.refresh_before(event.at, event.session))

    def _awaited(self, event: Unready) -> Plan | None:
        """The read awaits it."""
        mapping = self._world.ask("mapping", event.owner) if event.owner.path else None
        node = self._spines(event.at)[-1]
        if mapping is None or not mapping.async_attrs or event.why not in _AWAITED or event.use != "read" or event.detached:
            return None
        if node[0] != "attr" or node[3] != event.name:
            return None

        def edit(editor: Editor) -> bool:
            return editor.rename_attribute(event.at, f"awaitable_attrs.{event.name}") and editor.insert_await(event.at)

        return Plan(f"Await `{event.name}`", Safety.UNSAFE, edit)


def _has_keyword(node: Node, keyword: str) -> bool:
    """Whether a call in a node has a keyword argument."""
    return node[:1] == [keyword] or any(_has_keyword(part, keyword) for part in node if type(part) is list)
