"""Random mapped classes as data: entities, their columns and relationships. Deliberately absent: source text (mapping), and any idea of what is loaded."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

STYLES = ("mapped", "mapped", "mapped", "column", "column", "dataclass", "sqlmodel", "sqlmodel")
LAZY = ("selectin", "selectin", "joined", "joined", "subquery", "immediate")
NAMES = {
    "parent": ("User", "Author", "Account", "Customer", "Member"),
    "child": ("Post", "Order", "Article", "Invoice", "Task"),
    "leaf": ("Comment", "Line", "Remark", "Entry"),
    "tag": ("Tag", "Label", "Topic", "Badge"),
    "single": ("Profile", "Passport", "Wallet"),
    "note": ("Note", "Message", "Event"),
    "tree": ("Node", "Category", "Folder", "Unit"),
    "base": ("Employee", "Vehicle", "Asset"),
    "sub": ("Manager", "Truck", "Bond"),
}
TEXTS = ("name", "title", "label", "caption")


@dataclass
class Column:
    """A column of an entity, or an SQL expression that is mapped like one (`expression`)."""

    name: str
    type: str = "str"
    foreign: str = ""
    nullable: bool = False
    deferred: bool = False
    group: str = ""
    expression: str = ""
    onupdate: str = ""
    server_default: bool = False
    primary: bool = False
    raises: bool = False


@dataclass
class Relation:
    """A relationship. `kind` is one of o2m m2o m2m o2o (the side without the key) owner (the side with the key of an o2o)."""

    name: str
    target: str
    kind: str
    back: str = ""
    lazy: str = ""
    cascade: str = ""
    secondary: str = ""
    remote: str = ""
    backref: bool = False
    join_depth: int = 0
    hidden: bool = False
    default_factory: bool = False

    @property
    def collection(self) -> bool:
        """Whether its value is a collection."""
        return self.kind in ("o2m", "m2m")

    @property
    def plain(self) -> bool:
        """Whether nothing but a read asks for it."""
        return self.lazy in ("", "select")


@dataclass
class Entity:
    """A mapped class. `role` says what part it plays in the domain; `base` names the entity that it inherits from."""

    role: str
    name: str
    table: str
    columns: list[Column] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    base: str = ""
    inheritance: str = ""
    eager_defaults: bool = False
    returning: bool = True
    extras: list[str] = field(default_factory=list)
    mixed: list[Column] = field(default_factory=list)

    @property
    def variable(self) -> str:
        """A name for an instance."""
        return self.name.lower()

    @property
    def text(self) -> str:
        """The name of a plain text column."""
        return next(column.name for column in self.columns if column.type == "str" and not (column.deferred or column.expression or column.raises))

    def column(self, name: str) -> Column | None:
        """The column of a name."""
        return next((column for column in self.columns if column.name == name), None)

    def relation(self, name: str) -> Relation | None:
        """The relationship of a name."""
        return next((relation for relation in self.relations if relation.name == name), None)


@dataclass
class Domain:
    """All entities of a program, by role, and how they are written."""

    style: str
    entities: dict[str, Entity]
    async_attrs: bool
    layout: str

    def named(self, name: str) -> Entity:
        """The entity of a class name."""
        return next(entity for entity in self.entities.values() if entity.name == name)

    def targets(self, relation: Relation) -> Entity:
        """The entity at the other end."""
        return self.named(relation.target)


def plural(name: str) -> str:
    """The name of a table or of a collection."""
    lower = name.lower()
    return lower[:-1] + "ies" if lower.endswith("y") else lower + "s"


def random_domain(rng: Random) -> Domain:
    """A domain: parent, child and leaf always, the others mostly."""
    style = rng.choice(STYLES)
    names = {role: rng.choice(options) for role, options in NAMES.items()}
    entities = {role: Entity(role, name, plural(name), [Column("id", "int", primary=True)]) for role, name in names.items()}
    texts = {role: rng.choice(TEXTS) for role in names}
    for role, entity in entities.items():
        if role != "sub":
            entity.columns.append(Column(texts[role]))
    domain = Domain(style, entities, style != "sqlmodel" and rng.random() < 0.5, rng.choice(("one", "models", "models", "package")))
    _columns(rng, domain)
    _relations(rng, domain)
    _inheritance(rng, domain)
    if style == "dataclass":
        for entity in entities.values():
            for relation in entity.relations:
                relation.hidden = rng.random() < 0.6
                relation.default_factory = relation.collection and relation.lazy not in ("dynamic", "write_only") and rng.random() < 0.5
    return domain


def _columns(rng: Random, domain: Domain) -> None:
    parent, child, leaf = (domain.entities[role] for role in ("parent", "child", "leaf"))
    parent.columns.append(Column("code", nullable=True))
    for entity in (parent, child):
        if rng.random() < 0.75:
            entity.columns.append(Column("updated_at", "datetime", onupdate=rng.choice(("sql", "sql", "python")), server_default=True))
        if rng.random() < 0.6:
            entity.columns.append(Column("created_at", "datetime", server_default=True))
        entity.eager_defaults = rng.random() < 0.2
    if domain.style in ("mapped", "column") and rng.random() < 0.3:
        # One mixin for both.
        shared = [column for column in parent.columns if column.type == "datetime"]
        child.columns = [column for column in child.columns if column.type != "datetime"] + shared
        parent.mixed = child.mixed = shared
    leaf.columns.append(Column("rank", "int", server_default=True))
    leaf.returning = rng.random() < 0.6
    leaf.eager_defaults = not leaf.returning and rng.random() < 0.4
    if domain.style == "sqlmodel":
        return
    parent.columns.append(Column("bio", nullable=True, deferred=rng.random() < 0.8, group=rng.choice(("", "", "long"))))
    child.columns.append(Column("body", nullable=True, deferred=rng.random() < 0.7, raises=rng.random() < 0.05))
    if rng.random() < 0.6:
        parent.columns.append(Column("display", expression=f'{parent.text} + "!"'))


def _relations(rng: Random, domain: Domain) -> None:
    named = domain.entities
    parent, child, leaf, tag, single, note, tree = (named[role] for role in ("parent", "child", "leaf", "tag", "single", "note", "tree"))
    cascades = ("", "", "all", "all, delete-orphan", "save-update, merge, delete, delete-orphan")
    _pair(rng, domain, parent, child, "o2m", lazy=_lazy(rng, 0.75), back_lazy=_lazy(rng, 0.8), cascade=rng.choice(cascades))
    _pair(rng, domain, child, leaf, "o2m", lazy=_lazy(rng, 0.75), back_lazy=_lazy(rng, 0.85), cascade=rng.choice(cascades))
    _pair(rng, domain, parent, single, "o2o", lazy=_lazy(rng, 0.6), back_lazy="")
    _pair(rng, domain, child, tag, "m2m", lazy=_lazy(rng, 0.5), back_lazy="")
    _pair(rng, domain, parent, note, "o2m", lazy=rng.choice(("dynamic", "write_only", "dynamic", "raise", "noload")), back_lazy="")
    tree.columns.append(Column("parent_id", "int", foreign=f"{tree.table}.id", nullable=True))
    lazy = rng.choice(("", "", "selectin", "joined"))
    depth = rng.choice((0, 0, 2)) if lazy else 0
    tree.relations.append(Relation("children", tree.name, "o2m", back="parent", lazy=lazy, join_depth=depth))
    tree.relations.append(Relation("parent", tree.name, "m2o", back="children", remote="id"))


def _pair(
    rng: Random, domain: Domain, one: Entity, other: Entity, kind: str, *, lazy: str, back_lazy: str, cascade: str = ""
) -> None:
    forward = Relation(plural(other.name) if kind != "o2o" else other.variable, other.name, kind, lazy=lazy, cascade=cascade)
    backward = Relation(plural(one.name) if kind == "m2m" else one.variable, one.name, {"o2m": "m2o", "o2o": "owner"}.get(kind, kind), lazy=back_lazy)
    if kind == "m2m":
        forward.secondary = backward.secondary = f"{one.variable}_{other.variable}"
    else:
        other.columns.append(Column(f"{one.variable}_id", "int", foreign=f"{one.table}.id", nullable=True))
    forward.back, backward.back = backward.name, forward.name
    if domain.style == "column" and lazy != "write_only" and kind != "o2o" and rng.random() < 0.25 and not back_lazy:
        forward.backref = True
    if "delete-orphan" in cascade and kind == "m2m":
        forward.cascade = ""
    one.relations.append(forward)
    other.relations.append(backward)


def _lazy(rng: Random, plain: float) -> str:
    if rng.random() < plain:
        return rng.choice(("", "", "", "select"))
    return rng.choice(LAZY)


def _inheritance(rng: Random, domain: Domain) -> None:
    base, sub = domain.entities["base"], domain.entities["sub"]
    base.columns.append(Column("kind"))
    base.inheritance = rng.choice(("joined", "joined", "single"))
    sub.base, sub.inheritance = base.name, base.inheritance
    sub.columns = [] if base.inheritance == "single" else [Column("id", "int", foreign=f"{base.table}.id", primary=True)]
    sub.columns.append(Column("budget", "int", nullable=True))
    if domain.style == "sqlmodel":
        del domain.entities["base"], domain.entities["sub"]
