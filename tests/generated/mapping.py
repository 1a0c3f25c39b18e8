"""The source text of mapped classes in four styles: annotated, `Column`, dataclass mapping, SQLModel. Deliberately absent: what a program does with them."""

from __future__ import annotations

from .domain import Column, Domain, Entity, Relation

TYPES = {"int": "Integer", "str": "String(60)", "datetime": "DateTime"}
PYTHON = {"int": "int", "str": "str", "datetime": "datetime"}
MIXIN = "Stamped"
ONUPDATE = {"sql": "func.now()", "python": "lambda: datetime(2024, 1, 1)"}


def base_text(domain: Domain) -> str:
    """The declarative base."""
    if domain.style == "sqlmodel":
        return ""
    mixed = "AsyncAttrs, " if domain.async_attrs else ""
    if domain.style == "column" and not domain.async_attrs:
        return "Base = declarative_base()\n"
    extra = "MappedAsDataclass, " if domain.style == "dataclass" else ""
    return f"class Base({mixed}{extra}DeclarativeBase):\n    pass\n"


def metadata(domain: Domain) -> str:
    """The expression of the metadata that holds all tables."""
    return "SQLModel.metadata" if domain.style == "sqlmodel" else "Base.metadata"


def class_texts(domain: Domain) -> dict[str, str]:
    """The source of each mapped class and association table, by its name, in an order in which they can stand in one file."""
    texts: dict[str, str] = {}
    for entity in domain.entities.values():
        for relation in entity.relations:
            if relation.secondary and not relation.backref and relation.secondary not in texts:
                texts[_link_name(domain, relation)] = _link(domain, entity, relation)
    mixed = next((entity.mixed for entity in domain.entities.values() if entity.mixed), [])
    if mixed:
        texts[MIXIN] = "\n".join([f"class {MIXIN}:", *(f"    {_column(domain, column)}" for column in mixed), ""])
    for entity in domain.entities.values():
        texts[entity.name] = _class(domain, entity)
    return texts


def _link_name(domain: Domain, relation: Relation) -> str:
    return relation.secondary.title().replace("_", "") + "Link" if domain.style == "sqlmodel" else relation.secondary


def _link(domain: Domain, entity: Entity, relation: Relation) -> str:
    pairs = [(f"{side.variable}_id", f"{side.table}.id") for side in (entity, domain.targets(relation))]
    if domain.style == "sqlmodel":
        rows = [f'    {name}: int | None = Field(default=None, foreign_key="{key}", primary_key=True)' for name, key in pairs]
        return "\n".join([f"class {_link_name(domain, relation)}(SQLModel, table=True):", f'    __tablename__ = "{relation.secondary}"', *rows, ""])
    rows = [f'    Column("{name}", ForeignKey("{key}"), primary_key=True),' for name, key in pairs]
    return "\n".join([f"{relation.secondary} = Table(", f'    "{relation.secondary}",', "    Base.metadata,", *rows, ")", ""])


def _class(domain: Domain, entity: Entity) -> str:
    base = entity.base or ("SQLModel, table=True" if domain.style == "sqlmodel" else "Base")
    base = f"{MIXIN}, {base}" if entity.mixed else base
    rows = [f"class {entity.name}({base}):"]
    single = entity.base and entity.inheritance == "single"
    if not single:
        rows.append(f'    __tablename__ = "{entity.table}"')
    if not entity.returning:
        rows.append('    __table_args__ = {"implicit_returning": False}')
    mapper = _mapper_arguments(entity)
    if mapper:
        rows.append(f"    __mapper_args__ = {{{', '.join(mapper)}}}")
    rows += [f"    {_column(domain, column)}" for column in entity.columns if column not in entity.mixed]
    made_elsewhere = {
        relation.back for other in domain.entities.values() for relation in other.relations if relation.backref and relation.target == entity.name
    }
    rows += [f"    {_relation(domain, entity, relation)}" for relation in entity.relations if relation.name not in made_elsewhere]
    for extra in entity.extras:
        rows += ["", *(f"    {row}" if row else "" for row in extra.splitlines())]
    return "\n".join([*rows, ""])


def _mapper_arguments(entity: Entity) -> list[str]:
    parts = ['"eager_defaults": True'] if entity.eager_defaults else []
    if entity.role == "base":
        parts += ['"polymorphic_on": "kind"', f'"polymorphic_identity": "{entity.variable}"']
    if entity.base:
        parts += [f'"polymorphic_identity": "{entity.variable}"']
        parts += ['"polymorphic_load": "selectin"'] if "eager" in entity.inheritance else []
    return parts


def _column(domain: Domain, column: Column) -> str:
    style = domain.style
    if column.expression:
        value = f"column_property({column.expression})"
        return f"{column.name} = {value}" if style == "column" else f"{column.name}: Mapped[str] = {value}"
    options: list[str] = []
    if column.foreign:
        options.append(f'ForeignKey("{column.foreign}")')
    if column.primary:
        options.append("primary_key=True")
    if column.server_default:
        options.append('server_default="7"' if column.type == "int" else "server_default=func.now()")
    if column.onupdate:
        options.append(f"onupdate={ONUPDATE[column.onupdate]}")
    if style == "sqlmodel":
        return _sqlmodel_column(column)
    if style == "column":
        nullable = ["nullable=False"] if not (column.nullable or column.primary) else []
        text = f"Column({', '.join([TYPES[column.type], *options, *nullable])})"
        group = f', group="{column.group}"' if column.group else ""
        return f"{column.name} = " + (f"deferred({text}{group})" if column.deferred else text)
    if column.deferred:
        options += ["deferred=True", *([f'deferred_group="{column.group}"'] if column.group else [])]
        options += ["deferred_raiseload=True"] if column.raises else []
    if style == "dataclass":
        made = column.server_default or column.onupdate or (column.primary and not column.foreign)
        unset = made or (column.foreign and column.primary) or column.name == "kind"
        options += ["init=False"] if unset else ["default=None"] if column.nullable else []
    optional = " | None" if column.nullable else ""
    return f"{column.name}: Mapped[{PYTHON[column.type]}{optional}] = mapped_column({', '.join(options)})"


def _sqlmodel_column(column: Column) -> str:
    if column.primary:
        return f"{column.name}: int | None = Field(default=None, primary_key=True)"
    if column.foreign:
        return f'{column.name}: int | None = Field(default=None, foreign_key="{column.foreign}")'
    keywords = []
    if column.server_default:
        keywords.append('"server_default": "7"' if column.type == "int" else '"server_default": func.now()')
    if column.onupdate:
        # SQLModel stores aware values only.
        value = ONUPDATE[column.onupdate].replace("1, 1)", "1, 1, tzinfo=timezone.utc)")
        keywords.append(f'"onupdate": {value}')
    if keywords:
        return f"{column.name}: {PYTHON[column.type]} | None = Field(default=None, sa_column_kwargs={{{', '.join(keywords)}}})"
    return f"{column.name}: str | None = None" if column.nullable else f"{column.name}: str"


def _relation(domain: Domain, entity: Entity, relation: Relation) -> str:
    options = []
    if relation.back:
        options.append(f'backref="{relation.back}"' if relation.backref else f'back_populates="{relation.back}"')
    pairs = [("lazy", f'"{relation.lazy}"')] if relation.lazy else []
    if relation.cascade:
        pairs.append(("cascade", f'"{relation.cascade}"'))
    if relation.join_depth:
        pairs.append(("join_depth", str(relation.join_depth)))
    if relation.remote:
        pairs.append(("remote_side", f'"{entity.name}.{relation.remote}"'))
    if relation.kind == "o2o" and domain.style in ("column", "sqlmodel"):
        pairs.append(("uselist", "False"))
    if domain.style == "sqlmodel":
        if relation.secondary:
            options.append(f"link_model={_link_name(domain, relation)}")
        if pairs:
            options.append(f"sa_relationship_kwargs={{{', '.join(f'{chr(34)}{name}{chr(34)}: {value}' for name, value in pairs)}}}")
        kind = f'list["{relation.target}"]' if relation.collection else f'Optional["{relation.target}"]'
        return f"{relation.name}: {kind} = Relationship({', '.join(options)})"
    if relation.secondary:
        options.append(f'secondary="{relation.secondary}"')
    options += [f"{name}={value}" for name, value in pairs if not (name == "lazy" and value.strip('"') in ("dynamic", "write_only") and domain.style != "column")]
    if domain.style == "column":
        return f'{relation.name} = relationship({", ".join([chr(34) + relation.target + chr(34), *options])})'
    if domain.style == "dataclass":
        options.append("default_factory=list" if relation.default_factory else "init=False")
        options += ["repr=False"] if relation.hidden else []
    container = {"dynamic": "DynamicMapped", "write_only": "WriteOnlyMapped"}.get(relation.lazy)
    inner = f'list["{relation.target}"]' if relation.collection else f'Optional["{relation.target}"]'
    annotation = f'{container}["{relation.target}"]' if container else f"Mapped[{inner}]"
    return f"{relation.name}: {annotation} = relationship({', '.join(options)})"
