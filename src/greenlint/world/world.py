"""The project as a whole: every question that inference and rules ask, each answered through the recorder.

Deliberately absent: anything that prints, and anything that knows a library by name: libraries are stubs, their meaning is markers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from greenlint.base.settings import Settings
from greenlint.base.text import Source
from greenlint.knowledge import markers
from greenlint.model.trace import Node
from greenlint.read.pieces import read_expression
from greenlint.world import (
    classes,
    lacking,
    names,
    protocols,
    questions,
    relations,
    substitute,
)
from greenlint.world.annotations import Annotations
from greenlint.world.calls import Arguments, call
from greenlint.world.classes import ClassInfo
from greenlint.world.definitions import Definition
from greenlint.world.evaluate import Evaluator
from greenlint.world.events import Target
from greenlint.world.flow import Tracker
from greenlint.world.index import NameIndex
from greenlint.world.lasting import is_of_stubs, shared_answers
from greenlint.world.modules import Modules
from greenlint.world.orm import lending
from greenlint.world.orm.notes import with_notes
from greenlint.world.reach import Former
from greenlint.world.record import Recorder
from greenlint.world.shelf import Shelf
from greenlint.world.sources import Sources
from greenlint.world.stale import stale_before
from greenlint.world.types import (
    REST,
    UNKNOWN,
    Atom,
    Class,
    Coroutine,
    DefId,
    Form,
    Function,
    Instance,
    Literal,
    Type,
    TypeVar,
    builtin,
    union,
)
from greenlint.world.versions import Versions


class World:
    """One analysis root. Answers are pure functions of its files, settings and stubs.

    Args:
        sources: the files.
        settings: the settings of inference.
        shelf: what is known of texts.
        former: the graph of the same files before some texts changed.
    """

    def __init__(self, sources: Sources, settings: Settings, shelf: Shelf | None = None, former: Former | None = None) -> None:
        self.sources = sources
        self.settings = settings
        self.shelf = shelf or Shelf()
        self.modules = Modules(sources)
        self.index = NameIndex(sources, self.modules, self.shelf, former)
        self.versions = Versions(sources, settings)
        self.orm_roles: dict[DefId, dict[str, str]] = {}
        self.orm_kinds: dict[DefId, str] = {}
        self.recorder = Recorder(shared_answers(settings, self.versions), is_of_stubs)
        self.ask: Callable[..., Any] = self.recorder.ask
        self.list_id, self.dict_id, self.str_id = builtin("list"), builtin("dict"), builtin("str")
        self.string = Instance(self.str_id)
        self.rest_atom = REST
        self.callable_id = self.typing("Callable")
        self.generator_id = self.typing("Generator")
        self.async_generator_id = self.typing("AsyncGenerator")
        questions.register(self)

    def edit(self, sources: Sources, changed: Collection[str]) -> None:
        """Go on with other texts for some files, the set of files being the same; what rests on the old ones is forgotten."""
        old = self.index
        concerned = stale_before(self, changed)
        self.sources = sources
        self.index = old.edited(sources, changed)
        self.recorder.forget(concerned(self))

    # Reading

    def text(self, path: str, piece: int) -> str:
        """The text of a piece."""
        source = self.sources.source(path)
        facts = self.index.facts(path).pieces[piece]
        return source.text[facts.start : facts.end] if isinstance(source, Source) else ""

    def definition(self, id: DefId) -> Definition | None:
        """The definition that an id names."""
        return self.ask("definition", id)  # type: ignore[no-any-return]

    def id_of(self, path: str, piece: int, node: Node) -> DefId | None:
        """The id of a definition by its trace node."""
        for definition in self.ask("defined_at", path, piece).get(node[1], ()):
            if definition.node is node:
                return definition.id  # type: ignore[no-any-return]
        return None

    def parsed(self, text: str, at: int) -> Node | None:
        """An expression that is written in a string."""
        return read_expression(text, at)

    def is_database_library(self, id: DefId) -> bool:
        """Whether a stub's package is a database library: something in it awaits or blocks on a database."""
        return id.is_stub and self.ask("database_library", id.path.removeprefix("stub:").split("/", 1)[0])

    def leads(self, path: str, piece: int) -> bool:
        """Whether a piece leads to a database: what others do not concern it, whatever is pruned."""
        return piece in self.ask("hosts", path) and self.index.is_host(path, piece)

    # Bodies

    def evaluator(
        self, path: str, definition: Definition | None, piece: int, receiver: Type | None = None, tracker: Tracker | None = None
    ) -> Evaluator:
        """An evaluator for a scope that has run nothing yet."""
        return Evaluator(self, path, definition, receiver, piece, tracker)

    def own_receiver(self, definition: Definition) -> Type | None:
        """What the first parameter of a method (or of the method around a nested function) is in its own class."""
        around: Definition | None = definition
        while around is not None and around.owner is None:
            around = around.parent
        if around is None or around.owner is None:
            return None
        owner = around.owner.id
        variables = self.class_info(owner).variables
        if around.name in ("__new__", "__init_subclass__") or self.method_kind(around) == "classmethod":
            return Class(owner, variables)
        return Instance(owner, variables)

    def method_kind(self, definition: Definition) -> str:
        """`classmethod` or `staticmethod` if a decorator of a method says so, else nothing."""
        return self.ask("method_kind", definition.id) if definition.decorators else ""

    def enclosing(self, id: DefId) -> frozenset[DefId]:
        """The functions around a function."""
        if "<locals>" not in id.qualname:
            return frozenset()
        found: set[DefId] = set()
        definition = self.definition(id)
        around = definition.parent if definition is not None else None
        while around is not None:
            found.add(around.id)
            around = around.parent
        return frozenset(found)

    # Names

    def member(self, path: str, name: str) -> Type:
        """An attribute of a module."""
        return names.member(self, path, name)

    def imported(self, path: str, level: int, module: str | None, name: str) -> Type:
        """What a `from` import binds."""
        return names.imported(self, path, level, module, name)

    def free_name(self, definition: Definition, receiver: Type | None, name: str) -> Type:
        """A name from the scopes around a body."""
        return names.free_name(self, definition, receiver, name)

    def provided(self, scope: Annotations, declared: Type, metadata: list[Node]) -> Type:
        """A declared type with what the dependencies in its metadata tell of sessions and mapped instances."""
        if lending.holds(self, declared):
            for node in metadata:
                assert isinstance(scope, Evaluator)
                declared = with_notes(declared, names.injected(self, scope, node))
        return declared

    def marker(self, module: str | None, name: str) -> Type:
        """A name imported from where nothing is known, or from the markers' own module."""
        return Form(Atom("marker:" + name)) if module == markers.MODULE else UNKNOWN

    def is_marker(self, value: Type) -> bool:
        """Whether a value is a marker or a call of one."""
        return isinstance(value, Form) and isinstance(value.type, Atom) and value.type.name.startswith("marker:")

    def class_marks(self, id: DefId) -> frozenset[str]:
        """The markers of a class and of its known bases."""
        return frozenset(mark for base, _ in self.ask("mro", id) if base is not None and base.is_stub for mark in self.ask("marks", base))

    def version_test(self, path: str, test: Node) -> bool | None:
        """What a stub's `version("library") >= (major, minor)` is for the linted project."""
        return self.versions.test(test) if path.startswith("stub:") else None

    # Types

    def typing(self, name: str) -> DefId:
        """The id of a class of the typing stub."""
        return relations.typing_id(name)

    def is_typing(self, id: DefId, name: str) -> bool:
        """Whether a class is one of typing's."""
        return id == relations.typing_id(name)

    def class_info(self, id: DefId) -> ClassInfo:
        """What a class's header and body say."""
        return self.ask("class", id)  # type: ignore[no-any-return]

    def attribute(self, value: Type, name: str) -> tuple[Type, tuple[Target, ...]]:
        """An attribute of a value, and what reading it runs."""
        if value is UNKNOWN:
            return UNKNOWN, ()
        if isinstance(value, Instance) and value.note is not None:
            plain = Instance(value.id, value.args)
            found, targets = self.ask("attribute", plain, name)
            return (replace(found, receiver=value) if isinstance(found, Function) and found.receiver == plain else found), targets
        return self.ask("attribute", value, name)  # type: ignore[no-any-return]

    def awaited(self, value: Type) -> Type:
        """What `await` gives."""
        return protocols.awaited(self, value)

    def is_awaitable(self, value: Type) -> bool:
        """Whether a value is known to be awaitable."""
        return protocols.is_awaitable(self, value)

    def entered(self, value: Type, is_async: bool) -> Type:
        """What `with` binds."""
        return protocols.entered(self, value, is_async)

    def entering(self, value: Type, is_async: bool) -> tuple[tuple[Target, ...], bool]:
        """What entering runs."""
        return protocols.entering(self, value, is_async)

    def leaving(self, value: Type, is_async: bool) -> tuple[tuple[Target, ...], bool, bool]:
        """What leaving runs, and whether that ends an exception."""
        return protocols.leaving(self, value, is_async)

    def iterated(self, value: Type, is_async: bool) -> Type:
        """What an iteration gives."""
        return protocols.iterated(self, value, is_async)

    def iteration(self, value: Type, is_async: bool) -> tuple[tuple[Target, ...], bool]:
        """What iterating runs."""
        return protocols.iteration(self, value, is_async)

    def solved(self, value: Type) -> Type:
        """The type without unsolved type variables."""
        return substitute.solved(value)

    def settled(self, value: Type) -> Type:
        """The type as a module or an instance can hold it: what only a caller could tell is Unknown."""
        return relations.settled(value)

    def general(self, value: Type) -> Type:
        """The type without literals, as containers hold it."""
        return relations.general(value)

    def literal_class(self, value: Literal) -> Type:
        """The class of a literal."""
        return Instance(builtin(value.kind))

    def as_instance(self, value: Type) -> Instance | None:
        """The instance that a value is, generators and literals included; None for classes, functions, modules and the unknown."""
        return relations.as_instance(self, value)

    def is_subclass(self, value: Type, wanted: Type) -> bool | None:
        """Whether a value is an instance of a type; None when nobody knows."""
        return relations.is_subclass(self, value, wanted)

    def base_arguments(self, value: Instance, base: DefId) -> tuple[Type, ...] | None:
        """The type arguments that an instance's class gives one of its bases; None when it is no base."""
        return relations.base_arguments(self, value, base)

    def is_open(self, id: DefId) -> bool:
        """Whether a class has a base that nothing is known of."""
        order: classes.Order = self.ask("mro", id)
        return any(base is None for base, _ in order)

    def is_protocol(self, id: DefId) -> bool:
        """Whether a class is a protocol or one of typing's interfaces, which other classes satisfy by their shape."""
        return id.path == relations.TYPING or relations.is_protocol(self, id)

    def may_have(self, id: DefId, name: str) -> bool:
        """Whether a class defines a (special) method somewhere known."""
        return any(base is not None and name in self.class_info(base).members for base, _ in self.ask("mro", id))

    def lacks(self, value: Type, name: str) -> bool:
        """Whether a library instance certainly has no such attribute: using it raises, so nothing comes after it."""
        if isinstance(value, Coroutine):
            return not self.may_have(relations.typing_id("Coroutine"), name)
        if not isinstance(value, Instance) or not value.id.is_stub or self.is_open(value.id):
            return False
        # Stubs tell the public surface of a library.
        if name.startswith("_") and not name.endswith("__"):
            return False
        if lacking.is_everywhere(self, name):
            return False
        # Python looks for special methods past `__getattr__`.
        special = name.startswith("__")
        if special and value.args and lacking.refuses(self, value, name):
            return True
        return not self.has_attribute(value.id, name) and (special or not self.has_attribute(value.id, "__getattr__"))

    def has_attribute(self, id: DefId, name: str) -> bool:
        """Whether a class or a known base of it defines or declares an attribute."""
        infos = (self.class_info(base) for base, _ in self.ask("mro", id) if base is not None)
        return any(name in names for info in infos for names in (info.members, info.declared, info.opaque))

    def fields(self, value: Type) -> dict[str, Type]:
        """The declared fields of a project's named tuple or typed dictionary."""
        return relations.fields(self, value)

    def result_of(self, value: Type) -> Type:
        """What calling a value with arguments that are not known gives."""
        return call(self, value, Arguments((), (), True))[0]

    def receiver_variables(self, function: Function) -> dict[TypeVar, Type]:
        """What the type variables of a method's class stand for on its receiver."""
        receiver = function.receiver
        if not isinstance(receiver, Instance | Class):
            return {}
        definition = self.definition(function.id)
        owner = definition.owner if definition is not None else None
        if owner is None:
            return {}
        variables = self.class_info(owner.id).variables
        if not variables:
            return {}
        args = self.base_arguments(Instance(receiver.id, receiver.args), owner.id)
        return {variable: arg for variable, arg in zip(variables, args or (), strict=False) if arg != variable}

    def special_form(self, value: Type) -> str | None:
        """The name of a special form of typing; None for anything else."""
        return relations.form_name(value)

    def spelled(self, value: Type) -> Type:
        """The type that a value spells in an annotation."""
        return relations.spelled(self, value)

    def spells_alias(self, declared: Type) -> bool:
        """Whether an annotation is `TypeAlias`."""
        return isinstance(declared, Instance) and declared.id == relations.typing_id("TypeAlias")

    def is_bare_any(self, annotation: Node) -> bool:
        """Whether an annotation is plain `Any`."""
        return bool(annotation[0] == "name" and annotation[2] == "Any")

    def apply_alias(self, alias: Form, arguments: list[Type]) -> Type:
        """A generic alias with its arguments."""
        return relations.apply_alias(alias, arguments)

    def caught(self, value: Type) -> Type:
        """What `except value as e` binds."""
        return union(Instance(item.id) if isinstance(item, Class) else UNKNOWN for item in relations.alternatives(value))

    def special_call(self, callee: Class, arguments: Arguments) -> Type | None:
        """Calls that make types: `TypeVar("T")`, `NewType`, `type(x)`, `functools.partial`."""
        return relations.special_call(self, callee, arguments)

    def qualified(self, value: Type) -> str:
        """The public dotted name of a function, class or module."""
        return relations.qualified(self, value)

    def printed(self, id: DefId) -> str:
        """The public dotted name of a definition."""
        return self.ask("printed", id)  # type: ignore[no-any-return]

    def overloads(self, id: DefId) -> tuple[DefId, ...]:
        """The overloads of a function, in order; empty when it has none. In the project, what implements them stands behind them."""
        return self.ask("overloads", id.path, id.qualname) if id.is_stub or id.outer or id.inner else ()
