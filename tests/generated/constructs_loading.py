"""Constructs B1, B2, B4, B5, B6, B8, B9: relationships that are read, written or loaded, with bad and good variants. Each returns False where the domain has no place for it."""

from __future__ import annotations

from .domain import Entity, Relation
from .loading import Options, comes_back, eager, joins_by_mapping, joins_by_option, many, new, one, statement
from .reading import read, read_variable
from .scope import Scope

OWNERS = ("parent", "child", "leaf", "single")


def lazy_read(scope: Scope) -> bool:
    """B1: a relationship that nothing asked for, in one instance or each of many."""
    role = scope.rng.choice(OWNERS)
    relation = scope.plain(role, "o2m", "m2o", "m2m", "o2o", "owner")
    if relation is None:
        return False
    variable = many(scope, role) if scope.chance(0.4) else one(scope, role)
    read_variable(scope, variable, relation, "B1", "bad")
    return True


def eager_read(scope: Scope) -> bool:
    """B1: the same with an option, a mapping, a refresh, or an awaitable that loads it."""
    role = scope.rng.choice(OWNERS)
    entity = scope.entity(role)
    relations = [relation for relation in entity.relations if relation.lazy not in ("dynamic", "write_only", "raise", "noload")]
    relation = scope.rng.choice(relations)
    how = scope.rng.choice(("option", "option", "option", "mapping", "refresh", "awaitable", "run_sync", "nothing", "contains"))
    if how == "option":
        options = eager(scope, entity, relation)
        variable = many(scope, role, options) if scope.chance(0.4) else one(scope, role, options)
    elif how == "mapping":
        relations = [item for item in relations if not item.plain]
        if not relations:
            return False
        relation = scope.rng.choice(relations)
        variable = many(scope, role) if scope.chance(0.4) else one(scope, role)
    elif how == "contains":
        # A filtered join: the statement loads what it joins.
        many_sided = relation.collection or joins_by_mapping(scope, entity)
        if many_sided:
            return False
        name = f"{entity.name}.{relation.name}"
        variable = one(scope, role, Options([f"contains_eager({name})"]), how=scope.rng.choice(("scalars", "scalar", "execute")), extra=f".join({name})")
    else:
        variable = one(scope, role)
        if how == "refresh":
            scope.line(f'await {scope.session}.refresh({variable.name}, {scope.rng.choice(("", "attribute_names="))}["{relation.name}"])')
        elif how == "awaitable" and scope.domain.async_attrs:
            scope.marked(f"await {variable.name}.awaitable_attrs.{relation.name}", "B1", "good")
        elif how == "run_sync":
            scope.marked(f"await {scope.session}.run_sync(lambda _: str({variable.name}.{relation.name}))", "B1", "good")
        else:
            scope.marked(f"print({variable.name}.{entity.text}, {variable.name}.id, file=io.StringIO())", "B1", "good")
            return True
    read_variable(scope, variable, relation, "B1", "good")
    return True


def known_read(scope: Scope) -> bool:
    """B1: relationships that need no query: NULL keys, back-references, instances in the session, assignments."""
    how = scope.rng.choice(("null", "back", "identity", "assigned", "write", "dto", "before"))
    back = scope.entity("child").relation(scope.entity("parent").variable)
    forward = next(relation for relation in scope.entity("parent").relations if relation.target == scope.entity("child").name)
    assert back is not None
    if how == "null":
        variable = one(scope, "tree", ident=1, how="get")
        parent = scope.entity("tree").relation("parent")
        assert parent is not None
        read(scope, variable.name, variable.entity, parent, "B1", "good", form=scope.rng.choice(("assign", "if", "is_none", "fstring")))
    elif how == "back":
        variable = one(scope, "parent", eager(scope, scope.entity("parent"), forward, loader="selectinload"))
        read(scope, f"{variable.name}.{forward.name}[0]", scope.entity("child"), back, "B1", "good")
    elif how == "identity" and back.plain:
        owner = one(scope, "parent", ident=2)
        variable = one(scope, "child", ident=scope.rng.choice((2, 5)))
        read(scope, variable.name, variable.entity, back, "B1", "good")
        scope.marked(f"print({owner.name}.id, file=io.StringIO())", "B1", "good")
    elif how in ("assigned", "write"):
        owner = one(scope, "parent")
        variable = new(scope, "child") if how == "assigned" else one(scope, "child")
        scope.marked(f"{variable.name}.{back.name} = {owner.name}", "B1", "good")
        read(scope, variable.name, variable.entity, back, "B1", "good")
        if how == "assigned":
            scope.line(f"{scope.session}.expunge_all()")
            scope.variables.clear()
    elif how == "dto":
        name = scope.name("View")
        scope.module.helper("@dataclass", f"class {name}:", f"    {forward.name}: list[str]")
        variable = one(scope, "parent")
        view = scope.name("view")
        scope.line(f"{view} = {name}([{variable.name}.{variable.entity.text}])")
        scope.marked(f"print({view}.{forward.name}, file=io.StringIO())", "B1", "good")
    else:
        variable = new(scope, "parent")
        read(scope, variable.name, variable.entity, forward, "B1", "good", form=scope.rng.choice(("len", "if", "list", "for", "assign")))
    return True


def returned_read(scope: Scope) -> bool:
    """B1: an instance that outlives its session."""
    relation, entity = scope.plain("parent", "o2m", "o2o"), scope.entity("parent")
    if relation is None or scope.session != "session":
        return False
    how = scope.rng.choice(("function", "function", "expunge", "column"))
    if how == "expunge":
        variable = one(scope, "parent")
        scope.line(f"{scope.session}.expunge({variable.name})")
        scope.variables.remove(variable)
        name = variable.name
    else:
        function, name = scope.name("fetch"), scope.name(entity.variable)
        options = "" if how == "column" else scope.rng.choice(("", "", f".options(selectinload({entity.name}.{relation.name}))"))
        scope.module.helper(
            f"async def {function}(ident: int) -> {entity.name}:",
            "    async with Session() as session:",
            f"        return (await session.scalars(select({entity.name}).where({entity.name}.id == ident){options})).unique().one()",
        )
        scope.line(f"{name} = await {function}(2)")
        how = "loaded" if options else how
    text = entity.column(entity.text)
    assert text is not None
    read(scope, name, entity, text if how == "column" else relation, "B1/detached", "good" if how in ("column", "loaded") else "bad")
    return True


def nested_read(scope: Scope) -> bool:
    """B2: one level is loaded, the next is read."""
    parent, child = scope.entity("parent"), scope.entity("child")
    first = next(relation for relation in parent.relations if relation.target == child.name)
    second = scope.plain("child", "o2m", "m2m")
    if second is None:
        return False
    good = scope.chance(0.5)
    options = eager(scope, parent, first, *([second] if good else []))
    expected = "good" if good else "bad"
    if scope.chance(0.4):
        variable = many(scope, "parent", options)
        outer = scope.name(parent.variable)
        with scope.block(f"for {outer} in {variable.name}"):
            _nested(scope, f"{outer}.{first.name}", child, second, expected)
    else:
        variable = one(scope, "parent", options)
        _nested(scope, f"{variable.name}.{first.name}", child, second, expected)
    return True


def _nested(scope: Scope, path: str, entity: Entity, relation: Relation, expected: str) -> None:
    form = scope.rng.choice(("index", "loop", "variable", "comprehension"))
    if form == "index":
        read(scope, f"{path}[0]", entity, relation, "B2", expected)
    elif form == "loop":
        item = scope.name(entity.variable)
        with scope.block(f"for {item} in {path}", "B2", "good"):
            read(scope, item, entity, relation, "B2", expected)
    elif form == "variable":
        found = scope.name(f"{entity.variable}s")
        scope.marked(f"{found} = {path}", "B2", "good")
        read(scope, f"{found}[0]", entity, relation, "B2", expected)
    else:
        scope.marked(f"{scope.name('seen')} = [len(item.{relation.name}) for item in {path}]", "B2", expected)


def refreshed(scope: Scope) -> bool:
    """B4: what was assigned or loaded later is gone after a refresh; what the query's options asked for is loaded again."""
    relation = scope.plain("parent", "o2m")
    entity = scope.entity("parent")
    if relation is None or (not scope.commits and scope.mixed):
        return False
    how = scope.rng.choice(("new", "new", "named", "option", "again"))
    if how == "new":
        variable = new(scope, "parent")
        child = new(scope, scope.domain.targets(relation), **{scope.domain.targets(relation).text: '"x"'})
        scope.line(f"{variable.name}.{relation.name} = [{child.name}]")
        scope.line(f"{scope.session}.add({variable.name})")
        scope.commit() if scope.commits and scope.chance(0.6) else scope.flush()
    elif how == "option":
        variable = one(scope, "parent", eager(scope, entity, relation), how="scalars")
    else:
        variable = one(scope, "parent")
        scope.line(f'await {scope.session}.refresh({variable.name}, ["{relation.name}"])')
    if how != "again":
        scope.line(f"await {scope.session}.refresh({variable.name})")
        variable.past.append("refresh")
    if how in ("new", "named") and scope.chance(0.25):
        scope.line(f'await {scope.session}.refresh({variable.name}, attribute_names=["{relation.name}"])')
        how = "again"
    read(scope, variable.name, entity, relation, "B4", "bad" if how in ("new", "named") else "good")
    return True


def flushed(scope: Scope) -> bool:
    """B5: a new instance after its flush: what was never assigned is not loaded, whatever the mapping says."""
    role = scope.rng.choice(("parent", "parent", "child"))
    entity = scope.entity(role)
    relation = next((item for item in entity.relations if item.kind in ("o2m", "m2o") and item.lazy not in ("dynamic", "write_only", "raise", "noload")), None)
    if relation is None or relation.default_factory:
        return False
    if relation.kind == "o2m" and scope.chance(0.5):
        variable = new(scope, role)
        scope.line(f"{variable.name}.{relation.name} = []")
        expected = "good"
    elif relation.kind == "o2m" and scope.chance(0.2):
        variable = new(scope, role)
        # The collection that this read makes is not kept.
        read(scope, variable.name, entity, relation, "B5", "good", form=scope.rng.choice(("len", "if", "for")))
        expected = "bad"
    else:
        key = {f"{scope.domain.targets(relation).variable}_id": "3"} if relation.kind == "m2o" else {}
        variable = new(scope, role, **key)
        expected = "bad"
    add = scope.rng.choice((f"{scope.session}.add({variable.name})", f"{scope.session}.add_all([{variable.name}])"))
    scope.line(add)
    scope.flush()
    if expected == "bad" and scope.chance(0.25):
        scope.line(f'await {scope.session}.refresh({variable.name}, ["{relation.name}"])')
        expected = "good"
    read(scope, variable.name, entity, relation, "B5", expected)
    return True


def mutated(scope: Scope) -> bool:
    """B6: an unloaded collection is changed or replaced; the other side, and a scalar, may be written."""
    relation = scope.plain("parent", "o2m")
    parent = scope.entity("parent")
    if relation is None:
        return False
    target = scope.domain.targets(relation)
    how = scope.rng.choice(("append", "assign", "extend", "loaded", "other", "scalar"))
    options = eager(scope, parent, relation) if how == "loaded" else None
    variable = one(scope, "parent", options)
    if how == "scalar":
        single = next(item for item in parent.relations if item.kind == "o2o")
        other = new(scope, "single", **{scope.entity("single").text: '"x"'})
        scope.marked(f"{variable.name}.{single.name} = {other.name}", "B6", "good")
        return True
    other = new(scope, target, **{target.text: '"x"'})
    if how == "other":
        scope.marked(f"{other.name}.{relation.back} = {variable.name}", "B6", "good")
        scope.line(f"{scope.session}.add({other.name})")
        return True
    rows = {"assign": f" = [{other.name}]", "extend": f".extend([{other.name}])"}
    scope.marked(f"{variable.name}.{relation.name}{rows.get(how, f'.append({other.name})')}", "B6", "good" if how == "loaded" else "bad")
    return True


def got_again(scope: Scope) -> bool:
    """B8: `get` with options finds the instance in the session and asks nothing."""
    relation = scope.plain("parent", "o2m", "o2o")
    parent = scope.entity("parent")
    if relation is None:
        return False
    variable = one(scope, "parent", ident=2)
    option = f"selectinload({parent.name}.{relation.name})"
    how = scope.rng.choice(("get", "get", "populate", "select", "select_where"))
    again = scope.name(parent.variable)
    if how == "get":
        scope.line(f"{again} = await {scope.session}.get({parent.name}, 2, options=[{option}])")
    elif how == "populate":
        scope.line(f"{again} = await {scope.session}.get({parent.name}, 2, options=[{option}], populate_existing=True)")
    else:
        scope.line(f"{again} = await {scope.session}.scalar(select({parent.name}).where({parent.name}.id == 2).options({option}))")
    scope.add(again, parent).past.append("got again")
    # What leads back to the row populates it anew, too, without the option.
    known = how != "populate" or not comes_back(scope, parent)
    read(scope, again, parent, relation, "B8", "bad" if how == "get" else "good" if known else "")
    scope.marked(f"print({variable.name}.id, file=io.StringIO())", "B8", "good")
    return True


def joined(scope: Scope) -> bool:
    """B9: a statement that joins a collection in, consumed with or without `.unique()`."""
    role = scope.rng.choice(("parent", "child"))
    entity, session = scope.entity(role), scope.session
    relations = [item for item in entity.relations if item.lazy not in ("dynamic", "write_only", "raise", "noload")]
    relation = scope.rng.choice([item for item in relations if item.collection] if scope.chance(0.75) else relations)
    how = scope.rng.choice(("option", "option", "contains", "through", "mapping"))
    options = Options([f"joinedload({entity.name}.{relation.name})"])
    extra, joins = "", joins_by_option(scope, entity, relation)
    if how == "contains":
        joins = relation.collection
        options, extra = Options([f"contains_eager({entity.name}.{relation.name})"]), f".join({entity.name}.{relation.name})"
    elif how == "through" and role == "child":
        up, down = entity.relation(scope.entity("parent").variable), scope.entity("parent").relations[0]
        assert up is not None
        options, joins = Options([f"joinedload({entity.name}.{up.name}).joinedload({scope.entity('parent').name}.{down.name})"]), True
    elif how == "mapping":
        options, joins = Options(), False
    joins = joins or joins_by_mapping(scope, entity)
    if joins_by_mapping(scope, entity) and how != "mapping":
        return False
    text = statement(scope, entity, options, None, extra)
    form, name = scope.rng.choice(_CONSUMED), scope.name(f"{entity.variable}s")
    unique = scope.chance(0.4)
    row = form.replace("@", f"{session}.").replace("STMT", text).replace("UNIQUE", ".unique()" if unique else "")
    needs = "UNIQUE" in form and joins and not unique
    scope.marked(f"{name} = {row}", "B9", "bad" if needs else "good")
    return True


_CONSUMED = (
    "(await @scalars(STMT))UNIQUE.all()",
    "(await @scalars(STMT))UNIQUE.all()",
    "(await @execute(STMT)).scalars()UNIQUE.all()",
    "(await @execute(STMT))UNIQUE.scalars().all()",
    "(await @execute(STMT))UNIQUE.all()",
    "list((await @scalars(STMT))UNIQUE)",
    "[item.id for item in (await @scalars(STMT))UNIQUE]",
    "(await @scalars(STMT.limit(1)))UNIQUE.one()",
    "(await @execute(STMT.limit(1)))UNIQUE.scalar_one()",
    "(await @scalars(STMT)).first()",
    "await @scalar(STMT)",
)
CONSTRUCTS = {
    "B1": (lazy_read, lazy_read, lazy_read, eager_read, eager_read, known_read, returned_read),
    "B2": (nested_read,),
    "B4": (refreshed,),
    "B5": (flushed,),
    "B6": (mutated,),
    "B8": (got_again,),
    "B9": (joined,),
}
