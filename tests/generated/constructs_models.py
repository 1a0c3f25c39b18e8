"""Constructs B3, B7, B10-B15: what schemas, mappings, inheritance and work off the greenlet do, with bad and good variants."""

from __future__ import annotations

from .loading import Options, comes_back, eager, joins_by_mapping, many, new, one
from .reading import read, read_variable, schema
from .scope import Scope


def serialised(scope: Scope) -> bool:
    """B3: a schema that reads a relationship from the instance."""
    role = scope.rng.choice(("parent", "child"))
    relation = scope.plain(role, "o2m", "o2o", "m2o", "m2m")
    if relation is None:
        return False
    entity, good = scope.entity(role), scope.chance(0.5)
    way = scope.rng.choice(("columns", "option", "option")) if good else "bad"
    attributes = [(entity.columns[1], None)] if way == "columns" else [(entity.columns[1], None), (relation, scope.domain.targets(relation))]
    options = eager(scope, entity, relation) if way == "option" else None
    expected, name = "good" if good else "bad", scope.name("seen")
    if scope.chance(0.4):
        variable = many(scope, role, options)
        out = schema(scope, attributes)  # type: ignore[arg-type]
        form = scope.rng.choice((f"[{out}.model_validate(item) for item in {variable.name}]", f"TypeAdapter(list[{out}]).validate_python({variable.name})"))
    else:
        variable = one(scope, role, options)
        configured = scope.chance(0.7)
        out = schema(scope, attributes, configured)  # type: ignore[arg-type]
        form = f"{out}.model_validate({variable.name})" if configured else f"{out}.model_validate({variable.name}, from_attributes=True)"
    scope.marked(f"{name} = {form}", "B3", expected)
    return True


def dynamic(scope: Scope) -> bool:
    """B7: dynamic and write-only collections."""
    parent, note = scope.entity("parent"), scope.entity("note")
    relation = next(item for item in parent.relations if item.target == note.name)
    if relation.lazy not in ("dynamic", "write_only"):
        return False
    variable = one(scope, "parent")
    path, name = f"{variable.name}.{relation.name}", scope.name("seen")
    if scope.chance(0.5):
        other = new(scope, "note", **{note.text: '"x"'})
        method = "append" if relation.lazy == "dynamic" else "add"
        select = f"{path}.statement" if relation.lazy == "dynamic" else f"{path}.select()"
        row = scope.rng.choice((f"{name} = (await {scope.session}.scalars({select})).all()", f"{path}.{method}({other.name})"))
        scope.marked(row, "B7", "good")
        return True
    forms = ["list({})", "[item.id for item in {}]", "[*{}]"]
    if relation.lazy == "dynamic":
        forms += ["{}.all()", "{}.all()", "{}.count()", "{}.first()", "{}[0]", "{}.filter_by(id=1).all()", f"{{}}.order_by({note.name}.id).all()"]
    scope.marked(f"{name} = {scope.rng.choice(forms).format(path)}", "B7", "bad")
    return True


def deferred(scope: Scope) -> bool:
    """B10: deferred columns, `load_only`, SQL expressions."""
    entity = scope.entity(scope.rng.choice(("parent", "child")))
    late = next((column for column in entity.columns if column.deferred and not column.raises), None)
    code = entity.column("code")
    shown = next((column for column in entity.columns if column.expression), None)
    text = entity.column(entity.text)
    assert text is not None
    how = scope.rng.choice(("deferred", "undefer", "group", "load_only", "load_only", "defer", "expression", "selected", "assigned", "named"))
    if how in ("deferred", "undefer", "group", "named") and late is not None:
        if how == "group" and not late.group:
            return False
        option = {"undefer": f"undefer({entity.name}.{late.name})", "group": f'undefer_group("{late.group}")'}.get(how)
        variable = many(scope, entity, Options([option] if option else [])) if scope.chance(0.3) and how != "named" else one(scope, entity, Options([option] if option else []))
        if how == "named":
            scope.line(f'await {scope.session}.refresh({variable.name}, ["{late.name}"])')
        read_variable(scope, variable, late, "B10", "bad" if how == "deferred" else "good")
    elif how in ("load_only", "defer") and code is not None:
        option = f"load_only({entity.name}.{entity.text})" if how == "load_only" else f"defer({entity.name}.code)"
        variable = one(scope, entity, Options([option]))
        good = scope.chance(0.4)
        # What leads back to the row loads it without the option.
        read(scope, variable.name, entity, text if good else code, "B10", "good" if good else "" if comes_back(scope, entity) else "bad")
    elif how in ("expression", "selected") and shown is not None:
        if how == "selected":
            variable = one(scope, entity)
        else:
            variable = new(scope, entity)
            scope.line(f"{scope.session}.add({variable.name})")
            scope.flush()
        read(scope, variable.name, entity, shown, "B10", "good" if how == "selected" else "bad")
    elif how == "assigned":
        variable = one(scope, entity)
        good = scope.chance(0.3)
        value = '"plain"' if good else scope.rng.choice((f'func.upper("{scope.name("v")}")', f'{entity.name}.{entity.text} + "+"'))
        scope.line(f"{variable.name}.{entity.text} = {value}")
        scope.flush()
        # With `eager_defaults`, RETURNING brings it back.
        read(scope, variable.name, entity, text, "B10", "good" if good else "bad" if not entity.eager_defaults else "")
    else:
        return False
    return True


def walked(scope: Scope) -> bool:
    """B11: properties, proxies and `__str__` of a mapped class that read its relationships."""
    relation = scope.plain("parent", "o2m")
    entity = scope.entity("parent")
    if relation is None:
        return False
    target, name = scope.domain.targets(relation), scope.name("total")
    how = scope.rng.choice(("property", "method", "str", "proxy", "column", "hybrid"))
    if how in ("proxy", "hybrid") and scope.domain.style not in ("column", "mapped"):
        how = "method"
    if how == "str" and any("__str__" in extra for extra in entity.extras):
        how = "property"
    extras = {
        "property": f"@property\ndef {name}(self) -> int:\n    return len(self.{relation.name})",
        "hybrid": f"@hybrid_property\ndef {name}(self) -> int:\n    return sum(1 for _ in self.{relation.name})",
        "method": f"def {name}(self) -> dict:\n    return {{\"id\": self.id, \"items\": [item.{target.text} for item in self.{relation.name}]}}",
        "str": f'def __str__(self) -> str:\n    return f"<{{self.{entity.text}}} {{len(self.{relation.name})}}>"',
        "proxy": f'{name} = association_proxy("{relation.name}", "{target.text}")',
        "column": f"@property\ndef {name}(self) -> str:\n    return self.{entity.text}.upper()",
    }
    entity.extras.append(extras[how])
    good = scope.chance(0.45)
    variable = one(scope, "parent", eager(scope, entity, relation) if good else None)
    path = f"{variable.name}.{name}"
    row = {"method": f"{path}()", "str": scope.rng.choice((f"str({variable.name})", f'f"{{{variable.name}}}"')), "proxy": f"list({path})"}.get(how, path)
    scope.marked(f"{scope.name('seen')} = {row}", "B11", "good" if good or how == "column" else "bad")
    return True


def inherited(scope: Scope) -> bool:
    """B12: a subclass's column on an instance that a query of the base class loaded."""
    if "sub" not in scope.domain.entities:
        return False
    base, sub = scope.entity("base"), scope.entity("sub")
    budget = sub.column("budget")
    assert budget is not None
    how = scope.rng.choice(("base", "base", "sub", "polymorphic", "loop"))
    if how == "sub":
        variable = one(scope, sub)
        read(scope, variable.name, sub, budget, "B12", "good")
        return True
    options = Options([f"selectin_polymorphic({base.name}, [{sub.name}])"] if how == "polymorphic" else [])
    if how == "loop":
        variable = many(scope, base, options)
        item = scope.name(base.variable)
        with scope.block(f"for {item} in {variable.name}"), scope.block(f"if isinstance({item}, {sub.name})"):
            read(scope, item, sub, budget, "B12", "bad")
        return True
    variable = one(scope, base, options, ident=2)
    with scope.block(f"if isinstance({variable.name}, {sub.name})"):
        read(scope, variable.name, sub, budget, "B12", "bad" if how == "base" else "good")
    return True


def self_reference(scope: Scope) -> bool:
    """B13: a tree: what the mapping eagerly loads without a depth, and how deep an option goes."""
    tree = scope.entity("tree")
    children = tree.relation("children")
    assert children is not None
    how = scope.rng.choice(("mapping", "mapping", "one", "two", "deep"))
    if how == "mapping":
        if children.plain or children.join_depth:
            return False
        variable = one(scope, "tree", ident=1)
        # joined: one level is joined even without a depth.
        read(scope, variable.name, tree, children, "B13", "bad" if children.lazy == "selectin" else "")
        return True
    if not children.plain:
        return False
    option = f"selectinload({tree.name}.children" + (", recursion_depth=-1)" if how == "deep" else ")")
    option += f".selectinload({tree.name}.children)" if how == "two" else ""
    variable = one(scope, "tree", Options([option]), ident=1, how=scope.rng.choice(("scalar", "get", "scalars", "execute")))
    read(scope, variable.name, tree, children, "B13", "good")
    read(scope, f"{variable.name}.children[0]", tree, children, "B13", "bad" if how == "one" else "good")
    return True


def cascaded(scope: Scope) -> bool:
    """B14: a refresh that goes on to the children, by the cascade."""
    role = scope.rng.choice(("parent", "child"))
    entity = scope.entity(role)
    relation = next((item for item in entity.relations if item.kind == "o2m" and item.plain and item.cascade), None)
    if relation is None:
        return False
    target = scope.domain.targets(relation)
    variable = one(scope, role)
    scope.line(f'await {scope.session}.refresh({variable.name}, ["{relation.name}"])')
    held = scope.name(target.variable)
    scope.marked(f"{held} = {variable.name}.{relation.name}[0]", "B14", "good")
    scope.line(f"await {scope.session}.refresh({variable.name})")
    text = target.column(target.text)
    assert text is not None
    read(scope, held, target, text, "B14", "bad" if relation.cascade.startswith("all") else "good")
    return True


def off_greenlet(scope: Scope) -> bool:
    """B15: the synchronous side used outside a greenlet, and what comes out of one."""
    parent, name, session = scope.entity("parent"), scope.name("seen"), scope.session
    relation = scope.plain("parent", "o2m", "o2o")
    bad, rows = scope.chance(0.6), []
    select = f"select({parent.name}.id)"
    if bad:
        rows = [
            f"{name} = {session}.sync_session.scalars({select}).all()",
            f"{name} = {session}.sync_session.execute({select})",
            f"{name} = {session}.sync_session.scalar({select})",
        ]
        how = scope.rng.choice(("session", "session", "thread", "inspector", "returned"))
        if how == "inspector":
            inspector = scope.name("inspector")
            with scope.block("async with engine.connect() as connection"):
                scope.line(f"{inspector} = await connection.run_sync(inspect)")
                scope.marked(f"{name} = {inspector}.get_table_names()", "B15", "bad")
            return True
        if how in ("thread", "returned"):
            if relation is None:
                return False
            if how == "thread":
                variable = one(scope, "parent").name
                scope.marked(f"{name} = await asyncio.to_thread(lambda: {variable}.{relation.name})", "B15", "bad")
                return True
            variable = scope.name(parent.variable)
            scope.line(f"{variable} = await {session}.run_sync(lambda inner: inner.get({parent.name}, 1))")
            read(scope, variable, parent, relation, "B15", "bad")
            return True
    else:
        rows = [
            f"{name} = await {session}.run_sync(lambda inner: inner.scalars({select}).all())",
            f"{name} = engine.sync_engine.dialect.name",
            f"{name} = {session}.sync_session.is_active",
            f"{name} = {session}.sync_session.new",
        ]
        if relation is not None and not joins_by_mapping(scope, parent):
            variable = one(scope, "parent").name
            rows.append(f"{name} = await {session}.run_sync(lambda _: str({variable}.{relation.name}))")
    scope.marked(scope.rng.choice(rows), "B15", "bad" if bad else "good")
    return True


CONSTRUCTS = {
    "B3": (serialised,),
    "B7": (dynamic,),
    "B10": (deferred,),
    "B11": (walked,),
    "B12": (inherited,),
    "B13": (self_reference,),
    "B14": (cascaded,),
    "B15": (off_greenlet,),
}
