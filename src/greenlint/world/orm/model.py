"""The model of a mapped class, as other code asks for it: plain values."""

from __future__ import annotations

from dataclasses import dataclass, field

from greenlint.world.types import DefId


@dataclass(frozen=True, slots=True)
class Attribute:
    """A mapped attribute. Empty strings and None stand for what is not there or cannot be known.

    `kind` is `column`, `relationship`, `column_property`, `hybrid`, `proxy`, `synonym` or `composite`. `owner` is the class whose body writes it (a
    mixin, a parent, for a backref the class at the other end), `at` the ordinal of its value in the owner's piece, -1 where there is none.
    Of relationships: `target` is the class at the other end; `collection` tells a collection from a scalar; `lazy` is empty where it cannot be known;
    `back` is the attribute at the other end; `access` is the class of the library that a read of a `dynamic` or `write_only` collection gives.
    """

    name: str
    kind: str
    owner: DefId
    at: int
    target: DefId | None = None
    collection: bool | None = None
    lazy: str = "select"
    back: str | None = None
    join_depth: int | None = None
    viewonly: bool = False
    direction: str = ""
    cascade: str | None = None
    deferred: bool = False
    deferred_group: str = ""
    primary_key: bool = False
    onupdate: str = ""
    default: str = ""
    server_default: bool = False
    nullable: bool | None = None
    init: bool = True
    repr: bool = True
    polymorphic_load: str = ""
    raises: bool = False
    proxied: tuple[str, str] = ("", "")
    access: DefId | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapped class: all its attributes, also inherited and mixed in ones and backrefs that other classes make.

    `whole` is False where a base, a decorator or the mapper's arguments are not known: then what is not listed may be anything. `own` names the
    columns that the mapped parent lacks: a query for the parent does not load them. `eager_defaults` None is the library's default, True also
    what cannot be known.
    """

    id: DefId
    attributes: dict[str, Attribute]
    whole: bool
    parent: DefId | None = None
    inheritance: str = ""
    own: frozenset[str] = frozenset()
    eager_defaults: bool | None = None
    async_attrs: bool = False
    dataclass: bool = False
    sqlmodel: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """What a class is to the mapping: `kind` is `base`, `mixin` (also an abstract class), `mapped`, or empty for a class that maps nothing.

    `parent` is the mapped class that it inherits from, `root` the base whose registry it is in, None where that cannot be told. `known` is False
    where a base or decorator may map otherwise. `fields` tells that annotated names are columns, `model` is the class that a library derives its
    base from.
    """

    kind: str
    parent: DefId | None = None
    root: DefId | None = None
    known: bool = True
    fields: bool = False
    model: DefId | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """What else a class's body says of a relationship: enough to find its direction and what it adds to the other class.

    `shape` is what the annotation says: `collection`, `scalar` or nothing. `uselist` is as given. `direction` is what the relationship tells itself.
    """

    shape: str = ""
    uselist: bool | None = None
    known: bool = True
    direction: str = ""
    backref: Attribute | None = None
    backref_uselist: bool | None = None
    backref_known: bool = True


@dataclass(frozen=True, slots=True)
class Written:
    """What a class's own body says. `hidden` names what it binds to something else, which hides what is inherited.

    `table` is the name of its own table, in which `{name}` and `{lower}` stand for the class's name, empty where it says that there is none, None
    where it cannot be known; `declared_table` tells that it says so. `foreign` are the tables that its columns refer to (None for one that is not
    known). `silent` tables return nothing of what an INSERT made. `repr` is False where its instances are not shown by what dataclasses make.
    """

    attributes: dict[str, Attribute] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    table: str | None = ""
    foreign: dict[str, frozenset[str | DefId | None]] = field(default_factory=dict)
    whole: bool = True
    eager_defaults: bool | None = None
    polymorphic_load: str = ""
    concrete: bool = False
    with_polymorphic: bool = False
    inherits: DefId | None = None
    has_arguments: bool = False
    declared_table: bool = False
    repr: bool | None = None
    silent: bool = False
