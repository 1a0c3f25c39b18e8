"""What the body of a class says of the mapping: each name that it binds is a mapped attribute, an instruction to the mapper, or something else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from greenlint.model.trace import Node
from greenlint.world.definitions import Definition, bindings, statements
from greenlint.world.orm import annotated, columns, outside, relations
from greenlint.world.orm.model import Attribute, Link, Written
from greenlint.world.orm.scope import UNTOLD, Expression, body_scope
from greenlint.world.types import Class, DefId

if TYPE_CHECKING:
    from greenlint.world.world import World

_COLUMNS = frozenset({"column", "field"})
_PLAIN_KINDS = frozenset({"synonym", "proxy", "composite", "hybrid"})
_ARGUMENTS = frozenset(
    {
        *("allow_partial_pks", "batch", "confirm_deleted_rows", "concrete", "eager_defaults", "legacy_is_orphan", "order_by"),
        *("passive_deletes", "passive_updates", "polymorphic_abstract", "polymorphic_identity", "polymorphic_load", "polymorphic_on"),
        *("version_id_col", "version_id_generator", "with_polymorphic", "inherit_condition", "inherit_foreign_keys", "primary_key"),
    }
)


def written(world: World, id: DefId) -> Written:
    """What a class's own body says; inherited names are not there."""
    definition = world.definition(id)
    if definition is None or definition.kind != "class" or id.is_stub:
        return Written(whole=id.is_stub)
    return _Body(world, definition).read()


class _Body:
    """One class body, read once."""

    def __init__(self, world: World, definition: Definition) -> None:
        self._world = world
        self._definition = definition
        self._id = definition.id
        self._scope = body_scope(world, definition)
        self._fields = world.ask("role", self._id).fields
        self._attributes: dict[str, Attribute] = {}
        self._links: dict[str, Link] = {}
        self._foreign: dict[str, columns.Foreign] = {}
        self._hidden: set[str] = set()
        self._said = Written()

    def read(self) -> Written:
        """The whole body."""
        for statement in self._definition.body:
            tag = statement[0]
            if tag == "assign" and all(target[0] == "name" for target in statement[2]):
                for target in statement[2]:
                    self._bound(target[2], Expression(self._scope, statement[3]), None, statement[3])
            elif tag == "annassign" and statement[2][0] == "name":
                value = Expression(self._scope, statement[4]) if statement[4] is not None else None
                self._bound(statement[2][2], value, Expression(self._scope, statement[3]), statement[4] or statement)
            elif tag == "def":
                self._function(statement)
            elif tag == "if" and self._is_for_types(statement):
                continue
            else:
                self._conditional(statement)
        self._outside()
        return replace(
            self._said,
            attributes=self._attributes,
            links=self._links,
            foreign=dict(self._foreign),
            hidden=frozenset(self._hidden),
            repr=self._shown(),
        )

    def _shown(self) -> bool | None:
        """Whether the header, a decorator or a method of its own decides if dataclasses show the class's instances."""
        if "__repr__" in self._world.class_info(self._id).members:
            return False
        around = self._world.evaluator(self._id.path, self._definition.parent, self._definition.piece)
        calls = [node for node in self._definition.decorators if node[0] == "call" and Expression(around, node[2]).kind == "dataclass"]
        arguments = [*self._definition.node[3], *(argument for node in calls for argument in node[3])]
        given = [Expression(around, node).plain for keyword, node in arguments if keyword == "repr"]
        return given[-1] if given and isinstance(given[-1], bool) else None

    def _is_for_types(self, statement: Node) -> bool:
        test = statement[2]
        return test[0] in ("name", "attr") and test[-1] == "TYPE_CHECKING" and not statement[4]

    def _conditional(self, statement: Node) -> None:
        """What a statement binds that may run or not: nothing is known of those names."""
        for name, _ in bindings([statement]):
            self._forget(name)
            if statement[0] in ("if", "for", "while", "try", "with", "match"):
                self._said = replace(self._said, whole=False)

    def _forget(self, name: str) -> None:
        for known in (self._attributes, self._links, self._foreign):
            known.pop(name, None)
        self._hidden.add(name)

    def _bound(self, name: str, value: Expression | None, annotation: Expression | None, at: Node) -> None:
        if name.startswith("__") and name.endswith("__"):
            if value is not None:
                self._instruction(name, value)
            return
        self._declared(name, value, annotation, at[1])

    def _declared(self, name: str, value: Expression | None, annotation: Expression | None, at: int) -> None:
        """A name that a value and an annotation declare."""
        apart = annotated.taken_apart(annotation)
        base = Attribute(name, "", self._id, at)
        if value is None and not (apart.container or (self._fields and apart.is_variable and not name.startswith("_"))):
            return
        self._forget(name)
        call = value if value is not None and value.node[0] == "call" else None
        kind = call.beside(call.node[2]).kind if call is not None else ""
        found: Attribute | None = None
        if call is not None and kind in ("relationship", "dynamic"):
            found = self._relationship(base, call, apart, "dynamic" if kind == "dynamic" else "select")
        elif (call is not None and kind in _COLUMNS) or (call is None and self._is_plain_column(value, apart)):
            calls = [*annotated.metadata(apart.inner), *([call] if call is not None else [])]
            found, self._foreign[name] = columns.column(base, calls, apart.inner, bool(apart.container) or self._fields)
            if value is not None and call is None:
                found = replace(found, default=columns.origin(value, "python"))
        elif call is not None and kind in ("deferred", "column_property", "query_expression"):
            found = self._property(base, call, kind, apart)
        elif value is not None and (column := columns.of_table(value)):
            found = self._renamed(base, column)
        elif kind in _PLAIN_KINDS and call is not None:
            found = replace(base, kind=kind, proxied=_proxied(call) if kind == "proxy" else ("", ""))
        elif value is not None and value.kind == "column":
            found = replace(base, kind="column")
        if found is not None:
            self._attributes[name] = found
            self._hidden.discard(name)

    def _is_plain_column(self, value: Expression | None, apart: annotated.Annotation) -> bool:
        """Whether an annotation (with a plain default) is all that declares a column."""
        if apart.container == "mapped":
            return value is None or (not value.kind and value.node[0] == "const")
        return self._fields and apart.is_variable and apart.inner is not None and (value is None or not value.kind)

    def _relationship(self, base: Attribute, call: Expression, apart: annotated.Annotation, lazy: str) -> Attribute | None:
        given = call.arguments()
        for name in ("sa_relationship", "sa_relationship_kwargs", "sa_relationship_args"):
            more = given.get(name)
            if more is None or more.plain is None:
                continue
            if name == "sa_relationship":
                inner = more.followed()
                if inner.node[0] != "call" or inner.beside(inner.node[2]).kind != "relationship":
                    return None
                return self._relationship(base, inner, annotated.Annotation("", None), lazy)
            items = more.items() if name.endswith("kwargs") else None
            given = given._replace(keywords={**given.keywords, **(items or {})}, open=given.open or items is None)
        if _is_true(given.get("cascade_delete")) and "cascade" not in given.keywords:
            given.keywords["cascade"] = Expression(self._scope, ["const", -1, "str", "all, delete-orphan"])
        if self._fields and not apart.container:
            apart = apart._replace(container="mapped")
        elif not apart.container:
            apart = annotated.Annotation("", None)
        found, self._links[base.name] = relations.relationship(base, given, apart, lazy, self._id, relations.accesses(call.beside(call.node[2])))
        return found

    def _property(self, base: Attribute, call: Expression, kind: str, apart: annotated.Annotation) -> Attribute:
        """`deferred()` and `column_property()`, of a column or of an expression; `query_expression()`, which is empty unless a query fills it."""
        given = call.arguments()
        inner = given.get("column", 0)
        column = columns.of_table(inner) if inner is not None else ""
        of_column = inner is not None and inner.node[0] == "call" and inner.beside(inner.node[2]).kind in _COLUMNS
        found = self._renamed(base, column) if column else replace(base, kind="column_property")
        if inner is not None and of_column:
            found, self._foreign[base.name] = columns.column(base, [inner], None, False)
            found = replace(found, repr=bool(apart.container))
        group, raises = given.get("group"), _is_true(given.get("raiseload"))
        if found.kind == "column_property" and kind != "query_expression":
            lasting = given.open or "expire_on_flush" in given.keywords
            found = replace(found, default="sql", onupdate="" if lasting else "sql", init=given.open or _is_true(given.get("init")))
        return replace(
            found,
            deferred=kind == "deferred" or raises or _is_true(given.get("deferred")),
            deferred_group=group.plain if group is not None and isinstance(group.plain, str) else "",
            raises=raises,
        )

    # What is said elsewhere

    def _outside(self) -> None:
        role = self._world.ask("role", self._id)
        if role.kind != "mapped":
            return
        for name, value in outside.assigned(self._world, self._id):
            self._declared(name, value, None, -1)
        place = self._world.ask("mapping_call", self._id) if role.root is None and not role.fields else None
        call = outside.call_at(self._world, place) if place is not None else None
        if call is not None:
            self._imperative(call)

    def _imperative(self, call: Expression) -> None:
        """A call that maps the class to a table."""
        given = call.arguments()
        properties = given.get("properties")
        items = properties.items() if properties is not None else {}
        local = given.get("local_table", 1)
        self._table(local) if local is not None and local.plain is not None else None
        for name, value in (items or {}).items():
            self._declared(name, value, None, -1)
        inherits = given.get("inherits")
        above = inherits.type if inherits is not None else None
        options = {name: value for name, value in given.keywords.items() if name not in ("properties", "local_table", "inherits", "class_")}
        self._options(options)
        known = not given.open and items is not None and (inherits is None or isinstance(above, Class))
        self._said = replace(self._said, whole=self._said.whole and known, inherits=above.id if isinstance(above, Class) else None)

    def _table(self, value: Expression) -> None:
        """The table that the class is mapped to."""
        found = columns.table(value)
        if found is None:
            self._said = replace(self._said, table=None, declared_table=True, whole=False)
            return
        self._said = replace(self._said, table=found.name, declared_table=True, whole=self._said.whole and found.whole)
        for name, column in found.columns.items():
            if name not in self._attributes:
                base = Attribute(name, "", self._id, column.at if column.scope is self._scope else -1)
                self._attributes[name], self._foreign[name] = columns.column(base, [column], None, False)
                self._hidden.discard(name)
        for constraint in found.constraints:
            self._foreign[f"@{constraint.at}"] = columns.constraint(constraint)

    def _renamed(self, base: Attribute, column: str) -> Attribute:
        """A column of the table under another name."""
        known = self._attributes.pop(column, None)
        if column in self._foreign:
            self._foreign[base.name] = self._foreign.pop(column)
        return replace(base, kind="column") if known is None else replace(known, name=base.name, at=base.at)

    # Functions

    def _function(self, node: Node) -> None:
        name = node[3]
        kinds = [self._decorator(decorator) for decorator in node[6]]
        if "hybrid" in kinds:
            self._forget(name)
            self._hidden.discard(name)
            self._attributes[name] = Attribute(name, "hybrid", self._id, node[1])
            return
        if "declared" not in kinds:
            if any(decorator[0] == "attr" and decorator[2][0] == "name" and decorator[2][2] == name for decorator in node[6]):
                return
            self._forget(name)
            return
        self._forget(name)
        id = self._world.id_of(self._id.path, self._definition.piece, node)
        definition = self._world.definition(id) if id is not None else None
        if definition is None:
            return
        returned = [statement[2] for statement in statements(definition.body) if statement[0] == "return" and statement[2] is not None]
        value = Expression(body_scope(self._world, definition), returned[0]) if len(returned) == 1 else None
        if name.startswith("__") and name.endswith("__"):
            self._instruction(name, value)
        elif value is not None:
            annotation = Expression(self._scope, definition.returns) if definition.returns is not None else None
            self._declared(name, value, annotation, value.at)

    def _decorator(self, node: Node) -> str:
        called = node[2] if node[0] == "call" else node
        kind = Expression(self._scope, called).kind
        return kind or (Expression(self._scope, called[2]).kind if called[0] == "attr" else "")

    # Instructions to the mapper

    def _instruction(self, name: str, value: Expression | None) -> None:
        if name == "__tablename__":
            plain = value.plain if value is not None else UNTOLD
            table = "" if plain is None else _name(value) if value is not None else None
            self._said = replace(self._said, table=table, declared_table=True)
        elif name == "__table__":
            self._table(value) if value is not None else None
        elif name == "__mapper_args__":
            self._arguments(value)
        elif name == "__table_args__" and value is not None:
            elements = value.elements() or []
            options = (value if not elements else elements[-1]).items() or {}
            silent = options.get("implicit_returning")
            self._said = replace(self._said, silent=silent is not None and silent.plain is False)
            for element in elements:
                if element.node[0] == "call" and element.beside(element.node[2]).kind == "foreign_key":
                    self._foreign[f"{name}@{element.at}"] = columns.constraint(element)

    def _arguments(self, value: Expression | None) -> None:
        items = value.items() if value is not None else None
        if items is None:
            self._said = replace(self._said, has_arguments=True, whole=False, eager_defaults=True)
            return
        self._options(items)

    def _options(self, items: dict[str, Expression]) -> None:
        eager = items.get("eager_defaults")
        load = items.get("polymorphic_load")
        self._said = replace(
            self._said,
            has_arguments=True,
            whole=self._said.whole and items.keys() <= _ARGUMENTS,
            eager_defaults=_eager(eager) if eager is not None else None,
            polymorphic_load=load.plain if load is not None and isinstance(load.plain, str) else "",
            concrete=_is_true(items.get("concrete")),
            with_polymorphic=(below := items.get("with_polymorphic")) is not None and below.plain is not None,
        )


def _name(value: Expression) -> str | None:
    """The name of a table, with `{name}` and `{lower}` for that of the class; None for other expressions."""
    node = value.node
    if isinstance(value.plain, str):
        return value.plain
    if node[0] == "attr" and node[3] == "__name__" and node[2][0] == "name":
        return "{name}"
    if node[0] == "call" and node[2][0] == "attr" and node[2][3] == "lower" and not node[3]:
        inner = _name(value.beside(node[2][2]))
        return inner.replace("{name}", "{lower}").lower() if inner is not None else None
    if node[0] == "bin" and all(operator == "+" for operator, _ in node[3]):
        parts = [_name(value.beside(part)) for part in (node[2], *(operand for _, operand in node[3]))]
        return None if None in parts else "".join(part for part in parts if part is not None)
    return None


def _proxied(call: Expression) -> tuple[str, str]:
    given = call.arguments()
    names = [value.plain if value is not None else UNTOLD for value in (given.get("target_collection", 0), given.get("attr", 1))]
    return (names[0], names[1]) if all(isinstance(name, str) for name in names) else ("", "")


def _eager(value: Expression) -> bool | None:
    plain = value.plain
    return True if plain is UNTOLD else plain if isinstance(plain, bool) else None


def _is_true(value: Expression | None) -> bool:
    return value is not None and value.plain is True
